package targets

// #include "nested_go_pointer.h"
// #include <stdlib.h>
import "C"

import (
	"runtime"
	"sync"
	"unsafe"

	"cgofault/targets/registry"
)

// What a pointer leads to has to be C's or pinned too: cmd/cgo, "Passing pointers": Go memory that is passed to C may hold
// no Go pointer to memory that is not pinned, and no such pointer may be stored in C memory. The dynamic check looks at
// arguments alone: not at what lies in C memory, and not at numbers.
var _ = registry.Add(registry.Class{
	Name:   "nested_go_pointer",
	About:  "a struct that C is given has the address of Go memory in it",
	Builds: "efence,cgocheck2",
	Ops: []registry.Op{
		{Name: "in_go_struct", About: "a Go struct with a Go pointer in it is passed",
			Buggy: nestedInGoStruct, Fixed: nestedAlone},
		{Name: "in_c_struct", About: "a Go pointer is stored in C memory, and nothing else keeps what it points to",
			Buggy: nestedInCStruct, Fixed: nestedInCStructCopied},
		{Name: "queued", About: "C keeps a copy of a struct with a Go pointer in it, and uses it later",
			Buggy: nestedQueued, Fixed: nestedQueuedPinned},
		{Name: "as_number", About: "the Go pointer in the struct is a number, which the check does not see",
			Buggy: nestedAsNumber, Fixed: nestedAsNumberPinned},
		{Name: "pinned", About: "a Go struct with a pinned Go pointer in it is passed",
			Control: nestedPinned},
		{Name: "field_alone", About: "a field is passed without the Go pointers that stand beside it",
			Control: nestedFieldAlone},
	},
	Reset: nestedReset,
})

// Large enough that no other object of the program shares its span.
const nestedBytes = 352

// Go's allocator gives pages of its own to an object that has more than 32 KiB.
const nestedLargeBytes = 40 << 10

// nestedData is what is to be sent: by a number all of it, and else its first bytes. One in sixteen is large. Not inlined,
// or its memory may be a stack's.
//
//go:noinline
func nestedData(argument byte) []byte {
	bytes := nestedBytes
	if argument%16 == 15 {
		bytes = nestedLargeBytes
	}
	data := make([]byte, bytes)
	for i := range data {
		data[i] = argument + byte(i) | 1
	}
	return data
}

// nestedAddress is the address of the data as C's type.
func nestedAddress(data []byte) *C.uchar {
	return (*C.uchar)(unsafe.SliceData(data))
}

func nestedSubmit(request *C.struct_nested_go_pointer_request) error {
	if n, err := C.nested_go_pointer_submit(request); n < 0 {
		return err
	}
	return nil
}

func nestedInGoStruct(call *registry.Call) error {
	data := nestedData(call.Argument)
	request := C.struct_nested_go_pointer_request{data: nestedAddress(data), bytes: nestedBytes}
	if n, err := C.nested_go_pointer_submit(&request); n < 0 {
		return err
	}
	return nil
}

func nestedAlone(call *registry.Call) error {
	data := nestedData(call.Argument)
	if n, err := C.nested_go_pointer_send(unsafe.Pointer(&data[0]), nestedBytes); n < 0 {
		return err
	}
	return nil
}

func nestedPinned(call *registry.Call) error {
	var pinner runtime.Pinner
	defer pinner.Unpin()
	data := nestedData(call.Argument)
	pinner.Pin(&data[0])
	return nestedSubmit(&C.struct_nested_go_pointer_request{data: nestedAddress(data), bytes: nestedBytes})
}

// nestedMessage has a Go pointer beside what is sent.
type nestedMessage struct {
	previous *nestedMessage
	content  [nestedBytes]byte
}

func nestedFieldAlone(*registry.Call) error {
	message := &nestedMessage{previous: &nestedMessage{}}
	n, err := C.nested_go_pointer_send(unsafe.Pointer(&message.content), nestedBytes)
	if n < 0 {
		return err
	}
	return nil
}

