package runner

// #include "controller.h"
// #include <stdlib.h>
// #include <string.h>
import "C"

import (
	"bytes"
	"os"
	"runtime"
	"strconv"
	"unsafe"
)

// cgfIdentify says which goroutine makes a call on a thread that the core does not know.
//
//export cgfIdentify
func cgfIdentify(out *C.struct_cgf_goroutine) {
	ownStackMutex.Lock()
	stack := ownStack[:runtime.Stack(ownStack[:], false)]
	number, _ := header(stack)
	switch {
	case bytes.Contains(stack, []byte("runtime.runFinalizers")):
		out.kind = C.CGF_FINALIZER
	case bytes.Contains(stack, []byte("runtime.runCleanups")):
		out.kind = C.CGF_CLEANUP
		out.finalizers_left = C.bool(finalizersLeftNow())
	default:
		out.kind = C.CGF_GOROUTINE
		out.creator = C.int64_t(creatorOf(stack))
		seedThread()
		// Not where C called in on a thread of its own, which no goroutine has created.
		if !bool(C.cgf_is_caller_of_plan(C.int64_t(number))) && bytes.Contains(stack, []byte("\ncreated by ")) {
			keepThread(number)
		}
	}
	ownStackMutex.Unlock()
	if bool(C.cgf_hop_pending_for(C.int64_t(number))) {
		runtime.LockOSThread()
	}
	out.number = C.int64_t(number)
}

// creatorOf returns the goroutine that has started the one with this stack: "created by main.main in goroutine 1". 0: none
// has. Allocates nothing.
func creatorOf(stack []byte) (number int64) {
	const begin, middle = "\ncreated by ", " in "
	at := bytes.LastIndex(stack, []byte(begin))
	if at < 0 {
		return 0
	}
	line := stack[at+len(begin):]
	if end := bytes.IndexByte(line, '\n'); end >= 0 {
		line = line[:end]
	}
	if at = bytes.LastIndex(line, []byte(middle)); at < 0 {
		return 0
	}
	number, _ = header(line[at+len(middle):])
	return number
}

// keepers are the goroutines of the program that were locked to their threads, by the last digits of their numbers.
var keepers [1 << 12]int64

func keeper(goroutine int64) *int64 {
	return &keepers[goroutine%int64(len(keepers))]
}

// keepThread locks a goroutine of the program to the thread of its first call, and to the one that it has hopped to: on
// which thread the next call comes would be the kernel's choice. The caller is that goroutine, and holds ownStackMutex.
func keepThread(goroutine int64) {
	if of := keeper(goroutine); *of != goroutine {
		*of = goroutine
		runtime.LockOSThread()
	}
}

// cgfUnlockThread releases the calling goroutine from its thread, for a hop at the end of a C function. It refuses where
// Go has called another one: that is C code of the program's own, a static inline of a header perhaps, which has called
// the function and goes on on this thread. So it does for a goroutine that nobody has locked: C called in on a thread of
// its own.
//
//export cgfUnlockThread
func cgfUnlockThread(function *C.char) C.bool {
	ownStackMutex.Lock()
	defer ownStackMutex.Unlock()
	stack := ownStack[:runtime.Stack(ownStack[:], false)]
	number, _ := header(stack)
	if !calledFromGo(stack, unsafe.Slice((*byte)(unsafe.Pointer(function)), C.strlen(function))) {
		return false
	}
	if !bool(C.cgf_is_caller_of_plan(C.int64_t(number))) {
		of := keeper(number)
		if *of != number {
			return false
		}
		*of = 0
	}
	runtime.UnlockOSThread()
	return true
}

// calledFromGo says whether the innermost C function on a stack is this one. Go calls it by a wrapper of cgo's, which is
// named after it: package._Cfunc_NAME, or _C2func_NAME where errno is wanted too.
// Allocates nothing.
func calledFromGo(stack, function []byte) bool {
	for end := 0; len(stack) > 0; stack = stack[min(end+1, len(stack)):] {
		if end = bytes.IndexByte(stack, '\n'); end < 0 {
			end = len(stack)
		}
		name := behindWrapper(stack[:end])
		if name != nil {
			return bytes.HasPrefix(name, function) && len(name) > len(function) && name[len(function)] == '('
		}
	}
	return false
}

// behindWrapper returns what follows the prefix of cgo's wrappers in a frame's first line.
func behindWrapper(line []byte) []byte {
	for _, wrapper := range [...]string{"._Cfunc_", "._C2func_"} {
		if at := bytes.Index(line, []byte(wrapper)); at >= 0 && line[0] != '\t' {
			return line[at+len(wrapper):]
		}
	}
	return nil
}

// cgfPanicking is asked before a call is blamed for what it does: a panic that is under way is the finding, and not what
// deferred functions do meanwhile.
//
//export cgfPanicking
func cgfPanicking() C.bool {
	ownStackMutex.Lock()
	defer ownStackMutex.Unlock()
	return C.bool(bytes.Contains(ownStack[:runtime.Stack(ownStack[:], false)], []byte("\npanic(")))
}

var reportDump [1 << 20]byte

// cgfHasEnded looks for a goroutine.
//
//export cgfHasEnded
func cgfHasEnded(goroutine C.int64_t) C.bool {
	return C.bool(stackOf(allStacks(reportDump[:]), int64(goroutine)) == nil)
}

// cgfPrintStack prints where a goroutine called C. It runs on a thread of the core's own while another one dies.
//
//export cgfPrintStack
func cgfPrintStack(goroutine C.int64_t) {
	all := allStacks(reportDump[:])
	block := stackOf(all, int64(goroutine))
	if goroutine == C.CGF_GOROUTINE_IN_C {
		block = stackInC(all)
	}
	if at, found := programFrame(block); found {
		os.Stderr.WriteString("cgofault: go " + at.function + " " + at.file + ":" + strconv.Itoa(at.line) + "\n")
	}
	os.Stderr.Write(append(block, '\n'))
}

// stateOf looks at one goroutine: "chan receive, locked to thread".
func stateOf(goroutine int64) []byte {
	_, state := header(stackOf(allStacks(reportDump[:]), goroutine))
	return state
}

// isBlocked says whether a goroutine waits for another one. One that leaves C is running before it has the P.
func isBlocked(goroutine int64) bool {
	state := stateOf(goroutine)
	for _, going := range []string{"syscall", "running", "runnable"} {
		if bytes.HasPrefix(state, []byte(going)) {
			return false
		}
	}
	return true
}
