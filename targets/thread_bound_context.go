package targets

// #include "thread_bound_context.h"
//
// // The same in one call of C, during which the goroutine stays on its thread.
// static int compile_or_error(unsigned program, const char **error)
// {
// 	int result = thread_bound_context_compile(program);
// 	*error = result ? thread_bound_context_error() : "";
// 	return result;
// }
import "C"

import (
	"errors"
	"runtime"
	"sync"

	"cgofault/targets/registry"
)

// What a C library keeps for a thread, and a goroutine that is on one thread in one call and on another in the next: package
// runtime, LockOSThread: a goroutine that depends on a thread's state has to lock itself to it before it calls C.
var _ = registry.Add(registry.Class{
	Name:  "thread_bound_context",
	About: "C keeps something for a thread, and the goroutine goes on on another one",
	Ops: []registry.Op{
		{Name: "current", About: "draws into a context that is current on one thread",
			Buggy: contextCurrent, Fixed: contextCurrentLocked},
		{Name: "main_thread", About: "handles events wherever it is, or on the thread that has started the library",
			Buggy: contextMainThread, Fixed: contextMainLoop},
		{Name: "error_text", About: "asks for the text of an error in a second call",
			Buggy: contextErrorText, Fixed: contextErrorTextAtOnce},
		{Name: "error_replaced", About: "tidies up before it asks for the text",
			Buggy: contextErrorReplaced, Fixed: contextErrorFirst},
		{Name: "unlocked", About: "gives its thread back once nothing is current on it any more", Control: contextUnlocked},
	},
	Reset: contextReset,
})

// ---- a context that is current on a thread ----

func contextDraw() {
	context := C.thread_bound_context_create()
	defer C.thread_bound_context_destroy(context)
	C.thread_bound_context_make_current(context)
	defer C.thread_bound_context_release(context)
	C.thread_bound_context_draw(context)
	C.thread_bound_context_draw(context)
}

func contextCurrent(*registry.Call) error {
	contextDraw()
	return nil
}

func contextCurrentLocked(*registry.Call) error {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	contextDraw()
	return nil
}

func contextUnlocked(call *registry.Call) error {
	contextCurrentLocked(call)
	if err := contextErrorTextAtOnce(call); err != nil {
		return err
	}
	return contextCurrentLocked(call)
}

// ---- a library that belongs to the thread that has started it ----

var (
	contextStart    sync.Mutex
	contextStarted  bool
	contextRequests chan chan<- struct{}
)

func contextMainThread(*registry.Call) error {
	contextStart.Lock()
	defer contextStart.Unlock()
	if !contextStarted {
		C.thread_bound_context_start()
		contextStarted = true
	}
	C.thread_bound_context_handle_events()
	return nil
}

// contextLoop is a program's main loop: everything that must be on one thread is done here.
func contextLoop(requests <-chan chan<- struct{}) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	C.thread_bound_context_start()
	for done := range requests {
		C.thread_bound_context_handle_events()
		done <- struct{}{}
	}
	C.thread_bound_context_stop()
}

func contextMainLoop(*registry.Call) error {
	contextStart.Lock()
	if contextRequests == nil {
		contextRequests = make(chan chan<- struct{})
		go contextLoop(contextRequests)
	}
	requests := contextRequests
	contextStart.Unlock()
	done := make(chan struct{})
	requests <- done
	<-done
	return nil
}

func contextReset() {
	contextStarted = false
	if contextRequests != nil {
		close(contextRequests)
		contextRequests = nil
	}
}

// ---- the last error of a thread ----

func contextAsk(call *registry.Call) C.uint {
	program := C.uint(call.Argument)
	call.Asked = registry.BytesOf(&program)
	return program
}

// contextFailed is the error of a program that C could not compile.
func contextFailed(call *registry.Call, text *C.char) error {
	call.Got = C.GoString(text)
	return errors.New(call.Got)
}

func contextErrorText(call *registry.Call) error {
	if C.thread_bound_context_compile(contextAsk(call)) == 0 {
		return nil
	}
	return contextFailed(call, C.thread_bound_context_error())
}

func contextErrorTextAtOnce(call *registry.Call) error {
	var text *C.char
	if C.compile_or_error(contextAsk(call), &text) == 0 {
		return nil
	}
	return contextFailed(call, text)
}

func contextErrorReplaced(call *registry.Call) error {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	program := contextAsk(call)
	if C.thread_bound_context_compile(program) == 0 {
		return nil
	}
	C.thread_bound_context_forget(program)
	return contextFailed(call, C.thread_bound_context_error())
}

func contextErrorFirst(call *registry.Call) error {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	program := contextAsk(call)
	if C.thread_bound_context_compile(program) == 0 {
		return nil
	}
	err := contextFailed(call, C.thread_bound_context_error())
	C.thread_bound_context_forget(program)
	return err
}
