package targets

// #include "borrowed_result.h"
import "C"

import (
	"sync"
	"unsafe"

	"cgofault/targets/registry"
)

// A C library lends its answer for a while, and the program keeps the pointer for longer. cmd/cgo, "References to C": what C
// returns is C memory, which Go neither copies nor keeps alive; C.GoString, C.GoBytes and a loop make a copy.
var _ = registry.Add(registry.Class{
	Name:  "borrowed_result",
	About: "a C pointer is kept in Go and read when what it points to is no longer what it was",
	Ops: []registry.Op{
		{Name: "next_call", About: "two answers of a static buffer are asked for, and then read",
			Buggy: borrowedNextCall, Fixed: borrowedNextCallCopied},
		{Name: "locked_call", About: "the mutex is given up before the answer is copied",
			Buggy: borrowedLockedCall, Fixed: borrowedLockedCallCopied},
		{Name: "on_thread", About: "the same with a buffer of the thread's own",
			Buggy: borrowedOnThread, Fixed: borrowedOnThreadCopied},
		{Name: "cached", About: "the pointer goes into a cache, where a later call finds it",
			Buggy: borrowedCached, Fixed: borrowedCachedCopied},
		{Name: "rows", About: "the texts of all rows are collected, and then converted",
			Buggy: borrowedRows, Fixed: borrowedRowsCopied},
		{Name: "closed", About: "a view of C's array is read after the close",
			Buggy: borrowedClosed, Fixed: borrowedClosedCopied},
		{Name: "constant", About: "what C says is for ever is kept", Control: borrowedConstant},
	},
	Reset: borrowedReset,
})

// borrowedAsk reports which number an op has asked about.
func borrowedAsk(call *registry.Call, number C.uint) C.uint {
	call.Asked = registry.BytesOf(&number)
	return number
}

// ---- a static buffer ----

var borrowedMutex sync.Mutex

func borrowedNextCall(call *registry.Call) error {
	borrowedMutex.Lock()
	defer borrowedMutex.Unlock()
	name := C.borrowed_result_name(borrowedAsk(call, C.uint(call.Argument)))
	other := C.borrowed_result_name(C.uint(call.Argument) + 1)
	_ = C.GoString(other)
	call.Got = C.GoString(name)
	return nil
}

func borrowedNextCallCopied(call *registry.Call) error {
	borrowedMutex.Lock()
	defer borrowedMutex.Unlock()
	name := C.GoString(C.borrowed_result_name(borrowedAsk(call, C.uint(call.Argument))))
	_ = C.GoString(C.borrowed_result_name(C.uint(call.Argument) + 1))
	call.Got = name
	return nil
}

func borrowedLockedCall(call *registry.Call) error {
	borrowedMutex.Lock()
	name := C.borrowed_result_name(borrowedAsk(call, C.uint(call.Argument)))
	borrowedMutex.Unlock()
	C.borrowed_result_message(0)
	call.Got = C.GoString(name)
	return nil
}

func borrowedLockedCallCopied(call *registry.Call) error {
	borrowedMutex.Lock()
	name := C.GoString(C.borrowed_result_name(borrowedAsk(call, C.uint(call.Argument))))
	borrowedMutex.Unlock()
	C.borrowed_result_message(0)
	call.Got = name
	return nil
}

// ---- a buffer of the thread's own ----

func borrowedOnThread(call *registry.Call) error {
	title := C.borrowed_result_title(borrowedAsk(call, C.uint(call.Argument)))
	_ = C.GoString(C.borrowed_result_title(C.uint(call.Argument) + 1))
	call.Got = C.GoString(title)
	return nil
}

func borrowedOnThreadCopied(call *registry.Call) error {
	title := C.GoString(C.borrowed_result_title(borrowedAsk(call, C.uint(call.Argument))))
	_ = C.GoString(C.borrowed_result_title(C.uint(call.Argument) + 1))
	call.Got = title
	return nil
}

// ---- a cache ----

var (
	borrowedPointers = map[byte]*C.char{}
	borrowedStrings  = map[byte]string{}
)

func borrowedCached(call *registry.Call) error {
	borrowedMutex.Lock()
	defer borrowedMutex.Unlock()
	name, found := borrowedPointers[call.Argument]
	if !found {
		name = C.borrowed_result_name(borrowedAsk(call, C.uint(call.Argument)))
		borrowedPointers[call.Argument] = name
	}
	call.Got = C.GoString(name)
	return nil
}

func borrowedCachedCopied(call *registry.Call) error {
	borrowedMutex.Lock()
	defer borrowedMutex.Unlock()
	name, found := borrowedStrings[call.Argument]
	if !found {
		name = C.GoString(C.borrowed_result_name(borrowedAsk(call, C.uint(call.Argument))))
		borrowedStrings[call.Argument] = name
	}
	call.Got = name
	return nil
}

func borrowedReset() {
	clear(borrowedPointers)
	clear(borrowedStrings)
}

// ---- a cursor ----

const borrowedRowCount = 3

func borrowedRows(call *registry.Call) error {
	cursor, err := C.borrowed_result_open(borrowedRowCount)
	if cursor == nil {
		return err
	}
	defer C.borrowed_result_close(cursor)
	var texts []*C.char
	for C.borrowed_result_step(cursor) != 0 {
		texts = append(texts, C.borrowed_result_text(cursor))
	}
	borrowedAsk(call, 1)
	call.Got = C.GoString(texts[0])
	return nil
}

func borrowedRowsCopied(call *registry.Call) error {
	cursor, err := C.borrowed_result_open(borrowedRowCount)
	if cursor == nil {
		return err
	}
	defer C.borrowed_result_close(cursor)
	var texts []string
	for C.borrowed_result_step(cursor) != 0 {
		texts = append(texts, C.GoString(C.borrowed_result_text(cursor)))
	}
	borrowedAsk(call, 1)
	call.Got = texts[0]
	return nil
}

// borrowedNumbers returns the numbers of all rows of a cursor: a view of C's own array, or a copy of it.
func borrowedNumbers(rows C.uint, asCopy bool) ([]C.uint, error) {
	cursor, err := C.borrowed_result_open(rows)
	if cursor == nil {
		return nil, err
	}
	defer C.borrowed_result_close(cursor)
	var count C.size_t
	view := unsafe.Slice(C.borrowed_result_numbers(cursor, &count), count)
	if asCopy {
		return append([]C.uint(nil), view...), nil
	}
	return view, nil
}

func borrowedRead(call *registry.Call, asCopy bool) error {
	rows := C.uint(1 + call.Argument%8)
	numbers, err := borrowedNumbers(rows, asCopy)
	if err != nil {
		return err
	}
	borrowedAsk(call, rows)
	got := make([]C.uint, len(numbers))
	for i, number := range numbers {
		got[i] = number
	}
	call.Got = string(unsafe.Slice((*byte)(unsafe.Pointer(&got[0])), 4*len(got)))
	return nil
}

func borrowedClosed(call *registry.Call) error {
	return borrowedRead(call, false)
}

func borrowedClosedCopied(call *registry.Call) error {
	return borrowedRead(call, true)
}

// ---- for ever ----

func borrowedConstant(call *registry.Call) error {
	number := C.uint(call.Argument) % 4
	message := C.borrowed_result_message(borrowedAsk(call, number))
	C.borrowed_result_message(number + 1)
	call.Got = C.GoString(message)
	return nil
}
