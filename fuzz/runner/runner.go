// Package runner runs plans on targets: callers as goroutines, one controller that lets them run one at a time.
//
// Everything happens on one P. The controller gives it away only by waiting in C, so that whoever returns from C next
// takes it; callers are locked to their threads. See HACKING.md, "Determinism".
package runner

// #cgo CFLAGS: -std=c17 -D_GNU_SOURCE -Wall -Wextra -Werror -Wno-unused-parameter -I../../shims/core
// #cgo LDFLAGS: -Wl,--wrap=_cgo_wait_runtime_init_done -Wl,--wrap=x_cgo_sigaction
// #include "controller.h"
// #include <stdlib.h>
import "C"

import (
	"errors"
	"os"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"syscall"
	"unsafe"

	_ "cgofault/shims/core" // the C core
	"cgofault/targets/registry"
)

// What cgfStart did not find.
const (
	noClass = iota
	noVariant
	noOp
)

// Build is how this program was compiled: asan, tsan or plain. Set by the linker's -X.
var Build = "plain"

var (
	started registry.Class
	ops     []func(*registry.Call) error
)

// opsOf returns the names and functions that a variant offers, or only those asked for: names with commas between them.
func opsOf(class registry.Class, variant, only string) (names []string, runs []func(*registry.Call) error) {
	for _, op := range class.Ops {
		run := op.Run(variant)
		if run != nil && (only == "" || slices.Contains(strings.Split(only, ","), op.Name)) {
			names = append(names, op.Name)
			runs = append(runs, run)
		}
	}
	return names, runs
}

// cNames returns the names as C strings that live as long as the process, in an array that does not.
func cNames(names []string) **C.char {
	array := (**C.char)(C.calloc(C.size_t(len(names)+1), C.size_t(unsafe.Sizeof(uintptr(0)))))
	for i, name := range names {
		unsafe.Slice(array, len(names))[i] = C.CString(name)
	}
	return array
}

//export cgfStart
func cgfStart(className, variant, op *C.char, words *C.struct_cgf_vocabulary) (C.int, C.int) {
	class, found := registry.Find(C.GoString(className))
	if !found {
		return -C.int(syscall.ENOENT), noClass
	}
	names, runs := opsOf(class, C.GoString(variant), "")
	if len(names) == 0 {
		return -C.int(syscall.ENOENT), noVariant
	}
	if only := C.GoString(op); only != "" {
		names, runs = opsOf(class, C.GoString(variant), only)
	}
	if len(names) == 0 {
		return -C.int(syscall.ENOENT), noOp
	}
	array := cNames(names)
	defer C.free(unsafe.Pointer(array))
	if C.cgf_words_collect(words, className, array, C.size_t(len(names))) != 0 {
		return -C.int(syscall.ENOENT), noClass
	}
	started, ops = class, runs
	noteOps(class, names)
	// Automatic collections would come at moments that no plan chose.
	debug.SetGCPercent(-1)
	// A panic or fatal error ends in SIGABRT, which engines know as a crash.
	debug.SetTraceback("crash")
	runtime.GOMAXPROCS(1)
	findGenerators()
	findCodeCache()
	takeClock()
	C.cgf_go_dies_by((*C.bool)(&runtimeDidOthers))
	checkReadsFromC()
	tellText()
	watchExits()
	answerAtRest()
	countPins()
	C.cgf_session_begin(words, C.CString(C.GoString(variant)), C.CString(Build))
	startCallers()
	startSpareThreads()
	ready := make(chan struct{})
	go control(ready)
	<-ready
	return 0, 0
}

// startCallers starts the plan's goroutines one after the other, so that their threads and goroutine numbers come in
// the same order in every process.
func startCallers() {
	for i := 0; i < C.CGF_CALLER_LIBRARY; i++ {
		begun := make(chan struct{})
		go caller(C.uint(i), begun)
		<-begun
	}
}

// spareThreads is more than the goroutines of most programs need beside the callers' threads.
const spareThreads = 4

// startSpareThreads makes the threads that Go would make in a run, when calls into C last longer than the kernel lets it
// wait: for a thread Go takes memory, and what the program frees would be handed out again in another order.
func startSpareThreads() {
	release, done := make(chan struct{}), make(chan struct{})
	for range spareThreads {
		begun := make(chan struct{})
		go func() {
			runtime.LockOSThread()
			close(begun)
			<-release
			runtime.UnlockOSThread()
			done <- struct{}{}
		}()
		<-begun
	}
	close(release)
	for range spareThreads {
		<-done
	}
}

//go:norace
func caller(number C.uint, begun chan<- struct{}) {
	// Another goroutine on this thread, or this one on another, would be a hop that nobody asked for.
	runtime.LockOSThread()
	goroutine := C.int64_t(goroutineNumber())
	call := new(registry.Call)
	var result C.int
	close(begun)
	for {
		noteStack(number)
		work := uint64(C.cgf_controller_caller_next(number, goroutine, result,
			unsafe.Pointer(unsafe.StringData(call.Asked)), C.size_t(len(call.Asked)),
			unsafe.Pointer(unsafe.StringData(call.Got)), C.size_t(len(call.Got)), C.bool(atRest(number))))
		*call = registry.Call{Argument: byte(work)}
		opUnderWay[number] = int(work >> 8)
		seedThread()
		result = errnoOf(ops[work>>8](call))
		if C.cgf_controller_op_returned(goroutine) {
			runtime.LockOSThread()
		}
	}
}

// errnoOf says what the core needs to know of an error: 0 for none, its errno, -1 for one that holds no errno.
func errnoOf(err error) C.int {
	var errno syscall.Errno
	switch {
	case err == nil:
		return 0
	case errors.As(err, &errno):
		return C.int(errno)
	}
	return -1
}

// fail ends the process: the harness itself is at fault.
func fail(message string) {
	os.Stderr.WriteString("cgofault: harness " + message + "\n")
	os.Exit(3)
}

// Variant is the only one of a program that is built from one version of a package: NAME of NAME.mod. Set by the linker's
// -X.
var Variant string

// Variants are those that this program offers.
var Variants = variants()

func variants() []string {
	if Variant != "" {
		return []string{Variant}
	}
	return []string{"buggy", "fixed"}
}
