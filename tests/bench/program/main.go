// Program is every class with the runner around it, as the engines have it, and besides the same work without the
// controller: what tests/bench compares.
package main

// #include <stdint.h>
import "C"

import (
	"runtime"

	_ "cgofault/fuzz/runner"
	_ "cgofault/targets" // registers the classes
	"cgofault/targets/registry"
)

// benchCalls runs an op by itself, as often as asked, on the calling thread; outside of a run the shims do nothing
// besides. It returns how many calls it made.
//
//export benchCalls
func benchCalls(class, variant, op *C.char, times C.int) C.int {
	found, _ := registry.Find(C.GoString(class))
	for _, candidate := range found.Ops {
		run := candidate.Run(C.GoString(variant))
		if candidate.Name != C.GoString(op) || run == nil {
			continue
		}
		call := new(registry.Call)
		for range times {
			*call = registry.Call{}
			run(call)
		}
		return times
	}
	return 0
}

//export benchCollect
func benchCollect(times C.int) {
	for range times {
		runtime.GC()
	}
}

func main() {}
