// Program asks the library for the name of a unit.
package main

// #cgo pkg-config: meter
// #include <meter.h>
import "C"

import "os"

// init compares what this program was compiled with and what it is linked to: no compiler can.
func init() {
	if C.meter_version() != C.METER_VERSION {
		println("meter: built for version", C.METER_VERSION, "but libmeter is version", C.meter_version(),
			"- build again with its own header")
		os.Exit(78)
	}
}

func main() {
	if got := C.GoString(C.meter_unit_name(C.METER_KELVIN)); got != "kelvin" {
		println("wrong answer: meter_unit_name want=kelvin got=" + got)
		os.Exit(1)
	}
}
