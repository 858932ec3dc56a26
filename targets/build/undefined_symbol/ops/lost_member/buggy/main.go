// Program lets what is in a tank count as empty.
package main

// #cgo pkg-config: gauge-static
// #include <gauge.h>
import "C"

func main() {
	println("level before", C.gauge_reset())
}
