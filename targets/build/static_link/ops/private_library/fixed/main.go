// Program prints how much water runs over a weir.
package main

// #cgo pkg-config: --static flow
// #include <flow.h>
import "C"

func main() {
	println("litres a second", int(1000*C.flow_rate(0.5)))
}
