//go:build cgo

package frame

import "testing"

// TestChecksumOfNothing passes a nil pointer to C.
func TestChecksumOfNothing(t *testing.T) {
	if got := Checksum(nil); got != 0 {
		t.Errorf("Checksum(nil) = %x, want 0", got)
	}
}
