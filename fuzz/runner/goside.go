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
	"sync/atomic"
	"syscall"
	"unsafe"
)

// cgfIdentify says which goroutine makes a call on a thread that the core does not know. finalizersLeft is said to
// cleanups alone.
//
//export cgfIdentify
func cgfIdentify(kind *C.int, finalizersLeft *C.bool) C.int64_t {
	ownStackMutex.Lock()
	stack := ownStack[:runtime.Stack(ownStack[:], false)]
	number, _ := header(stack)
	switch {
	case bytes.Contains(stack, []byte("runtime.runFinalizers")):
		*kind = C.CGF_FINALIZER
	case bytes.Contains(stack, []byte("runtime.runCleanups")):
		*kind = C.CGF_CLEANUP
		*finalizersLeft = C.bool(finalizersLeftNow())
	default:
		*kind = C.CGF_GOROUTINE
		seedThread()
		// On which thread a goroutine of the program makes its calls would be the kernel's choice: it keeps the first
		// one for itself. Not where C called in on a thread of its own, which no goroutine has created.
		if !bool(C.cgf_is_caller_of_plan(C.int64_t(number))) && bytes.Contains(stack, []byte("\ncreated by ")) {
			runtime.LockOSThread()
		}
	}
	ownStackMutex.Unlock()
	if bool(C.cgf_hop_pending_for(C.int64_t(number))) {
		runtime.LockOSThread()
	}
	return C.int64_t(number)
}

// cgfUnlockThread releases the calling goroutine from its thread, for a hop at the end of a C function. It refuses where
// Go has called another one: that is C code of the program's own, a static inline of a header perhaps, which has called
// the function and goes on on this thread.
//
//export cgfUnlockThread
func cgfUnlockThread(function *C.char) C.bool {
	ownStackMutex.Lock()
	stack := ownStack[:runtime.Stack(ownStack[:], false)]
	direct := calledFromGo(stack, unsafe.Slice((*byte)(unsafe.Pointer(function)), C.strlen(function)))
	ownStackMutex.Unlock()
	if direct {
		runtime.UnlockOSThread()
	}
	return C.bool(direct)
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

const futexWakePrivate = 1 | 128

// hop lets a caller that waits at the end of a C call go on on another thread. A fresh goroutine keeps the P while the
// caller leaves C, so that it finds none and is queued, and then gives way: the caller goes on on that goroutine's
// thread. The controller waits in C meanwhile.
func (c *controller) hop(caller C.uint) {
	go c.giveThread(caller)
	C.cgf_hop_wait(caller)
}

func (c *controller) giveThread(caller C.uint) {
	hop := C.cgf_hop_of(caller)
	turn, stops := (*uint32)(hop.turn), (*uint32)(hop.stops)
	underWay, gaveWay := (*uint32)(hop.under_way), (*uint32)(hop.gave_way)
	// It was unlocked by the core; the program may hold a lock of its own.
	if bytes.Contains(stateOf(int64(hop.goroutine)), []byte("locked to thread")) {
		C.cgf_hop_refused(caller)
	}
	atomic.StoreUint32(underWay, 1)
	C.cgf_hop_release(caller)
	// No call of C from here on: it would give the P away, perhaps to the very thread that the caller is to leave. The
	// controller's may be still to come, where it was preempted before it: now, and not when the caller is queued.
	for c.read(); c.value(runnable) > 0; c.read() {
		runtime.Gosched()
	}
	inC, stopped := c.value(notInGo), atomic.LoadUint32(stops)
	atomic.StoreUint32(turn, 1)
	syscall.RawSyscall6(syscall.SYS_FUTEX, uintptr(unsafe.Pointer(turn)), futexWakePrivate, 1, 0, 0, 0)
	queued := true
	for c.value(notInGo) >= inC || c.value(runnable) == 0 {
		// This goroutine may be preempted here: the caller has then gone on, and stopped again or blocked in Go.
		if atomic.LoadUint32(stops) != stopped || (c.value(notInGo) < inC && isBlocked(int64(hop.goroutine))) {
			queued = false
			break
		}
		syscall.RawSyscall(syscall.SYS_SCHED_YIELD, 0, 0, 0)
		c.read()
	}
	if queued {
		// It gets the only P from this thread. Where it blocks in Go afterwards it may go on on any thread, its old one too.
		atomic.StoreUint32(gaveWay, 1)
	}
	atomic.StoreUint32(underWay, 0)
	seedThread()
	runtime.Gosched()
	if atomic.LoadUint32(stops) == stopped {
		atomic.StoreUint32(gaveWay, 1)
	}
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
