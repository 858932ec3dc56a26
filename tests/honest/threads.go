package main

// #include "honest_threads.h"
// // The way to get at what is kept for a thread: both calls are made by C, on one thread.
// static int findOrError(int key, int *error) {
//	int found = threads_find(key);
//	*error = found < 0 ? threads_last_error() : 0;
//	return found;
// }
import "C"

import (
	"runtime"
	"sync"

	"cgofault/targets/registry"
)

var _ = registry.Add(registry.Class{
	Name:  "threads",
	About: "what C keeps for a thread, and goroutines that are on one or another",
	Ops: []registry.Op{
		{Name: "left_behind", About: "a goroutine takes back what it set for its thread, or leaves it to the next one",
			Buggy: threadsLeftBehindBuggy, Fixed: threadsLeftBehind},
		{Name: "last_error", About: "asks for the last error inside C, or in a second call",
			Buggy: threadsLastErrorBuggy, Fixed: threadsLastError},
		{Name: "locked", About: "uses a window with its goroutine locked to the thread, or not",
			Buggy: threadsLockedBuggy, Fixed: threadsLocked},
		{Name: "goroutine", About: "a goroutine that the op starts uses a window, locked to its thread or not",
			Buggy: threadsGoroutineBuggy, Fixed: threadsGoroutine},
		{Name: "worker", About: "a locked goroutine makes all calls for others, or all but the last",
			Buggy: threadsWorkerBuggy, Fixed: threadsWorker},
	},
})

// ---- what a goroutine leaves on its thread ----

func threadsSpeak(language C.int) {
	var group sync.WaitGroup
	group.Add(1)
	go func() {
		defer group.Done()
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		C.threads_set_language(language)
		C.threads_translate(0)
		C.threads_set_language(0)
	}()
	group.Wait()
}

// threadsAsk has set nothing, and relies on getting the word as it is.
func threadsAsk(call *registry.Call) {
	done := make(chan bool)
	go func() {
		word := C.int(call.Argument) + 1
		C.threads_translate(0)
		C.threads_translate(word)
		call.Asked, call.Got = registry.BytesOf(&word), registry.BytesOf(&word)
		done <- true
	}()
	<-done
}

func threadsLeftBehind(call *registry.Call) error {
	threadsSpeak(1)
	threadsAsk(call)
	return nil
}

func threadsLeftBehindBuggy(call *registry.Call) error {
	done := make(chan bool)
	go func() {
		C.threads_set_language(1)
		C.threads_translate(0)
		done <- true
	}()
	<-done
	threadsAsk(call)
	return nil
}

// ---- the last error ----

func threadsLastError(call *registry.Call) error {
	key, code := C.int(call.Argument), C.int(0)
	C.findOrError(key, &code)
	call.Asked, call.Got = registry.BytesOf(&key), registry.BytesOf(&code)
	return nil
}

func threadsLastErrorBuggy(call *registry.Call) error {
	key, code := C.int(call.Argument), C.int(0)
	if C.threads_find(key) < 0 {
		code = C.threads_last_error()
	}
	call.Asked, call.Got = registry.BytesOf(&key), registry.BytesOf(&code)
	return nil
}

// ---- objects that belong to a thread ----

func threadsUseWindow() {
	window := C.threads_open()
	C.threads_draw(window)
	C.threads_close(window)
}

func threadsLocked(*registry.Call) error {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	threadsUseWindow()
	return nil
}

func threadsLockedBuggy(*registry.Call) error {
	threadsUseWindow()
	return nil
}

func threadsGoroutine(*registry.Call) error {
	done := make(chan bool)
	go func() {
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		threadsUseWindow()
		close(done)
	}()
	<-done
	return nil
}

func threadsGoroutineBuggy(*registry.Call) error {
	done := make(chan bool)
	go func() {
		threadsUseWindow()
		close(done)
	}()
	<-done
	return nil
}

// threadsServe makes the calls that it is sent, on one thread.
func threadsServe(work <-chan func()) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	for f := range work {
		f()
	}
}

func threadsWorker(*registry.Call) error {
	work := make(chan func())
	go threadsServe(work)
	var window *C.struct_threads_window
	done := make(chan bool)
	work <- func() { window = C.threads_open(); done <- true }
	<-done
	work <- func() { C.threads_draw(window); done <- true }
	<-done
	work <- func() { C.threads_close(window); done <- true }
	<-done
	close(work)
	return nil
}

func threadsWorkerBuggy(*registry.Call) error {
	work := make(chan func())
	go threadsServe(work)
	var window *C.struct_threads_window
	done := make(chan bool)
	work <- func() { window = C.threads_open(); done <- true }
	<-done
	work <- func() { C.threads_draw(window); done <- true }
	<-done
	C.threads_close(window)
	close(work)
	return nil
}
