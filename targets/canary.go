package targets

// #include "canary.h"
// #include <stdlib.h>
import "C"

import (
	"sync"
	"unsafe"

	"cgofault/targets/registry"
)

// The canary class has one op for each kind of verdict, and nothing to fix: a night that misses one has not looked.
var _ = registry.Add(registry.Class{
	Name:  "canary",
	About: "one certain finding of each kind; a night that misses one has failed",
	Ops: []registry.Op{
		{Name: "asan", About: "C writes behind a block", Buggy: canaryAsan, Fixed: canaryQuiet},
		{Name: "lsan", About: "a C.CString is never freed", Buggy: canaryLeak, Fixed: canaryQuiet},
		{Name: "tsan", About: "C counts without a lock", Buggy: canaryRace, Fixed: canaryQuiet},
		{Name: "go_panic", About: "C is given a Go pointer to a Go pointer", Buggy: canaryPanic, Fixed: canaryQuiet},
		{Name: "go_fatal", About: "a mutex is unlocked twice", Buggy: canaryFatal, Fixed: canaryQuiet},
		{Name: "contract", About: "the library's own rule is broken", Buggy: canaryContract, Fixed: canaryQuiet},
		{Name: "result", About: "the op reports another answer than it got", Buggy: canaryResult, Fixed: canaryQuiet},
		{Name: "deadlock", About: "a mutex is locked twice", Buggy: canaryDeadlock, Fixed: canaryQuiet},
	},
})

func canaryQuiet(*registry.Call) error {
	data := []byte{1, 2, 3}
	C.canary_read(unsafe.Pointer(&data[0]), C.size_t(len(data)))
	return nil
}

func canaryAsan(*registry.Call) error {
	C.canary_overflow()
	return nil
}

func canaryLeak(*registry.Call) error {
	C.canary_read(unsafe.Pointer(C.CString("nobody frees this")), 6)
	return nil
}

func canaryRace(*registry.Call) error {
	C.canary_count()
	return nil
}

func canaryPanic(*registry.Call) error {
	inner := new(byte)
	outer := &struct{ p *byte }{inner}
	C.canary_read(unsafe.Pointer(outer), 1)
	return nil
}

func canaryFatal(*registry.Call) error {
	var mutex sync.Mutex
	C.canary_read(nil, 0)
	mutex.Unlock()
	return nil
}

func canaryContract(*registry.Call) error {
	C.canary_forbidden()
	return nil
}

func canaryResult(call *registry.Call) error {
	colour := C.GoString(C.canary_colour(C.uint(call.Argument)))
	number := uint32(call.Argument) % 3
	call.Asked = registry.BytesOf(&number)
	call.Got = colour + "ish"
	return nil
}

func canaryDeadlock(*registry.Call) error {
	var mutex sync.Mutex
	C.canary_read(nil, 0)
	mutex.Lock()
	mutex.Lock()
	return nil
}
