package runner

// #include "controller.h"
import "C"

import (
	"runtime"
	"strings"
	"unsafe"
)

// A leak checker reads all memory of the Go runtime, and takes each pointer into a block for one in use. Pointers that
// are in no use stand in the stacks of goroutines: above what they use now, and in those of goroutines that have ended,
// which the runtime keeps for the next ones. (The stack that a goroutine had before it needed a larger one is known to
// AddressSanitizer as dead.) So they are overwritten first. What is written about a goroutine in the runtime is read
// here; a stack is left alone unless all of it agrees.

// goroutine is the beginning of the runtime's record of one.
type goroutine struct {
	low, high      unsafe.Pointer // of its stack; none where a dead goroutine has given it back
	_              [5]uintptr
	lowestUsed, pc uintptr // where it stopped
	itself, _, _   uintptr
	framePointer   uintptr
}

//go:linkname allGoroutines runtime.allgs
var allGoroutines []*goroutine

//go:linkname statusOf runtime.readgstatus
func statusOf(g *goroutine) uint32

// Values of the runtime's own, in Go 1.26.
const (
	isRunnable = 1
	isInC      = 3
	isWaiting  = 4
	isDead     = 6
	isSpare    = 11 // kept for a thread of C's
)

// callerStacks has an address on the stack of each caller, where it stands while it waits for work.
var callerStacks [C.CGF_CALLER_LIBRARY]uintptr

// noteStack is called by a caller: its stack may have moved. With checks of pointers, what it takes the address of would
// be moved to the heap.
//
//go:norace
//go:noinline
//go:nocheckptr
func noteStack(caller C.uint) {
	var here byte
	callerStacks[caller] = uintptr(unsafe.Pointer(&here))
}

// scrubStacks overwrites what goroutines have left on their stacks. Nothing but the calling goroutine moves.
//
//go:norace
//go:nocheckptr
func scrubStacks() {
	for _, g := range allGoroutines {
		if unused := g.unusedStack(); unused != nil {
			clear(unused)
			g.unhideWaiting()
		}
	}
}

// unhideWaiting overwrites addresses of C memory in the frames in which the runtime waits for a goroutine: the runtime
// knows of none, but does not write all of its frames, and what the program called before had its own there.
//
//go:norace
//go:nocheckptr
func (g *goroutine) unhideWaiting() {
	if statusOf(g) != isWaiting {
		return
	}
	end, pc := g.lowestUsed, g.pc
	for frame := g.framePointer; isOfRuntime(pc) && frame >= end && frame < uintptr(g.high)-16; {
		end = frame
		pc = *(*uintptr)(unsafe.Add(g.low, frame+8-uintptr(g.low)))
		frame = *(*uintptr)(unsafe.Add(g.low, frame-uintptr(g.low)))
	}
	C.cgf_leaks_unhide_words(C.uintptr_t(g.lowestUsed), C.uintptr_t(end))
}

func isOfRuntime(pc uintptr) bool {
	function := runtime.FuncForPC(pc)
	return function != nil && strings.HasPrefix(function.Name(), "runtime.")
}

// unusedStack returns what the goroutine does not use of its stack.
//
//go:norace
//go:nocheckptr
func (g *goroutine) unusedStack() []byte {
	low, high := uintptr(g.low), uintptr(g.high)
	if low == 0 || high < low {
		return nil
	}
	switch statusOf(g) {
	case isDead:
		return unsafe.Slice((*byte)(g.low), high-low)
	case isInC:
		if !g.isCallerAtRest() {
			return nil // it may come back at any time
		}
	case isRunnable, isWaiting, isSpare:
	default:
		return nil
	}
	if g.itself != uintptr(unsafe.Pointer(g)) || g.lowestUsed < low || g.lowestUsed > high {
		return nil
	}
	return unsafe.Slice((*byte)(g.low), g.lowestUsed-low)
}

// isCallerAtRest says whether this is a caller that waits for work: in C, behind a call by cgo, which leaves the
// goroutine's stack at this function.
func (g *goroutine) isCallerAtRest() bool {
	function := runtime.FuncForPC(g.pc)
	if function == nil || function.Name() != "runtime.systemstack_switch" {
		return false
	}
	for _, at := range callerStacks {
		if at >= uintptr(g.low) && at < uintptr(g.high) {
			return true
		}
	}
	return false
}
