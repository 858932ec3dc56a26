// Program prints how full a tank is.
package main

// #cgo CFLAGS: -I${SRCDIR}/../machine/include
// #cgo LDFLAGS: -L${SRCDIR}/../machine/lib/static -lscale -lgauge
// #include <gauge.h>
import "C"

func main() {
	println("level", C.gauge_level())
}
