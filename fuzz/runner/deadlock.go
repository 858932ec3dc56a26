package runner

// #include "controller.h"
// #include <stdlib.h>
import "C"

import (
	"bytes"
	"fmt"
	"os"
	"runtime/debug"
	"strconv"
	"unsafe"
)

// side is one caller of a deadlock.
type side struct {
	goroutine int64
	function  string // where it is blocked
}

// deadlocked reports callers that wait for each other, with nobody left to resume, and nothing to come.
func (c *controller) deadlocked() {
	C.cgf_stillness(&c.stillness)
	all := c.stacks()
	first := side{function: "unknown"}
	for number := range C.uint(C.CGF_CALLERS_MAX) {
		s, blocked := c.sideOf(number, all)
		if !blocked {
			continue
		}
		// What it does while it unwinds is not the finding.
		block := stackOf(all, s.goroutine)
		if value, panics := panicOf(block); panics {
			_, frames, _ := bytes.Cut(block, []byte("\npanic("))
			os.Stderr.WriteString("panic: " + value + "\n\ngoroutine " + strconv.FormatInt(s.goroutine, 10) +
				" [running]:\npanic(" + string(frames) + "\n\n")
			C.cgf_found_as_printed()
		}
		C.cgf_found_also(C.int64_t(s.goroutine))
		os.Stderr.WriteString("cgofault: blocked " + label(number) + " at " + s.function + "\n")
		if first.goroutine == 0 {
			first = s
		}
	}
	c.noteLibraryThreads(all)
	found("deadlock/blocked", first.function, first.goroutine)
}

// noteLibraryThreads names threads of the library that have called back, and are blocked in Go.
func (c *controller) noteLibraryThreads(all []byte) {
	for block, rest := nextStack(all); len(block) > 0; block, rest = nextStack(rest) {
		number, state := header(block)
		if bytes.HasPrefix(state, []byte("syscall")) || c.runningCaller(number) >= 0 ||
			!bytes.Contains(block, []byte("runtime.cgocallback")) || bytes.Contains(block, []byte("\ncreated by ")) {
			continue
		}
		if frame, found := programFrame(block); found {
			os.Stderr.WriteString("cgofault: blocked a thread of the library at " + frame.function + "\n")
			C.cgf_found_also(C.int64_t(number))
		}
	}
}

// sideOf looks at one caller. The place is the C function that waits, or the Go function.
func (c *controller) sideOf(number C.uint, all []byte) (s side, blocked bool) {
	name := C.cgf_blocked_in(number)
	s.goroutine = int64(C.cgf_goroutine_of(number))
	if name != nil {
		s.function = C.GoString(name)
	} else if running := c.runningCaller(s.goroutine); running < 0 || !bool(c.stillness.running[running].of_plan) {
		return s, false
	}
	block := stackOf(all, s.goroutine)
	if frame, found := programFrame(block); found && name == nil {
		s.function = frame.function
	} else if name == nil {
		s.function = "unknown"
	}
	return s, true
}

// panicOf reads the value of the panic that a blocked goroutine is unwinding for, off its stack: the runtime prints it
// when the unwinding has come to an end, and here it never will.
func panicOf(block []byte) (text string, panics bool) {
	_, after, found := bytes.Cut(block, []byte("\npanic({0x"))
	if !found {
		return "", false
	}
	typeText, after, _ := bytes.Cut(after, []byte(", 0x"))
	dataText, _, _ := bytes.Cut(after, []byte("}"))
	var words [2]uintptr
	for i, digits := range [2][]byte{typeText, dataText} {
		word, err := strconv.ParseUint(string(bytes.TrimRight(digits, "?")), 16, 64)
		if err != nil {
			return "unknown", true
		}
		words[i] = uintptr(word)
	}
	// A question mark says that the words may be stale.
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if recover() != nil {
			text = "unknown"
		}
	}()
	switch value := (*(*any)(unsafe.Pointer(&words))).(type) {
	case error:
		return value.Error(), true
	default:
		return fmt.Sprint(value), true
	}
}

// label is the caller's letter in a plan.
func label(number C.uint) string {
	if number < C.CGF_PLAN_CALLERS {
		return "ABCDL"[number : number+1]
	}
	return "a goroutine of the program"
}

func found(verdict, at string, goroutine int64) {
	cVerdict, cAt, nothing := C.CString(verdict), C.CString(at), C.CString("")
	defer C.free(unsafe.Pointer(cVerdict))
	defer C.free(unsafe.Pointer(cAt))
	defer C.free(unsafe.Pointer(nothing))
	C.cgf_found(cVerdict, cAt, nothing, C.int64_t(goroutine))
}
