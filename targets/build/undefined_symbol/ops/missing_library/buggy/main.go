// Program prints how full a tank is.
package main

// #cgo CFLAGS: -I${SRCDIR}/../machine/include
// #include <gauge.h>
import "C"

func main() {
	println("level", C.gauge_level())
}
