package main

// #include "honest_replies.h"
// #include <stdlib.h>
// void repliesProgress(void *data, int64_t bytes);
// void repliesProgressNarrow(void *data, int bytes);
import "C"

import (
	"sync"
	"unsafe"

	"cgofault/targets/registry"
)

var _ = registry.Add(registry.Class{
	Name:  "replies",
	About: "answers taken for what they are, or for something else",
	Ops: []registry.Op{
		{Name: "view", About: "copies a view before the next one is asked for, or after",
			Buggy: repliesViewBuggy, Fixed: repliesView},
		{Name: "slice", About: "copies a view under the mutex, or reads it in place after", Buggy: repliesSliceBuggy,
			Fixed: repliesSlice},
		{Name: "nul", About: "takes all bytes of a value, or those before a NUL", Buggy: repliesNulBuggy, Fixed: repliesNul},
		{Name: "narrow", About: "an eight-byte number in eight bytes, or in four", Buggy: repliesNarrowBuggy,
			Fixed: repliesNarrow},
		{Name: "truncated", About: "an eight-byte number as it is, or through an int32", Buggy: repliesTruncatedBuggy,
			Fixed: repliesTruncated},
		{Name: "rectangle", About: "four numbers as C's int, or as Go's", Buggy: repliesRectangleBuggy,
			Fixed: repliesRectangle},
		{Name: "progress", About: "a callback of C's type, or of a narrower one by a cast", Buggy: repliesProgressBuggy,
			Fixed: repliesProgressFixed},
		{Name: "negative", About: "a count of -1 is none, or a length", Buggy: repliesNegativeBuggy, Fixed: repliesNegative},
		{Name: "too_long", About: "a count that C tells is held to what there is, or not", Buggy: repliesTooLongBuggy,
			Fixed: repliesTooLong},
		{Name: "unended", About: "a name that may have no NUL is given one, or not", Buggy: repliesUnendedBuggy,
			Fixed: repliesUnended},
		{Name: "unterminated", About: "C.CString, or C.CBytes, where C expects a string", Buggy: repliesUnterminatedBuggy,
			Fixed: repliesUnterminated},
		{Name: "empty", About: "SliceData of an empty list, or &list[0]", Buggy: repliesEmptyBuggy, Fixed: repliesEmpty},
		{Name: "tickets", About: "the answer with one's own ticket, or the next one", Buggy: repliesTicketsBuggy,
			Fixed: repliesTickets},
	},
	Reset: func() { clear(repliesFound) },
})

// repliesKey is the question that is compared.
func repliesKey(call *registry.Call) C.int {
	key := C.int(call.Argument)
	call.Asked = registry.BytesOf(&key)
	return key
}

// ---- views ----

var repliesMutex sync.Mutex

const otherKey = 1000

func repliesView(call *registry.Call) error {
	var n C.size_t
	repliesMutex.Lock()
	defer repliesMutex.Unlock()
	call.Got = C.GoStringN(C.replies_view(repliesKey(call), &n), C.int(n))
	C.replies_view(otherKey, &n)
	return nil
}

func repliesViewBuggy(call *registry.Call) error {
	var n, other C.size_t
	repliesMutex.Lock()
	defer repliesMutex.Unlock()
	view := C.replies_view(repliesKey(call), &n)
	C.replies_view(otherKey, &other)
	call.Got = C.GoStringN(view, C.int(n))
	return nil
}

func repliesLook(call *registry.Call) []byte {
	var n C.size_t
	repliesMutex.Lock()
	defer repliesMutex.Unlock()
	return C.GoBytes(unsafe.Pointer(C.replies_view(repliesKey(call), &n)), C.int(n))
}

func repliesLookInPlace(call *registry.Call) []byte {
	var n C.size_t
	repliesMutex.Lock()
	defer repliesMutex.Unlock()
	return unsafe.Slice((*byte)(unsafe.Pointer(C.replies_view(repliesKey(call), &n))), n)
}

func repliesSlice(call *registry.Call) error {
	view := repliesLook(call)
	call.Got = string(view)
	return nil
}

func repliesSliceBuggy(call *registry.Call) error {
	view := repliesLookInPlace(call)
	C.replies_sum(nil, 0) // another goroutine may look meanwhile
	call.Got = string(view)
	return nil
}

// ---- bytes and widths ----

