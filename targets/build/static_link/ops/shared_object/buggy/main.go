// Program prints how much water runs over a weir.
package main

// #cgo CFLAGS: -I${SRCDIR}/../machine/include
// #cgo LDFLAGS: -L${SRCDIR}/../machine/lib -l:libflow.so -lm
// #include <flow.h>
import "C"

func main() {
	println(C.GoString(C.flow_text(C.flow_rate(0.5))))
}
