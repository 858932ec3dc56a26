package targets

// #include "unsafe_library.h"
// #include <stdlib.h>
import "C"

import (
	"sync"
	"unsafe"

	"cgofault/targets/registry"
)

// A C library with static state serves one caller at a time, and its answer is good until the next call.
var _ = registry.Add(registry.Class{
	Name:  "unsafe_library",
	About: "several goroutines share a C library that keeps its answer in a static buffer",
	Ops: []registry.Op{
		{Name: "overlap", About: "calls overlap inside C",
			Buggy: unsafeOverlap, Fixed: unsafeLocked},
		{Name: "mixed_up", About: "calls do not overlap, but the next one replaces the answer before it is copied",
			Buggy: unsafeMixedUp, Fixed: unsafeWorker},
		{Name: "copy_outside", About: "a mutex around the call, but not around the copy",
			Buggy: unsafeCopyOutside, Fixed: unsafeCopyInside},
	},
	Reset: unsafeReset,
})

var unsafeMutex sync.Mutex

func unsafeKey(call *registry.Call) string {
	call.Asked = []string{"alpha", "beta", "gamma", "delta"}[call.Argument%4]
	return call.Asked
}

func unsafeLookup(key string) *C.char {
	cKey := C.CString(key)
	defer C.free(unsafe.Pointer(cKey))
	return C.unsafe_library_lookup(cKey)
}

func unsafeFind(key string) *C.char {
	cKey := C.CString(key)
	defer C.free(unsafe.Pointer(cKey))
	return C.unsafe_library_find(cKey)
}

func unsafeOverlap(call *registry.Call) error {
	call.Got = C.GoString(unsafeLookup(unsafeKey(call)))
	return nil
}

func unsafeLocked(call *registry.Call) error {
	unsafeMutex.Lock()
	defer unsafeMutex.Unlock()
	return unsafeOverlap(call)
}

func unsafeMixedUp(call *registry.Call) error {
	answer := unsafeFind(unsafeKey(call))
	C.unsafe_library_note()
	call.Got = C.GoString(answer)
	return nil
}

func unsafeCopyOutside(call *registry.Call) error {
	unsafeMutex.Lock()
	answer := unsafeFind(unsafeKey(call))
	unsafeMutex.Unlock()
	C.unsafe_library_note()
	call.Got = C.GoString(answer)
	return nil
}

func unsafeCopyInside(call *registry.Call) error {
	unsafeMutex.Lock()
	defer unsafeMutex.Unlock()
	return unsafeMixedUp(call)
}

// ---- the worker: one goroutine that owns the library ----

type unsafeRequest struct {
	call *registry.Call
	done chan struct{}
}

var (
	unsafeRequests chan unsafeRequest
	unsafeStart    sync.Mutex
)

func unsafeServe(requests <-chan unsafeRequest) {
	for request := range requests {
		// The other ops of this program share the library by this mutex.
		unsafeMutex.Lock()
		unsafeMixedUp(request.call)
		unsafeMutex.Unlock()
		close(request.done)
	}
}

// unsafeWorker asks the worker, which is started by the first who needs it.
func unsafeWorker(call *registry.Call) error {
	unsafeStart.Lock()
	if unsafeRequests == nil {
		unsafeRequests = make(chan unsafeRequest)
		go unsafeServe(unsafeRequests)
	}
	requests := unsafeRequests
	unsafeStart.Unlock()
	request := unsafeRequest{call, make(chan struct{})}
	requests <- request
	<-request.done
	return nil
}

func unsafeReset() {
	if unsafeRequests != nil {
		close(unsafeRequests)
		unsafeRequests = nil
	}
}
