// Program prints how much water runs over a weir.
package main

// #cgo pkg-config: --static flow
// #include <flow.h>
import "C"

func main() {
	println(C.GoString(C.flow_text(C.flow_rate(0.5))))
}
