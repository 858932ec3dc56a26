//go:build cgo

package frame

import "testing"

// TestChecksum compares with the meter's own library.
func TestChecksum(t *testing.T) {
	frame := []byte{0x68, 0xff, 0x16}
	if got, want := Checksum(frame), libraryChecksum(frame); got != want {
		t.Errorf("Checksum(%x) = %x, want %x", frame, got, want)
	}
}
