package targets

// #include "retained_pointer.h"
// #include <stdlib.h>
// #include <string.h>
import "C"

import (
	"runtime"
	"sync"
	"unsafe"

	"cgofault/targets/registry"
)

// C keeps a Go pointer and uses it after the call: cmd/cgo, "Passing pointers": C code may not keep a copy of a Go
// pointer after the call returns, unless the memory it points to is pinned.
var _ = registry.Add(registry.Class{
	Name:   "retained_pointer",
	About:  "C keeps a Go pointer and uses it after the call",
	Builds: "efence",
	Ops: []registry.Op{
		{Name: "read_later", About: "C reads the buffer later",
			Buggy: retainedReadLater, Fixed: retainedReadPinned},
		{Name: "write_later", About: "C writes the buffer later",
			Buggy: retainedWriteLater, Fixed: retainedWriteC},
		{Name: "called_back", About: "C hands the pointer back in a callback",
			Buggy: retainedCalledBack, Fixed: retainedCalledBackPinned},
		{Name: "reused", About: "the memory is handed out again before C reads it",
			Buggy: retainedReused, Fixed: retainedReusedPinned},
		{Name: "deferred_free", About: "C memory, but freed when the call returns",
			Buggy: retainedDeferredFree, Fixed: retainedFreeLater},
	},
	Reset: retainedReset,
})

// Large enough that no other object of the program shares its span.
const retainedBytes = 320

// registration is what must stay valid until it is unregistered.
type registration struct {
	slot   C.int
	pinner *runtime.Pinner // of Go memory
	memory unsafe.Pointer  // of C memory
}

const registrationsMax = 8

var (
	registrations     []registration
	registrationsLock sync.Mutex
)

// keepRegistered makes room by unregistering the oldest one, and only then gives its memory up.
func keepRegistered(r registration) {
	var oldest registration
	registrationsLock.Lock()
	registrations = append(registrations, r)
	if len(registrations) > registrationsMax {
		oldest, registrations = registrations[0], registrations[1:]
	} else {
		oldest.slot = -1
	}
	registrationsLock.Unlock()
	C.retained_pointer_unregister(oldest.slot)
	oldest.giveUp()
}

func (r registration) giveUp() {
	if r.pinner != nil {
		r.pinner.Unpin()
	}
	C.free(r.memory)
}

// retainedReset gives up what is registered: the library has forgotten it before.
func retainedReset() {
	for _, r := range registrations {
		r.giveUp()
	}
	registrations = nil
}

// Go's allocator gives pages of its own to an object that has more than 32 KiB.
const retainedLargeBytes = 40 << 10

// retainedBuffer is large for one argument in sixteen.
func retainedBuffer(argument byte) []byte {
	bytes := retainedBytes
	if argument%16 == 15 {
		bytes = retainedLargeBytes
	}
	buffer := make([]byte, bytes)
	for i := range buffer {
		buffer[i] = argument + byte(i)
	}
	return buffer
}

func retainedRegister(buffer []byte, forInput C.int) C.int {
	return C.retained_pointer_register(unsafe.Pointer(&buffer[0]), C.size_t(len(buffer)), forInput)
}

// retainedPinned keeps the buffer in its place until it is unregistered.
func retainedPinned(buffer []byte, forInput C.int) {
	pinner := new(runtime.Pinner)
	pinner.Pin(&buffer[0])
	keepRegistered(registration{slot: retainedRegister(buffer, forInput), pinner: pinner})
}

func retainedReadLater(call *registry.Call) error {
	retainedRegister(retainedBuffer(call.Argument), 0)
	return nil
}

func retainedReadPinned(call *registry.Call) error {
	retainedPinned(retainedBuffer(call.Argument), 0)
	return nil
}

func retainedWriteLater(call *registry.Call) error {
	retainedRegister(retainedBuffer(call.Argument), 1)
	return nil
}

func retainedWriteC(*registry.Call) error {
	memory := C.calloc(1, retainedBytes)
	keepRegistered(registration{slot: C.retained_pointer_register(memory, retainedBytes, 1), memory: memory})
	return nil
}

// watched is what a callback gets back.
type watched struct {
	count   int
	padding [retainedBytes]byte
}

//export retainedPointerCalledBack
func retainedPointerCalledBack(data unsafe.Pointer) {
	(*watched)(data).count++
}

func retainedWatch(data *watched) C.int {
	return C.retained_pointer_watch(C.retained_pointer_callback(C.retainedPointerCalledBack), unsafe.Pointer(data),
		C.size_t(unsafe.Sizeof(*data)))
}

func retainedCalledBack(*registry.Call) error {
	retainedWatch(new(watched))
	return nil
}

func retainedCalledBackPinned(*registry.Call) error {
	data, pinner := new(watched), new(runtime.Pinner)
	pinner.Pin(data)
	keepRegistered(registration{slot: retainedWatch(data), pinner: pinner})
	return nil
}

var (
	sink        []byte
	sinkContent [retainedBytes]byte
)

// retainedChurn is what a busy program does: it takes memory, also what a collection has just freed, and writes to it.
func retainedChurn() {
	for range 128 {
		sink = make([]byte, retainedBytes)
		copy(sink, sinkContent[:])
	}
	sink = nil
}

func retainedReused(call *registry.Call) error {
	retainedChurn()
	return retainedReadLater(call)
}

func retainedReusedPinned(call *registry.Call) error {
	retainedChurn()
	return retainedReadPinned(call)
}

// retainedMemory returns C memory that holds something.
func retainedMemory(argument byte) unsafe.Pointer {
	return C.memset(C.malloc(retainedBytes), C.int(argument), retainedBytes)
}

func retainedDeferredFree(call *registry.Call) error {
	memory := retainedMemory(call.Argument)
	defer C.free(memory)
	C.retained_pointer_register(memory, retainedBytes, 0)
	return nil
}

func retainedFreeLater(call *registry.Call) error {
	memory := retainedMemory(call.Argument)
	keepRegistered(registration{slot: C.retained_pointer_register(memory, retainedBytes, 0), memory: memory})
	return nil
}
