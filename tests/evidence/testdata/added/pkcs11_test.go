package p11

import (
	"os"
	"testing"
	"time"
)

func TestDestroy(t *testing.T) {
	m, err := OpenModule(os.Getenv("MODULE"))
	if err != nil {
		t.Fatal(err)
	}
	if slots, err := m.Slots(); err != nil || len(slots) != 1 {
		t.Fatal(slots, err)
	}
	m.Destroy()
	time.Sleep(100 * time.Millisecond)
}
