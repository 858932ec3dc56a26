// Program reads a meter into a struct that it allocates itself.
package main

// #cgo CFLAGS: -I${SRCDIR}/../machine/local/include -I${SRCDIR}/../machine/include
// #cgo LDFLAGS: -L${SRCDIR}/../machine/lib -lmeter
// #include <meter.h>
// #include <stdlib.h>
import "C"

import "unsafe"

func main() {
	reading := (*C.struct_meter_reading)(C.malloc(C.sizeof_struct_meter_reading))
	defer C.free(unsafe.Pointer(reading))
	if C.meter_read(reading) == 0 {
		println("value", int(reading.value))
	}
}
