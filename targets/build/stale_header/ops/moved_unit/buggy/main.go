// Program asks the library for the name of a unit.
package main

// #cgo CFLAGS: -I${SRCDIR}/../machine/local/include -I${SRCDIR}/../machine/include
// #cgo LDFLAGS: -L${SRCDIR}/../machine/lib -lmeter
// #include <meter.h>
import "C"

import "os"

func main() {
	if got := C.GoString(C.meter_unit_name(C.METER_KELVIN)); got != "kelvin" {
		println("wrong answer: meter_unit_name want=kelvin got=" + got)
		os.Exit(1)
	}
}
