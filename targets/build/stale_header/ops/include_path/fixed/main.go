// Program prints the version of libmeter.
package main

// #cgo pkg-config: meter
// #include <meter.h>
import "C"

func main() {
	println("libmeter", C.meter_version())
}
