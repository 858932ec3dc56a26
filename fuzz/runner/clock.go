package runner

// #include "controller.h"
import "C"

import (
	"os"
	"time"
	_ "unsafe" // for go:linkname
)

// What the runtime calls to read the time: the kernel's function, or 0. See shims/core/clock.c for why it is replaced.
//
//go:linkname vdsoClockgettimeSym runtime.vdsoClockgettimeSym
var vdsoClockgettimeSym uintptr

// True once the runtime has printed all goroutines, and ends the process: then none of them runs any more.
//
//go:linkname runtimeDidOthers runtime.didothers
var runtimeDidOthers bool

func takeClock() {
	vdsoClockgettimeSym = uintptr(C.cgf_clock_take(C.uintptr_t(vdsoClockgettimeSym)))
	C.cgf_clock_hold()
	begin := time.Now()
	for range 1000 {
		C.cgf_clock_hold() // takes some time
	}
	if time.Since(begin) != 0 {
		os.Stderr.WriteString("cgofault: this Go reads the time elsewhere: what waits for a sync.Mutex will differ between" +
			" replays\n")
	}
	C.cgf_clock_release()
}
