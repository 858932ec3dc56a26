package frame

// #cgo pkg-config: meter
// #include <meter.h>
import "C"

import "unsafe"

// libraryChecksum is for the tests. It stands here because their files cannot import "C".
func libraryChecksum(frame []byte) byte {
	return byte(C.meter_checksum((*C.uchar)(unsafe.SliceData(frame)), C.int(len(frame))))
}
