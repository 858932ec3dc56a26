// Program ends holds one class, whose ops end their process, each in a way of its own: the verdict has to say where.
package main

// #cgo CFLAGS: -std=c17 -D_GNU_SOURCE -Wall -Wextra -Werror -Wno-unused-parameter -I../../shims/core
// #include "ends.h"
// void endsCalledBack(int way);
import "C"

import (
	"bytes"
	"os"
	"unsafe"

	"cgofault/fuzz/replay"
	"cgofault/targets/registry"
)

func main() {
	replay.Main()
}

var _ = registry.Add(registry.Class{
	Name:  "ends",
	About: "every way in which a program can end",
	Ops: []registry.Op{
		{Name: "known", About: "in a function that the core knows", Buggy: known},
		{Name: "undeclared", About: "in one that it does not know", Buggy: undeclared},
		{Name: "goroutine", About: "in that, by a goroutine of the program's own", Buggy: goroutine},
		{Name: "called_back", About: "in a callback", Buggy: calledBack},
		{Name: "post", About: "on the library's own thread", Buggy: post},
		{Name: "exit", About: "by os.Exit", Buggy: exit},
		{Name: "exit_called_back", About: "by os.Exit, in a callback", Buggy: exitCalledBack},
		{Name: "free", About: "frees what is not to be freed", Buggy: freeMiddle},
		{Name: "free_goroutine", About: "the same, by a goroutine of the program's own", Buggy: freeMiddleLater},
		{Name: "memset", About: "writes too much by a function of the C library", Buggy: memset},
		{Name: "copy", About: "copies what has been freed", Buggy: copyFreed},
		{Name: "write", About: "hands what has been freed to Go's library", Buggy: writeFreed},
		{Name: "bytes", About: "C.GoBytes of what has been freed", Buggy: bytesFreed},
		{Name: "string", About: "C.GoString of a string without an end", Buggy: stringWithoutEnd},
		{Name: "stringn", About: "C.GoStringN of more than there is", Buggy: stringTooLong},
		{Name: "right", About: "C.GoBytes, C.GoString, C.GoStringN of what is there", Control: readRight},
	},
})

func known(call *registry.Call) error {
	C.ends_known(C.int(call.Argument))
	return nil
}

func undeclared(call *registry.Call) error {
	C.ends_undeclared(C.int(call.Argument))
	return nil
}

func goroutine(call *registry.Call) error {
	done := make(chan error)
	go func() { done <- undeclared(call) }()
	return <-done
}

//export endsCalledBack
func endsCalledBack(way C.int) {
	if way < 0 {
		os.Exit(9)
	}
	C.ends_undeclared(way)
}

func calledBack(call *registry.Call) error {
	C.ends_call_back(C.ends_callback(C.endsCalledBack), C.int(call.Argument))
	return nil
}

func post(call *registry.Call) error {
	C.ends_post(C.int(call.Argument))
	return nil
}

func exit(*registry.Call) error {
	os.Exit(8)
	return nil
}

func exitCalledBack(*registry.Call) error {
	C.ends_call_back(C.ends_callback(C.endsCalledBack), -1)
	return nil
}

func freeMiddle(*registry.Call) error {
	block := C.malloc(64)
	C.free(unsafe.Add(block, 16))
	return nil
}

func freeMiddleLater(call *registry.Call) error {
	done := make(chan error)
	go func() { done <- freeMiddle(call) }()
	return <-done
}

func memset(*registry.Call) error {
	C.memset(C.malloc(16), 0, 17)
	return nil
}

var kept [64]byte

func freed() []byte {
	block := C.malloc(16)
	C.free(block)
	return unsafe.Slice((*byte)(block), 16)
}

func copyFreed(*registry.Call) error {
	from := freed()
	copy(kept[:], from)
	return nil
}

func writeFreed(*registry.Call) error {
	from := freed()
	var to bytes.Buffer
	to.Write(from)
	return nil
}

func bytesFreed(*registry.Call) error {
	block := C.malloc(16)
	C.free(block)
	copy(kept[:], C.GoBytes(block, 4))
	return nil
}

func textOf(size int) *C.char {
	block := C.malloc(C.size_t(size))
	C.memset(block, 'x', C.size_t(size))
	return (*C.char)(block)
}

func stringWithoutEnd(*registry.Call) error {
	copy(kept[:], C.GoString(textOf(8)))
	return nil
}

func stringTooLong(*registry.Call) error {
	copy(kept[:], C.GoStringN(textOf(7), 8))
	return nil
}

func readRight(*registry.Call) error {
	text := textOf(23)
	unsafe.Slice((*byte)(unsafe.Pointer(text)), 23)[22] = 0
	got := C.GoString(text) + C.GoStringN(text, 23) + string(C.GoBytes(unsafe.Pointer(text), 23))
	C.free(unsafe.Pointer(text))
	if got != string(bytes.Repeat([]byte{'x'}, 22))+string(bytes.Repeat([]byte{'x'}, 22))+"\x00"+
		string(bytes.Repeat([]byte{'x'}, 22))+"\x00" {
		panic("C.GoString reads something else")
	}
	if C.GoString(nil) != "" || C.GoStringN(nil, 0) != "" || len(C.GoBytes(nil, 0)) != 0 {
		panic("C.GoString reads something where there is nothing")
	}
	return nil
}
