package main

// #include "honest_leaks.h"
// #include <stdlib.h>
// #include <unistd.h>
import "C"

import (
	"runtime"
	"runtime/cgo"
	"sync"
	"unsafe"

	"cgofault/targets/registry"
)

var _ = registry.Add(registry.Class{
	Name:  "leaks",
	About: "what has to be given back, also after an error",
	Ops: []registry.Op{
		{Name: "object", About: "closes an object always, or not after an error",
			Buggy: leaksObjectBuggy, Fixed: leaksObject},
		{Name: "second", About: "frees two strings, or the first one alone", Buggy: leaksSecondBuggy, Fixed: leaksSecond},
		{Name: "handle", About: "deletes a cgo.Handle always, or not after an error",
			Buggy: leaksHandleBuggy, Fixed: leaksHandle},
		{Name: "pinner", About: "unpins a buffer always, or not after an error", Buggy: leaksPinnerBuggy, Fixed: leaksPinner},
		{Name: "goroutine", About: "a goroutine whose answer nobody waits for ends, or stays",
			Buggy: leaksGoroutineBuggy, Fixed: leaksGoroutine},
		{Name: "descriptors", About: "closes two descriptors, or the first one alone",
			Buggy: leaksDescriptorsBuggy, Fixed: leaksDescriptors},
		{Name: "descriptor", About: "closes a descriptor always, or not after an error",
			Buggy: leaksDescriptorBuggy, Fixed: leaksDescriptor},
		{Name: "not_owned", About: "reads what belongs to C, or frees it", Buggy: leaksNotOwnedBuggy, Fixed: leaksNotOwned},
	},
})

func leaksObject(*registry.Call) error {
	object := C.leaks_open()
	defer C.leaks_close(object)
	if n, err := C.leaks_use(object); n != 0 {
		return err
	}
	return nil
}

func leaksObjectBuggy(*registry.Call) error {
	object := C.leaks_open()
	if n, err := C.leaks_use(object); n != 0 {
		return err
	}
	C.leaks_close(object)
	return nil
}

func leaksSecond(*registry.Call) error {
	first := C.CString("the first of two names")
	defer C.free(unsafe.Pointer(first))
	second := C.CString("the second of two names")
	defer C.free(unsafe.Pointer(second))
	if n, err := C.leaks_name(first, second); n != 0 {
		return err
	}
	return nil
}

func leaksSecondBuggy(*registry.Call) error {
	first := C.CString("the first of two names")
	defer C.free(unsafe.Pointer(first))
	leaked := C.CString("the second of two names")
	if n, err := C.leaks_name(first, leaked); n != 0 {
		return err
	}
	return nil
}

// ---- what Go keeps for C ----

//export leaksCalled
func leaksCalled(handle C.uintptr_t) {
	*cgo.Handle(handle).Value().(*int)++
}

func leaksHandle(*registry.Call) error {
	handle := cgo.NewHandle(new(int))
	defer handle.Delete()
	if n, err := C.leaks_call(C.uintptr_t(handle)); n != 0 {
		return err
	}
	return nil
}

func leaksHandleBuggy(*registry.Call) error {
	kept := cgo.NewHandle(new(int))
	if n, err := C.leaks_call(C.uintptr_t(kept)); n != 0 {
		return err
	}
	kept.Delete()
	return nil
}

// leaksBuffer is what C fills later. Those that it keeps stand in a table.
type leaksBuffer struct {
	bytes  [64]byte
	pinner runtime.Pinner
}

var (
	leaksMutex   sync.Mutex
	leaksBuffers = map[*leaksBuffer]bool{}
)

func leaksBegin() *leaksBuffer {
	buffer := new(leaksBuffer)
	buffer.pinner.Pin(&buffer.bytes[0])
	leaksMutex.Lock()
	leaksBuffers[buffer] = true
	leaksMutex.Unlock()
	C.leaks_begin(unsafe.Pointer(&buffer.bytes[0]), C.size_t(len(buffer.bytes)))
	return buffer
}

func leaksForget(buffer *leaksBuffer) {
	leaksMutex.Lock()
	delete(leaksBuffers, buffer)
	leaksMutex.Unlock()
	buffer.pinner.Unpin()
}

func leaksPinner(*registry.Call) error {
	buffer := leaksBegin()
	n, err := C.leaks_finish(unsafe.Pointer(&buffer.bytes[0]), C.size_t(len(buffer.bytes)))
	leaksForget(buffer)
	if n != 0 {
		return err
	}
	return nil
}

func leaksPinnerBuggy(*registry.Call) error {
	buffer := leaksBegin()
	n, err := C.leaks_finish(unsafe.Pointer(&buffer.bytes[0]), C.size_t(len(buffer.bytes)))
	if n != 0 {
		return err
	}
	leaksForget(buffer)
	return nil
}

// ---- goroutines ----

func leaksAnswer(answer chan<- bool) {
	object := C.leaks_open()
	C.leaks_close(object)
	answer <- true
}

func leaksGoroutine(*registry.Call) error {
	answer := make(chan bool, 1)
	go leaksAnswer(answer)
	return leaksAwait(answer)
}

func leaksGoroutineBuggy(*registry.Call) error {
	answer := make(chan bool)
	go leaksAnswer(answer) // it may stay
	return leaksAwait(answer)
}

func leaksAwait(answer <-chan bool) error {
	object := C.leaks_open()
	defer C.leaks_close(object)
	if n, err := C.leaks_use(object); n != 0 {
		return err
	}
	<-answer
	return nil
}

// ---- descriptors ----

func leaksDescriptor(*registry.Call) error {
	descriptor, err := C.leaks_descriptor()
	if descriptor < 0 {
		return err
	}
	defer C.close(descriptor)
	if n, err := C.leaks_read(descriptor); n != 0 {
		return err
	}
	return nil
}

func leaksDescriptorBuggy(*registry.Call) error {
	descriptor, err := C.leaks_descriptor() // not always closed
	if descriptor < 0 {
		return err
	}
	if n, err := C.leaks_read(descriptor); n != 0 {
		return err
	}
	C.close(descriptor)
	return nil
}

func leaksDescriptors(*registry.Call) error {
	first, _ := C.leaks_descriptor()
	second, _ := C.leaks_descriptor()
	C.close(first)
	C.close(second)
	return nil
}

func leaksDescriptorsBuggy(*registry.Call) error {
	first, _ := C.leaks_descriptor()
	C.leaks_descriptor() // never closed
	C.close(first)
	return nil
}

// ---- what is not the program's to free ----

var leaksTexts sync.Mutex

func leaksNotOwned(call *registry.Call) error {
	leaksTexts.Lock()
	defer leaksTexts.Unlock()
	_ = C.GoString(C.leaks_text(C.int(call.Argument)))
	return nil
}

func leaksNotOwnedBuggy(call *registry.Call) error {
	leaksTexts.Lock()
	defer leaksTexts.Unlock()
	text := C.leaks_text(C.int(call.Argument))
	_ = C.GoString(text)
	C.free(unsafe.Pointer(text))
	return nil
}
