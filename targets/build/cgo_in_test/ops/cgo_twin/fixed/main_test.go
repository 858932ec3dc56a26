package frame

import (
	"os"
	"testing"
)

// TestMain refuses to pass by without the tests of the half in C.
func TestMain(m *testing.M) {
	if !usesC {
		println("frame: cgo is off, and some tests need it: install a C compiler, and set CGO_ENABLED=1")
		os.Exit(78)
	}
	m.Run()
}
