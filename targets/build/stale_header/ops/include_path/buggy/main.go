// Program prints the version of libmeter.
package main

// #cgo CFLAGS: -I${SRCDIR}/../machine/opt/include
// #cgo LDFLAGS: -L${SRCDIR}/../machine/lib -lmeter
// #include <meter.h>
import "C"

func main() {
	println("libmeter", C.meter_version())
}
