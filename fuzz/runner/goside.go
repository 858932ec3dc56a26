package runner

// #include "controller.h"
// #include <stdlib.h>
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
	}
	if bool(C.cgf_hop_pending_for(C.int64_t(number))) {
		runtime.LockOSThread()
	}
	return C.int64_t(number)
}

//export cgfUnlockThread
func cgfUnlockThread() {
	runtime.UnlockOSThread()
}

var reportDump [1 << 20]byte

// cgfPrintStack prints where a goroutine called C. It runs on a thread of the core's own while another one dies.
//
//export cgfPrintStack
func cgfPrintStack(goroutine C.int64_t) {
	block := stackOf(allStacks(reportDump[:]), int64(goroutine))
	if at, found := programFrame(block); found {
		os.Stderr.WriteString("cgofault: go " + at.function + " " + at.file + ":" + strconv.Itoa(at.line) + "\n")
	}
	os.Stderr.Write(append(block, '\n'))
}

// deadlocked reports callers that wait for each other, with nobody left to resume.
func (c *controller) deadlocked() {
	C.cgf_stillness(&c.stillness)
	at, goroutine := "unknown", int64(0)
	all := c.stacks()
	for _, running := range c.stillness.running_goroutines {
		if running == 0 {
			break
		}
		if frame, found := programFrame(stackOf(all, int64(running))); found {
			at, goroutine = frame.function, int64(running)
			break
		}
	}
	if goroutine == 0 {
		at = C.GoString(C.cgf_blocked_function())
	}
	name := C.CString(at)
	defer C.free(unsafe.Pointer(name))
	verdict := C.CString("deadlock/blocked")
	defer C.free(unsafe.Pointer(verdict))
	nothing := C.CString("")
	defer C.free(unsafe.Pointer(nothing))
	C.cgf_found(verdict, name, nothing, C.int64_t(goroutine))
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
	word, events := (*uint32)(C.cgf_hop_futex(caller)), (*uint32)(C.cgf_hop_events())
	// It was unlocked by the core; the program may hold a lock of its own.
	_, state := header(stackOf(allStacks(reportDump[:]), int64(C.cgf_hop_goroutine(caller))))
	if bytes.Contains(state, []byte("locked to thread")) {
		C.cgf_hop_refused(caller)
	}
	C.cgf_hop_release(caller)
	// No call of C from here on: it would give the P away, perhaps to the very thread that the caller is to leave.
	c.read()
	before, stops := c.value(notInGo), atomic.LoadUint32(events)
	atomic.StoreUint32(word, 1)
	syscall.RawSyscall6(syscall.SYS_FUTEX, uintptr(unsafe.Pointer(word)), futexWakePrivate, 1, 0, 0, 0)
	// This goroutine may be preempted here, and find on its return that the caller has gone on and stopped again.
	for (c.value(runnable) == 0 || c.value(notInGo) >= before) && atomic.LoadUint32(events) == stops {
		syscall.RawSyscall(syscall.SYS_SCHED_YIELD, 0, 0, 0)
		c.read()
	}
	seedThread()
	runtime.Gosched()
}
