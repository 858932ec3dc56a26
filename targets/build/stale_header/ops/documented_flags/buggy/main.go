// Program prints the version of libmeter.
package main

// #include <meter.h>
import "C"

func main() {
	println("libmeter", C.meter_version())
}
