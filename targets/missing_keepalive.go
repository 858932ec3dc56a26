package targets

// #include "missing_keepalive.h"
import "C"

import (
	"runtime"
	"unsafe"

	"cgofault/targets/registry"
)

// Nothing in Go uses an object after its last mention, so a collection inside the C call may run its finalizer or free
// its memory: runtime.KeepAlive, "Package runtime". A pointer that is passed as an argument is kept alive by cgo itself.
var _ = registry.Add(registry.Class{
	Name:  "missing_keepalive",
	About: "an object is freed while the C call that uses it is still running",
	Ops: []registry.Op{
		{Name: "finalizer", About: "a finalizer closes the handle during the call",
			Buggy: keepaliveFinalizer, Fixed: keepaliveFinalizerFixed},
		{Name: "cleanup", About: "a cleanup closes the handle during the call",
			Buggy: keepaliveCleanup, Fixed: keepaliveCleanupFixed},
		{Name: "number", About: "a buffer's address is passed as a number",
			Buggy: keepaliveNumber, Fixed: keepaliveNumberFixed},
		{Name: "argument", About: "a buffer is passed as a pointer: cgo keeps it alive",
			Control: keepaliveArgument},
	},
})

const keepaliveBytes = 480

// stream is what a binding makes of a C handle. Not an object of a few bytes without Go pointers: those share a block,
// and with it their lifetime.
type stream struct {
	handle *C.struct_missing_keepalive
	buffer []byte
}

func openFinalized(seed byte) *stream {
	s := &stream{handle: C.missing_keepalive_open(C.uint(seed))}
	runtime.SetFinalizer(s, (*stream).close)
	return s
}

func (s *stream) close() {
	C.missing_keepalive_close(s.handle)
}

func openCleaned(seed byte) *stream {
	s := &stream{handle: C.missing_keepalive_open(C.uint(seed))}
	runtime.AddCleanup(s, func(handle *C.struct_missing_keepalive) { C.missing_keepalive_close(handle) }, s.handle)
	return s
}

// read uses the handle and not the stream: from here on only the caller keeps the stream alive.
func read(handle *C.struct_missing_keepalive) error {
	buffer := make([]byte, 16)
	n, err := C.missing_keepalive_read(handle, unsafe.Pointer(&buffer[0]), C.size_t(len(buffer)))
	if n < 0 {
		return err
	}
	return nil
}

func keepaliveFinalizer(call *registry.Call) error {
	return read(openFinalized(call.Argument).handle)
}

func keepaliveFinalizerFixed(call *registry.Call) error {
	s := openFinalized(call.Argument)
	err := read(s.handle)
	runtime.KeepAlive(s)
	return err
}

func keepaliveCleanup(call *registry.Call) error {
	return read(openCleaned(call.Argument).handle)
}

func keepaliveCleanupFixed(call *registry.Call) error {
	s := openCleaned(call.Argument)
	err := read(s.handle)
	runtime.KeepAlive(s)
	return err
}

func fill(address uintptr) error {
	n, err := C.missing_keepalive_fill(C.uintptr_t(address), keepaliveBytes)
	if n < 0 {
		return err
	}
	return nil
}

// keepaliveBuffer is full of what a program may have had in it.
func keepaliveBuffer() []byte {
	buffer := make([]byte, keepaliveBytes)
	for i := range buffer {
		buffer[i] = byte(i) | 1
	}
	return buffer
}

func keepaliveNumber(*registry.Call) error {
	buffer := keepaliveBuffer()
	escaped = buffer
	address := uintptr(unsafe.Pointer(&buffer[0]))
	escaped = nil
	return fill(address)
}

func keepaliveNumberFixed(*registry.Call) error {
	buffer := keepaliveBuffer()
	escaped = buffer
	address := uintptr(unsafe.Pointer(&buffer[0]))
	escaped = nil
	err := fill(address)
	runtime.KeepAlive(buffer)
	return err
}

// escaped makes a buffer live on the heap, as one that comes from elsewhere does.
var escaped []byte

func keepaliveArgument(*registry.Call) error {
	buffer := make([]byte, keepaliveBytes)
	n, err := C.missing_keepalive_copy(unsafe.Pointer(&buffer[0]), C.size_t(len(buffer)))
	if n < 0 {
		return err
	}
	return nil
}
