package main

// #include "honest_replies.h"
// #include <stdlib.h>
import "C"

import (
	"unsafe"

	"cgofault/targets/registry"
)

// What the class replies has about lengths.

const repliesRoom = 8

func repliesBuffer() unsafe.Pointer {
	return C.calloc(1, repliesRoom)
}

func repliesNegative(call *registry.Call) error {
	buffer := repliesBuffer()
	defer C.free(buffer)
	if n := C.replies_count(C.int(call.Argument)); n >= 0 {
		C.GoBytes(buffer, min(n, repliesRoom))
	}
	return nil
}

func repliesNegativeBuggy(call *registry.Call) error {
	buffer := repliesBuffer()
	defer C.free(buffer)
	n := C.replies_count(C.int(call.Argument))
	C.GoBytes(buffer, min(n, repliesRoom))
	return nil
}

func repliesTooLong(call *registry.Call) error {
	buffer := repliesBuffer()
	defer C.free(buffer)
	if n := C.replies_count(C.int(call.Argument)); n > 0 {
		C.GoBytes(buffer, min(n, repliesRoom))
	}
	return nil
}

func repliesTooLongBuggy(call *registry.Call) error {
	buffer := repliesBuffer()
	defer C.free(buffer)
	if n := C.replies_count(C.int(call.Argument)); n > 0 {
		C.GoBytes(buffer, n)
	}
	return nil
}

func repliesUnended(call *registry.Call) error {
	name := (*C.char)(repliesBuffer())
	defer C.free(unsafe.Pointer(name))
	C.replies_name(C.int(call.Argument), name, repliesRoom-1)
	_ = C.GoString(name)
	return nil
}

func repliesUnendedBuggy(call *registry.Call) error {
	name := (*C.char)(repliesBuffer())
	defer C.free(unsafe.Pointer(name))
	C.replies_name(C.int(call.Argument), name, repliesRoom)
	_ = C.GoString(name)
	return nil
}

func repliesUnterminated(*registry.Call) error {
	text := C.CString("a key!!!")
	defer C.free(unsafe.Pointer(text))
	C.replies_length(text)
	return nil
}

func repliesUnterminatedBuggy(*registry.Call) error {
	text := C.CBytes([]byte("a key!!!"))
	defer C.free(text)
	C.replies_length((*C.char)(text))
	return nil
}

func repliesEmpty(call *registry.Call) error {
	numbers := make([]C.int, call.Argument%4)
	C.replies_sum(unsafe.SliceData(numbers), C.size_t(len(numbers)))
	return nil
}

func repliesEmptyBuggy(call *registry.Call) error {
	numbers := make([]C.int, call.Argument%4)
	C.replies_sum(&numbers[0], C.size_t(len(numbers)))
	return nil
}