func repliesNul(call *registry.Call) error {
	var n C.size_t
	value := C.replies_value(repliesKey(call), &n)
	defer C.free(unsafe.Pointer(value))
	call.Got = C.GoStringN(value, C.int(n))
	return nil
}

func repliesNulBuggy(call *registry.Call) error {
	text := (*C.char)(C.calloc(1, 11))
	defer C.free(unsafe.Pointer(text))
	var n C.size_t
	value := C.replies_value(repliesKey(call), &n)
	defer C.free(unsafe.Pointer(value))
	copy(unsafe.Slice((*byte)(unsafe.Pointer(text)), n), unsafe.Slice((*byte)(unsafe.Pointer(value)), n))
	call.Got = C.GoString(text)
	return nil
}

// repliesEntry has the size and what stands behind it.
type repliesEntry[T any] struct {
	size  T
	flags [2]C.int32_t
}

func repliesNarrow(call *registry.Call) error {
	entry := new(repliesEntry[C.int64_t])
	C.replies_size(repliesKey(call), &entry.size)
	number := int64(entry.size)
	call.Got = registry.BytesOf(&number)
	return nil
}

func repliesNarrowBuggy(call *registry.Call) error {
	entry := new(repliesEntry[C.int32_t])
	C.replies_size(repliesKey(call), (*C.int64_t)(unsafe.Pointer(&entry.size)))
	number := int64(entry.size)
	call.Got = registry.BytesOf(&number)
	return nil
}

func repliesTruncated(call *registry.Call) error {
	size := new(C.int64_t)
	C.replies_size(repliesKey(call), size)
	number := int64(*size)
	call.Got = registry.BytesOf(&number)
	return nil
}

func repliesTruncatedBuggy(call *registry.Call) error {
	size := new(C.int64_t)
	C.replies_size(repliesKey(call), size)
	number := int64(int32(*size))
	call.Got = registry.BytesOf(&number)
	return nil
}

func repliesRectangle(call *registry.Call) error {
	var numbers [4]int
	var rectangle [4]C.int
	C.replies_rectangle(repliesKey(call), &rectangle[0])
	for i, number := range rectangle {
		numbers[i] = int(number)
	}
	call.Got = registry.BytesOf(&numbers)
	return nil
}

func repliesRectangleBuggy(call *registry.Call) error {
	var numbers [4]int
	C.replies_rectangle(repliesKey(call), (*C.int)(unsafe.Pointer(&numbers)))
	call.Got = registry.BytesOf(&numbers)
	return nil
}

//export repliesProgress
func repliesProgress(data unsafe.Pointer, bytes C.int64_t) {
	*(*int64)(data) = int64(bytes)
}

//export repliesProgressNarrow
func repliesProgressNarrow(data unsafe.Pointer, bytes C.int) {
	*(*int64)(data) = int64(bytes)
}

func repliesCopy(call *registry.Call, progress C.replies_progress) error {
	bytes := (*int64)(C.calloc(1, 8))
	defer C.free(unsafe.Pointer(bytes))
	C.replies_copy(repliesKey(call), progress, unsafe.Pointer(bytes))
	call.Got = registry.BytesOf(bytes)
	return nil
}

func repliesProgressFixed(call *registry.Call) error {
	return repliesCopy(call, C.replies_progress(C.repliesProgress))
}

func repliesProgressBuggy(call *registry.Call) error {
	return repliesCopy(call, C.replies_progress(unsafe.Pointer(C.repliesProgressNarrow)))
}

// ---- tickets ----

// repliesFound holds the answers that somebody took who had not asked for them.
var (
	repliesFoundMutex sync.Mutex
	repliesFound      = map[C.int]C.int{}
)

func repliesTake(ticket C.int) C.int {
	repliesFoundMutex.Lock()
	defer repliesFoundMutex.Unlock()
	for {
		if answer, found := repliesFound[ticket]; found {
			delete(repliesFound, ticket)
			return answer
		}
		var other C.int
		answer := C.replies_next(&other)
		repliesFound[other] = answer
	}
}

func repliesTickets(call *registry.Call) error {
	ticket := C.replies_ask(repliesKey(call))
	answer := repliesTake(ticket)
	call.Got = registry.BytesOf(&answer)
	return nil
}

func repliesTicketsBuggy(call *registry.Call) error {
	C.replies_ask(repliesKey(call))
	var other C.int
	answer := C.replies_next(&other)
	call.Got = registry.BytesOf(&answer)
	return nil
}
