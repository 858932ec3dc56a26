package frame

import "testing"

func TestChecksum(t *testing.T) {
	if got := Checksum([]byte{0x68, 0xff, 0x16}); got != 0x7d {
		t.Errorf("Checksum(68ff16) = %x, want 7d", got)
	}
}
