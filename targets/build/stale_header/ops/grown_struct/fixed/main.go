// Program reads a meter into a struct that it allocates itself.
package main

// #cgo pkg-config: meter
// #include <meter.h>
// #include <stdlib.h>
import "C"

import (
	"os"
	"unsafe"
)

// init compares what this program was compiled with and what it is linked to: no compiler can.
func init() {
	if C.meter_version() != C.METER_VERSION || C.meter_reading_size() != C.sizeof_struct_meter_reading {
		println("meter: built for version", C.METER_VERSION, "but libmeter is version", C.meter_version(),
			"- build again with its own header")
		os.Exit(78)
	}
}

func main() {
	reading := (*C.struct_meter_reading)(C.malloc(C.sizeof_struct_meter_reading))
	defer C.free(unsafe.Pointer(reading))
	if C.meter_read(reading) == 0 {
		println("value", int(reading.value))
	}
}
