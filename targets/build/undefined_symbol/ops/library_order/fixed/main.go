// Program prints how full a tank is.
package main

// #cgo pkg-config: gauge-static
// #include <gauge.h>
import "C"

func main() {
	println("level", C.gauge_level())
}
