package runner

// #include "controller.h"
import "C"

import (
	"bytes"
	"os"
	"runtime"
	"strconv"
	"sync"
	_ "unsafe" // for go:linkname
)

// exitHook is what the runtime calls when the program calls os.Exit, by the goroutine that does.
type exitHook struct {
	F            func()
	RunOnFailure bool
}

//go:linkname addExitHook internal/runtime/exithook.Add
func addExitHook(hook exitHook)

// watchExits makes an os.Exit in the middle of a run say which line of Go it is. C's exit has a hook of the core's.
func watchExits() {
	addExitHook(exitHook{F: tellExit, RunOnFailure: true})
}

var (
	exitStack      [1 << 16]byte
	exitStackMutex sync.Mutex
)

func tellExit() {
	if !C.cgf_run_is_under_way() {
		return
	}
	exitStackMutex.Lock()
	defer exitStackMutex.Unlock()
	if at, found := programFrame(exitStack[:runtime.Stack(exitStack[:], false)]); found {
		os.Stderr.WriteString("cgofault: go " + at.function + " " + at.file + ":" + strconv.Itoa(at.line) + "\n")
	}
}

// stackInC returns the goroutine that is inside C and does not wait in the core: the one that dies.
func stackInC(all []byte) []byte {
	for block, rest := nextStack(all); len(block) > 0; block, rest = nextStack(rest) {
		number, state := header(block)
		// The goroutine of the replay program's main is in C all the time.
		if string(firstOf(state)) == "syscall" && !bytes.Contains(block, []byte("\ncgofault/fuzz/replay.")) && !bool(C.cgf_goroutine_waits(C.int64_t(number))) {
			if _, found := programFrame(block); found {
				return block
			}
		}
	}
	return nil
}

// firstOf cuts "syscall" out of "syscall, locked to thread".
func firstOf(state []byte) []byte {
	for i, c := range state {
		if c == ',' {
			return state[:i]
		}
	}
	return state
}
