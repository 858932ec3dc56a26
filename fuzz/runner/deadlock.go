package runner

// #include "controller.h"
// #include <stdlib.h>
import "C"

import (
	"bytes"
	"os"
	"unsafe"
)

// side is one caller of a deadlock.
type side struct {
	goroutine int64
	function  string // where it is blocked
	inC       bool
	panics    string // the function that panicked, where it was unwinding
}

// deadlocked reports callers that wait for each other, with nobody left to resume, and nothing to come.
func (c *controller) deadlocked() {
	C.cgf_stillness(&c.stillness)
	all := c.stacks()
	verdict, first := "deadlock/blocked", side{function: "unknown"}
	for number := range C.uint(C.CGF_CALLERS_MAX) {
		s, blocked := c.sideOf(number, all)
		if !blocked {
			continue
		}
		C.cgf_found_also(C.int64_t(s.goroutine))
		os.Stderr.WriteString("cgofault: blocked " + label(number) + " at " + s.function + "\n")
		switch {
		// What it does while it unwinds is not the finding.
		case s.panics != "":
			verdict, first = "go-panic/blocked-while-unwinding", side{goroutine: s.goroutine, function: s.panics}
		case first.goroutine == 0 || (first.inC && !s.inC && first.panics == ""):
			if verdict == "deadlock/blocked" {
				first = s
			}
		}
	}
	found(verdict, first.function, first.goroutine)
}

// sideOf looks at one caller. The place is the C function that waits, or the Go function.
func (c *controller) sideOf(number C.uint, all []byte) (s side, blocked bool) {
	name := C.cgf_blocked_in(number)
	s.goroutine = int64(C.cgf_goroutine_of(number))
	if name != nil {
		s.function, s.inC = C.GoString(name), true
	} else if running := c.runningCaller(s.goroutine); running < 0 || !bool(c.stillness.running[running].of_plan) {
		return s, false
	}
	block := stackOf(all, s.goroutine)
	if frame, found := programFrame(block); found && !s.inC {
		s.function = frame.function
	} else if !s.inC {
		s.function = "unknown"
	}
	if at := bytes.Index(block, []byte("\npanic(")); at >= 0 {
		s.panics = s.function
		// The frames below start with panic's own two lines.
		if frame, found := programFrame(block[at:]); found {
			s.panics = frame.function
		}
	}
	return s, true
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
