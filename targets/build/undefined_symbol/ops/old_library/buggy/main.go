// Program prints how full a tank is, and lets that count as empty.
package main

// #cgo pkg-config: gauge
// #include <gauge.h>
import "C"

func main() {
	println("level", C.gauge_level())
	C.gauge_reset()
	println("level", C.gauge_level())
}