// nestedRequest is a request in C memory, to be freed by the caller.
func nestedRequest(data *C.uchar) *C.struct_nested_go_pointer_request {
	request := (*C.struct_nested_go_pointer_request)(C.calloc(1, C.sizeof_struct_nested_go_pointer_request))
	request.data = data
	request.bytes = nestedBytes
	return request
}

func nestedInCStruct(call *registry.Call) error {
	data := nestedData(call.Argument)
	request := nestedRequest(nestedAddress(data))
	defer C.free(unsafe.Pointer(request))
	return nestedSubmit(request)
}

func nestedInCStructCopied(call *registry.Call) error {
	data := C.CBytes(nestedData(call.Argument))
	defer C.free(data)
	request := nestedRequest((*C.uchar)(data))
	defer C.free(unsafe.Pointer(request))
	return nestedSubmit(request)
}

func nestedEnter(entry *C.struct_nested_go_pointer_entry) error {
	if n, err := C.nested_go_pointer_enter(entry); n < 0 {
		return err
	}
	return nil
}

// nestedEntry names the data by a number: to the garbage collector it is none of their users.
func nestedEntry(data []byte) *C.struct_nested_go_pointer_entry {
	address := uintptr(unsafe.Pointer(unsafe.SliceData(data)))
	return &C.struct_nested_go_pointer_entry{address: C.uint64_t(address), bytes: C.uint64_t(len(data))}
}

func nestedAsNumber(call *registry.Call) error {
	data := nestedData(call.Argument)
	return nestedEnter(nestedEntry(data))
}

func nestedAsNumberPinned(call *registry.Call) error {
	var pinner runtime.Pinner
	defer pinner.Unpin()
	data := nestedData(call.Argument)
	pinner.Pin(&data[0])
	return nestedEnter(nestedEntry(data))
}

// ---- the queue ----

const nestedQueueMax = 8

// nestedQueuedRequest is what has to stay as it is until the request is cancelled.
type nestedQueuedRequest struct {
	place  C.int
	pinner *runtime.Pinner
}

var (
	nestedQueue     []nestedQueuedRequest
	nestedQueueLock sync.Mutex
)

// nestedEnqueue queues the data's request.
func nestedEnqueue(data []byte) C.int {
	request := nestedRequest(nestedAddress(data))
	defer C.free(unsafe.Pointer(request))
	return C.nested_go_pointer_queue(request)
}

// nestedKeepQueued makes room by cancelling the oldest request, and only then gives up its data.
func nestedKeepQueued(request nestedQueuedRequest) {
	oldest := nestedQueuedRequest{place: -1}
	nestedQueueLock.Lock()
	nestedQueue = append(nestedQueue, request)
	if len(nestedQueue) > nestedQueueMax {
		oldest, nestedQueue = nestedQueue[0], nestedQueue[1:]
	}
	nestedQueueLock.Unlock()
	C.nested_go_pointer_cancel(oldest.place)
	oldest.giveUp()
}

func (r nestedQueuedRequest) giveUp() {
	if r.pinner != nil {
		r.pinner.Unpin()
	}
}

// nestedReset gives up what is queued: the library has forgotten it before.
func nestedReset() {
	for _, request := range nestedQueue {
		request.giveUp()
	}
	nestedQueue = nil
}

func nestedQueued(call *registry.Call) error {
	data := nestedData(call.Argument)
	nestedKeepQueued(nestedQueuedRequest{place: nestedEnqueue(data)})
	return nil
}

func nestedQueuedPinned(call *registry.Call) error {
	data, pinner := nestedData(call.Argument), new(runtime.Pinner)
	pinner.Pin(&data[0])
	nestedKeepQueued(nestedQueuedRequest{place: nestedEnqueue(data), pinner: pinner})
	return nil
}
