package targets

// #include "canary.h"
// #include <stdlib.h>
import "C"

import (
	"runtime"
	"sync"
	"unsafe"

	"cgofault/targets/registry"
)

// The canary class has one op for each kind of verdict, and nothing to fix: a night that misses one has not looked.
var _ = registry.Add(registry.Class{
	Name:   "canary",
	About:  "one certain finding of each kind; a night that misses one has failed",
	Builds: "efence,cgocheck2,nocheckptr,msan",
	Ops: []registry.Op{
		{Name: "asan", About: "C writes behind a block", Buggy: canaryAsan, Fixed: canaryQuiet},
		{Name: "lsan", About: "a C.CString is never freed", Buggy: canaryLeak, Fixed: canaryQuiet},
		{Name: "tsan", About: "C counts without a lock", Buggy: canaryRace, Fixed: canaryQuiet},
		{Name: "go_panic", About: "C is given a Go pointer to a Go pointer", Buggy: canaryPanic, Fixed: canaryQuiet},
		{Name: "go_fatal", About: "a mutex is unlocked twice", Buggy: canaryFatal, Fixed: canaryQuiet},
		{Name: "contract", About: "the library's own rule is broken", Buggy: canaryContract, Fixed: canaryQuiet},
		{Name: "result", About: "the op reports another answer than it got", Buggy: canaryResult, Fixed: canaryQuiet},
		{Name: "deadlock", About: "a mutex is locked twice", Buggy: canaryDeadlock, Fixed: canaryQuiet},
		{Name: "dead_object", About: "C reads a large Go object that a collection has freed",
			Buggy: canaryDeadObject, Fixed: canaryQuiet},
		{Name: "go_in_c", About: "a Go pointer is stored in C memory", Buggy: canaryGoInC, Fixed: canaryQuiet},
		{Name: "unwritten", About: "C decides by what it has not written", Buggy: canaryUnwritten, Fixed: canaryQuiet},
		{Name: "past_object", About: "Go reads behind its own object", Buggy: canaryPastObject, Fixed: canaryQuiet},
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

// canaryAddress is that of an object which nothing refers to, and which is too large for a stack.
//
//go:noinline
func canaryAddress() uintptr {
	return uintptr(unsafe.Pointer(unsafe.SliceData(make([]byte, 1<<17))))
}

func canaryDeadObject(*registry.Call) error {
	address := canaryAddress()
	runtime.GC()
	C.canary_read_at(C.uintptr_t(address), 1)
	return nil
}

func canaryGoInC(*registry.Call) error {
	cell := (**byte)(C.malloc(C.size_t(unsafe.Sizeof(uintptr(0)))))
	defer C.free(unsafe.Pointer(cell))
	*cell = new(byte)
	C.canary_read(unsafe.Pointer(cell), 1)
	return nil
}

func canaryUnwritten(*registry.Call) error {
	C.canary_decide()
	return nil
}

// canaryPastObject has so long a slice that Go's own check of pointers ends the program, where that is switched on.
func canaryPastObject(*registry.Call) error {
	object := new([32]byte)
	length := len(object) + int(C.canary_read(unsafe.Pointer(object), 1)) + 4096
	sum := byte(0)
	for _, b := range unsafe.Slice(&object[0], length) {
		sum += b
	}
	runtime.KeepAlive(sum)
	return nil
}
