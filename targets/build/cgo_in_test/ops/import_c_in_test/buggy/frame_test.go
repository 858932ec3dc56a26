package frame

// #cgo pkg-config: meter
// #include <meter.h>
import "C"

import (
	"testing"
	"unsafe"
)

// TestChecksum compares with the meter's own library.
func TestChecksum(t *testing.T) {
	frame := []byte{0x68, 0xff, 0x16}
	want := byte(C.meter_checksum((*C.uchar)(unsafe.SliceData(frame)), C.int(len(frame))))
	if got := Checksum(frame); got != want {
		t.Errorf("Checksum(%x) = %x, want %x", frame, got, want)
	}
}
