package main

// #include "honest_memory.h"
// #include <stdlib.h>
import "C"

import (
	"runtime"
	"sync"
	"unsafe"

	"cgofault/targets/registry"
)

var _ = registry.Add(registry.Class{
	Name:  "memory",
	About: "memory of C that is freed, or still in use somewhere",
	Ops: []registry.Op{
		{Name: "held", About: "frees what C kept, or not after an error", Buggy: memoryHeldBuggy, Fixed: memoryHeld},
		{Name: "two", About: "frees both of two texts, or each of them only without an error",
			Buggy: memoryTwoBuggy, Fixed: memoryTwo},
		{Name: "entry", About: "frees an entry with its text, or not after an error",
			Buggy: memoryEntryBuggy, Fixed: memoryEntry},
		{Name: "cached", About: "keeps a text in Go's heap for good; frees another one, or not after an error",
			Buggy: memoryCachedBuggy, Fixed: memoryCached},
		{Name: "go_global", About: "replaces what a Go variable holds, and frees that or not",
			Buggy: memoryGoGlobalBuggy, Fixed: memoryGoGlobal},
		{Name: "c_global", About: "replaces what a C variable holds, and frees that or not",
			Buggy: memoryCGlobalBuggy, Fixed: memoryCGlobal},
		{Name: "of_thread", About: "replaces what a thread's variable holds, and frees that or not",
			Buggy: memoryOfThreadBuggy, Fixed: memoryOfThread},
		{Name: "finalized", About: "leaves an entry to a finalizer, or not after an error",
			Buggy: memoryFinalizedBuggy, Fixed: memoryFinalized},
		{Name: "cleaned", About: "leaves an entry to a cleanup, or not after an error",
			Buggy: memoryCleanedBuggy, Fixed: memoryCleaned},
		{Name: "goroutine", About: "a goroutine frees its text, or not after an error",
			Buggy: memoryGoroutineBuggy, Fixed: memoryGoroutine},
		{Name: "worker", About: "a goroutine that stays frees a text for its client, or not after an error",
			Buggy: memoryWorkerBuggy, Fixed: memoryWorker},
		{Name: "deep", About: "frees a text far down the stack, or not after an error",
			Buggy: memoryDeepBuggy, Fixed: memoryDeep},
		{Name: "made", About: "frees what a thread of the library has made, or not after an error",
			Buggy: memoryMadeBuggy, Fixed: memoryMade},
		{Name: "called", About: "frees what a callback has allocated, or not after an error",
			Buggy: memoryCalledOpBuggy, Fixed: memoryCalledOp},
	},
})

func memoryFree(text *C.char) { C.free(unsafe.Pointer(text)) }

// memoryLook uses a text that somebody else frees.
func memoryLook(text *C.char) error {
	if n, err := C.memory_use(text); n != 0 {
		return err
	}
	return nil
}

// memoryUse uses a text, and always frees it where that is asked for.
func memoryUse(text *C.char, freeAlways bool) error {
	n, err := C.memory_use(text)
	if n == 0 || freeAlways {
		memoryFree(text)
	}
	if n != 0 {
		return err
	}
	return nil
}

func memoryHeld(*registry.Call) error {
	text := C.CString("kept by C")
	defer memoryFree(text)
	kept := C.memory_begin(text)
	if n, err := C.memory_end(kept); n != 0 {
		return err
	}
	return nil
}

func memoryHeldBuggy(*registry.Call) error {
	text := C.CString("kept by C")
	kept := C.memory_begin(text)
	if n, err := C.memory_end(kept); n != 0 {
		return err
	}
	memoryFree(text)
	return nil
}

func memoryTwo(*registry.Call) error {
	first := C.CString("the first of two")
	second := C.CString("the second of two")
	err := memoryUse(first, true)
	if other := memoryUse(second, true); err == nil {
		err = other
	}
	return err
}

func memoryTwoBuggy(*registry.Call) error {
	first := C.CString("the first of two")
	second := C.CString("the second of two")
	err := memoryUse(first, false)
	if other := memoryUse(second, false); err == nil {
		err = other
	}
	return err
}

func memoryEntry(*registry.Call) error {
	text := C.CString("in an entry")
	entry := C.memory_entry_of(text)
	defer C.memory_entry_free(entry)
	if n, err := C.memory_use(text); n != 0 {
		return err
	}
	return nil
}

func memoryEntryBuggy(*registry.Call) error {
	text := C.CString("in an entry")
	entry := C.memory_entry_of(text)
	if n, err := C.memory_use(text); n != 0 {
		return err
	}
	C.memory_entry_free(entry)
	return nil
}

// ---- still in use ----

// memoryKept is what a package keeps for as long as the process lives.
type memoryKept struct{ text *C.char }

var (
	memoryMutex sync.Mutex
	memoryCache = map[byte]*memoryKept{}
	memoryLast  *C.char
)

func memoryCacheOf(key byte) *memoryKept {
	memoryMutex.Lock()
	defer memoryMutex.Unlock()
	if memoryCache[key] == nil {
		memoryCache[key] = &memoryKept{C.CString("kept for good")}
	}
	return memoryCache[key]
}

func memoryCached(call *registry.Call) error {
	if err := memoryLook(memoryCacheOf(call.Argument).text); err != nil {
		return err
	}
	return memoryUse(C.CString("for this call"), true)
}

func memoryCachedBuggy(call *registry.Call) error {
	if err := memoryLook(memoryCacheOf(call.Argument).text); err != nil {
		return err
	}
	return memoryUse(C.CString("for this call"), false)
}

