package targets

// #cgo nocallback read_declared
// #cgo noescape request_declared
// #cgo nocallback request_declared
// #cgo noescape noescape_lie_count
// #cgo nocallback noescape_lie_count
//
// #include "noescape_lie.h"
//
// // A declaration holds for a name in the whole package: these are the same functions, with declarations.
// static inline void read_declared(struct noescape_lie_value *value, noescape_lie_progress progress)
// {
//	noescape_lie_read(value, progress);
// }
//
// static inline int request_declared(struct noescape_lie_value *value)
// {
//	return noescape_lie_request(value);
// }
import "C"

import (
	"runtime"
	"sync"

	"cgofault/targets/registry"
)

// What #cgo noescape declares is believed, and a call into Go out of a function that is declared nocallback panics:
// cmd/cgo, "Optimizing calls of C code". What is passed to a function with both may live in a frame that is used again.
var _ = registry.Add(registry.Class{
	Name:   "noescape_lie",
	About:  "a C function keeps its pointer or calls back, and #cgo noescape or nocallback says that it does not",
	Builds: "efence",
	Ops: []registry.Op{
		{Name: "calls_back", About: "a function that is declared nocallback calls back",
			Buggy: noescapeCallsBack, Fixed: noescapeCallsBackUndeclared},
		{Name: "frame_reused", About: "a function that is declared noescape keeps a pointer into a frame that is used again",
			Buggy: noescapeFrameReused, Fixed: noescapeFrameReusedUndeclared},
		{Name: "stack_moved", About: "a function that is declared noescape keeps a pointer into a stack that moves",
			Buggy: noescapeStackMoved, Fixed: noescapeStackMovedUndeclared},
		{Name: "true_to_it", About: "a declared function neither keeps its pointer nor calls back",
			Control: noescapeTrueToIt},
	},
	Reset: noescapeReset,
})

//export noescapeLieProgress
func noescapeLieProgress(C.int) {}

func noescapeCallsBack(*registry.Call) error {
	var value C.struct_noescape_lie_value
	C.read_declared(&value, C.noescape_lie_progress(C.noescapeLieProgress))
	return nil
}

func noescapeCallsBackUndeclared(*registry.Call) error {
	var value C.struct_noescape_lie_value
	C.noescape_lie_read(&value, C.noescape_lie_progress(C.noescapeLieProgress))
	return nil
}

func noescapeTrueToIt(call *registry.Call) error {
	var value C.struct_noescape_lie_value
	value.bytes[call.Argument%C.NOESCAPE_LIE_VALUE_BYTES] = 1
	C.noescape_lie_count(&value)
	return nil
}

// ---- values that are written later ----

const noescapePendingMax = 8

// noescapePending is what has to stay valid until the request is dropped.
type noescapePending struct {
	request C.int
	pinner  *runtime.Pinner
}

var (
	noescapeRequests []noescapePending
	noescapeLock     sync.Mutex
)

// noescapeKeep makes room by dropping the oldest request, and only then gives up its value.
func noescapeKeep(pending noescapePending) {
	oldest := noescapePending{request: -1}
	noescapeLock.Lock()
	noescapeRequests = append(noescapeRequests, pending)
	if len(noescapeRequests) > noescapePendingMax {
		oldest, noescapeRequests = noescapeRequests[0], noescapeRequests[1:]
	}
	noescapeLock.Unlock()
	C.noescape_lie_drop(oldest.request)
	oldest.giveUp()
}

func (p noescapePending) giveUp() {
	if p.pinner != nil {
		p.pinner.Unpin()
	}
}

// noescapeReset gives up what is pending: the library has forgotten it before.
func noescapeReset() {
	for _, pending := range noescapeRequests {
		pending.giveUp()
	}
	noescapeRequests = nil
}

// noescapeRequest asks for a value: this frame is its home.
//
//go:noinline
func noescapeRequest(argument byte) {
	var value C.struct_noescape_lie_value
	value.bytes[0] = C.uchar(argument | 1)
	noescapeKeep(noescapePending{request: C.request_declared(&value)})
}

// noescapeRequestPinned asks for a value that lives on the heap, and stays until its request is dropped.
//
//go:noinline
func noescapeRequestPinned(argument byte) {
	value, pinner := new(C.struct_noescape_lie_value), new(runtime.Pinner)
	value.bytes[0] = C.uchar(argument | 1)
	pinner.Pin(value)
	noescapeKeep(noescapePending{request: C.noescape_lie_request(value), pinner: pinner})
}

// useStack needs much of its goroutine's stack, and writes to all of that.
//
//go:noinline
func useStack(argument byte) byte {
	var room [8192]byte
	for i := range room {
		room[i] = argument ^ byte(i) | 2
	}
	return room[argument]
}

func noescapeFrameReused(call *registry.Call) error {
	useStack(call.Argument) // the stack is large enough from here on
	noescapeRequest(call.Argument)
	useStack(call.Argument)
	return nil
}

func noescapeFrameReusedUndeclared(call *registry.Call) error {
	useStack(call.Argument)
	noescapeRequestPinned(call.Argument)
	useStack(call.Argument)
	return nil
}

// noescapeStackMoved waits for a value that has gone elsewhere with its stack meanwhile: the library writes to where it was,
// which only the build efence sees.
func noescapeStackMoved(call *registry.Call) error {
	pointerOnOwnStack(func() {
		var value C.struct_noescape_lie_value
		request := C.request_declared(&value)
		useStack(call.Argument)
		C.noescape_lie_wait(request)
	})
	return nil
}

func noescapeStackMovedUndeclared(call *registry.Call) error {
	pointerOnOwnStack(func() {
		var value C.struct_noescape_lie_value
		var pinner runtime.Pinner
		pinner.Pin(&value)
		defer pinner.Unpin()
		request := C.noescape_lie_request(&value)
		useStack(call.Argument)
		C.noescape_lie_wait(request)
	})
	return nil
}
