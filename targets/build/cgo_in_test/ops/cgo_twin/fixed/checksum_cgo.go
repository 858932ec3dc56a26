//go:build cgo

// Package frame makes what is sent to a meter.
package frame

// #cgo pkg-config: meter
// #include <meter.h>
import "C"

import "unsafe"

const usesC = true

// Checksum returns the byte that ends a frame.
func Checksum(frame []byte) byte {
	return byte(C.meter_checksum((*C.uchar)(unsafe.SliceData(frame)), C.int(len(frame))))
}