func memoryGoGlobal(*registry.Call) error {
	memoryMutex.Lock()
	defer memoryMutex.Unlock()
	memoryFree(memoryLast)
	memoryLast = C.CString("the last one")
	return memoryLook(memoryLast)
}

func memoryGoGlobalBuggy(*registry.Call) error {
	memoryMutex.Lock()
	defer memoryMutex.Unlock()
	memoryLast = C.CString("the last one")
	return memoryLook(memoryLast)
}

func memoryCGlobal(*registry.Call) error {
	memoryFree(C.memory_swap(C.CString("the last one")))
	return nil
}

func memoryCGlobalBuggy(*registry.Call) error {
	C.memory_swap(C.CString("the last one"))
	return nil
}

func memoryOfThread(*registry.Call) error {
	memoryFree(C.memory_swap_of_thread(C.CString("the thread's last one")))
	return nil
}

func memoryOfThreadBuggy(*registry.Call) error {
	C.memory_swap_of_thread(C.CString("the thread's last one"))
	return nil
}

type memoryOwner struct{ entry *C.struct_memory_entry }

func memoryOwnerOf(text string) *memoryOwner {
	return &memoryOwner{C.memory_entry_of(C.CString(text))}
}

func (o *memoryOwner) freeLater() {
	runtime.SetFinalizer(o, func(o *memoryOwner) { C.memory_entry_free(o.entry) })
}

func memoryFinalized(*registry.Call) error {
	owner := memoryOwnerOf("freed later")
	owner.freeLater()
	n, err := C.memory_use(owner.entry.text)
	runtime.KeepAlive(owner)
	if n != 0 {
		return err
	}
	return nil
}

func memoryFinalizedBuggy(*registry.Call) error {
	owner := memoryOwnerOf("freed later")
	if n, err := C.memory_use(owner.entry.text); n != 0 {
		return err
	}
	owner.freeLater()
	return nil
}

func (o *memoryOwner) cleanLater() {
	runtime.AddCleanup(o, func(entry *C.struct_memory_entry) { C.memory_entry_free(entry) }, o.entry)
}

func memoryCleaned(*registry.Call) error {
	owner := memoryOwnerOf("freed by a cleanup")
	owner.cleanLater()
	n, err := C.memory_use(owner.entry.text)
	runtime.KeepAlive(owner)
	if n != 0 {
		return err
	}
	return nil
}

func memoryCleanedBuggy(*registry.Call) error {
	owner := memoryOwnerOf("freed by a cleanup")
	if n, err := C.memory_use(owner.entry.text); n != 0 {
		return err
	}
	owner.cleanLater()
	return nil
}

// ---- pointers that are left behind ----

// memoryOf is what a goroutine does.
func memoryOf(text *C.char, freeAlways bool) error {
	n, err := C.memory_use(text)
	if n == 0 || freeAlways {
		memoryFree(text)
	}
	if n != 0 {
		return err
	}
	return nil
}

func memoryGoroutine(*registry.Call) error {
	done := make(chan error)
	go func() { done <- memoryOf(C.CString("of a goroutine"), true) }()
	return <-done
}

func memoryGoroutineBuggy(*registry.Call) error {
	done := make(chan error)
	go func() { done <- memoryOf(C.CString("of a goroutine"), false) }()
	return <-done
}

// memoryRequest is what the worker does, and to whom it says so.
type memoryRequest struct {
	freeAlways bool
	done       chan error
}

var memoryRequests = make(chan memoryRequest)

func init() {
	go memoryServe()
}

func memoryServe() {
	for request := range memoryRequests {
		request.done <- memoryOfWorker(request.freeAlways)
	}
}

// memoryOfWorker has a frame of its own: in that of a goroutine that stays the pointer would be a reference.
//
//go:noinline
func memoryOfWorker(freeAlways bool) error {
	return memoryOf(C.CString("of the worker"), freeAlways)
}

func memoryWorker(*registry.Call) error {
	request := memoryRequest{true, make(chan error)}
	memoryRequests <- request
	return <-request.done
}

func memoryWorkerBuggy(*registry.Call) error {
	request := memoryRequest{false, make(chan error)}
	memoryRequests <- request
	return <-request.done
}

// memoryDown goes down the stack by at least this many bytes, and calls there.
//
//go:noinline
func memoryDown(bytes int, call func() error) error {
	var room [512]byte
	room[bytes%len(room)] = 1
	if bytes > 0 {
		err := memoryDown(bytes-len(room), call)
		runtime.KeepAlive(&room)
		return err
	}
	return call()
}

func memoryDeep(*registry.Call) error {
	return memoryDown(1<<17, func() error { return memoryUse(C.CString("far down"), true) })
}

func memoryDeepBuggy(*registry.Call) error {
	return memoryDown(1<<17, func() error { return memoryUse(C.CString("far down"), false) })
}

func memoryMade(*registry.Call) error      { return memoryUse(C.memory_make(), true) }
func memoryMadeBuggy(*registry.Call) error { return memoryUse(C.memory_make(), false) }

//export memoryCalled
func memoryCalled() *C.char { return C.CString("of a callback") }

func memoryCalledOp(*registry.Call) error {
	var text *C.char
	n, err := C.memory_call(&text)
	memoryFree(text)
	if n != 0 {
		return err
	}
	return nil
}

func memoryCalledOpBuggy(*registry.Call) error {
	var text *C.char
	n, err := C.memory_call(&text)
	if n != 0 {
		return err
	}
	memoryFree(text)
	return nil
}
