package runner

// #include "controller.h"
import "C"

import (
	"reflect"
	"runtime"
	"sort"
)

// tellText tells the core where Go's code lies: a copy of the process that sleeps there has returned to Go. The runtime
// knows a function for each address from the first to the last, and none before and behind.
func tellText() {
	const furthest = 1 << 31 // one program's code is within the reach of a jump
	here := reflect.ValueOf(tellText).Pointer()
	isGo := func(pc uintptr) bool { return runtime.FuncForPC(pc) != nil }
	before := sort.Search(furthest, func(distance int) bool { return !isGo(here - uintptr(distance)) })
	behind := sort.Search(furthest, func(distance int) bool { return !isGo(here + uintptr(distance)) })
	C.cgf_go_text_is(C.uintptr_t(here-uintptr(before)+1), C.uintptr_t(here+uintptr(behind)))
}
