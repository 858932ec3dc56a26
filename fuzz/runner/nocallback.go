package runner

// #include "nocallback.h"
import "C"

import (
	"os"
	"reflect"
	"runtime"
	"unsafe"
)

// A call of a C function that is declared `#cgo nocallback` is noted in the runtime's record of its goroutine, and the core
// has to enter Go from inside all the same: see nocallback.h. Where the runtime keeps that is found by watching what
// changes when it is noted; nothing is written unless all agrees.
//
//go:linkname runtimeNoCallback runtime.cgoNoCallback
func runtimeNoCallback(declared bool)

// Between these two the calling goroutine is not preempted.
//
//go:linkname pinToThread runtime.procPin
func pinToThread() int

//go:linkname unpinFromThread runtime.procUnpin
func unpinFromThread()

const (
	wordBytes      = 8
	goroutineBytes = 256 // of a goroutine's record that are searched; all of it has more than 400 in Go 1.26
)

// record is one of the runtime's: of a goroutine, which is never freed, or of a thread that lives. Neither is moved.
type record uintptr

//go:norace
//go:nocheckptr
func (r record) word(at uintptr) record { return *(*record)(unsafe.Pointer(codeAt(uintptr(r) + at))) }

//go:norace
//go:nocheckptr
func (r record) bytes() (bytes [goroutineBytes]byte) {
	for i := range bytes {
		bytes[i] = *codeAt(uintptr(r) + uintptr(i))
	}
	return bytes
}

// onlyWord returns where the only word is that holds a value, among the first ones of a record.
func (r record) onlyWord(holds record, size uintptr) (place uintptr, found bool) {
	count := 0
	for at := uintptr(0); at < size; at += wordBytes {
		if r.word(at) == holds {
			place = at
			count++
		}
	}
	return place, count == 1
}

// noCallbackPlace returns which byte of the calling goroutine's record says that it is in a declared call.
func noCallbackPlace(goroutine record) (place uintptr, found bool) {
	before := goroutine.bytes()
	runtimeNoCallback(true)
	declared := goroutine.bytes()
	runtimeNoCallback(false)
	after := goroutine.bytes()
	count := 0
	for i := range before {
		if before[i] == 0 && declared[i] == 1 && after[i] == 0 {
			place = uintptr(i)
			count++
		}
	}
	return place, count == 1
}

// goroutineHere returns the calling goroutine's record, or 0.
func goroutineHere() record {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	schedules := record(threadRecord()).word(0)
	place := C.cgf_no_callback_find(C.uintptr_t(schedules))
	if place == nil {
		return 0
	}
	return record(uintptr(unsafe.Pointer(place))).word(0)
}

// placesOf looks at the records of a goroutine and its thread. The calling goroutine is this one, and on no account locked
// to its thread: that is noted in the thread's record too.
func placesOf(goroutine record) (places C.struct_cgf_go_records, found bool) {
	pinToThread()
	defer unpinFromThread()
	thread := record(threadRecord())
	runs, runsFound := thread.onlyWord(goroutine, recordWords*wordBytes)
	if !runsFound || runs == 0 {
		return places, false
	}
	ofThread, threadFound := goroutine.onlyWord(thread, goroutineBytes)
	noCallback, noCallbackFound := noCallbackPlace(goroutine)
	places = C.struct_cgf_go_records{thread: C.size_t(ofThread), runs: C.size_t(runs), no_callback: C.size_t(noCallback)}
	return places, threadFound && noCallbackFound && thread.word(0).word(ofThread) == thread
}

// findNoCallback must not be called by a goroutine that is locked to its thread.
func findNoCallback() {
	if goroutine := goroutineHere(); goroutine != 0 {
		if places, found := placesOf(goroutine); found && keepDeclaredInPlace() {
			C.cgf_no_callback_known(places)
			return
		}
	}
	os.Stderr.WriteString("cgofault: this Go notes a call that is declared nocallback elsewhere: such a call panics where the" +
		" harness looks at it\n")
}

// What is passed to a function that is declared noescape too may live on the goroutine's stack, which must not move
// meanwhile: it would if the core's Go code needed more room. So cgoNoCallback, which cgo's code calls before such a call,
// is made to begin with a jump to a twin that makes room.

var (
	noCallbackBehindCheck uintptr // code
	noCallbackItself      func(declared bool)
)

func keepDeclaredInPlace() bool {
	function := reflect.ValueOf(runtimeNoCallback).Pointer()
	noCallbackBehindCheck = behindCheck(function)
	if noCallbackBehindCheck == 0 {
		return false
	}
	code := &noCallbackBehindCheck
	noCallbackItself = *(*func(bool))(unsafe.Pointer(&code))
	return jump(function, reflect.ValueOf(noCallback).Pointer()) == nil
}

func noCallback(declared bool) {
	roomOnStack()
	noCallbackItself(declared)
}
