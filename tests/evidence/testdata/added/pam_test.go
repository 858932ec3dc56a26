package pam

import "testing"

func TestGone(t *testing.T) {
	tx, err := StartFunc("passwd", "test", func(Style, string) (string, error) { return "", nil })
	if err != nil {
		t.Fatal(err)
	}
	if err := tx.PutEnv("A=b"); err != nil {
		t.Fatal(err)
	}
	if got := tx.GetEnv("A"); got != "b" {
		t.Fatal(got)
	}
}
