// Program prints what the sensor of a tank reads.
package main

// #cgo LDFLAGS: -L${SRCDIR}/../machine/lib -lgauge
// int gauge_raw(void); // gauge.h lacks it
import "C"

func main() {
	println("raw", C.gauge_raw())
}
