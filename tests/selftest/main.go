// Program selftest holds one class that was made to try the harness: goroutines that no plan names, locks and channels
// of Go around calls of C, callbacks, objects with finalizers and cleanups, hops. Only what has a fixed variant has a
// bug.
package main

// #cgo CFLAGS: -std=c17 -D_GNU_SOURCE -Wall -Wextra -Werror -Wno-unused-parameter -I../../shims/core
// #include "selftest.h"
// void selftestCalledBack(int number);
import "C"

import (
	"runtime"
	"sync"
	"time"

	"cgofault/fuzz/replay"
	"cgofault/targets/registry"
)

func main() {
	replay.Main()
}

var _ = registry.Add(registry.Class{
	Name:  "selftest",
	About: "what a program can do between Go and C that the harness has to put in order",
	Ops: []registry.Op{
		{Name: "work", About: "a C call", Control: opWork},
		{Name: "two_calls", About: "two C calls, and room for a hop between", Control: opTwoCalls},
		{Name: "locked_thread", About: "the same by a goroutine that has locked itself to its thread",
			Control: opLockedThread},
		{Name: "mutex", About: "a Go mutex around a C call", Control: opMutex},
		{Name: "mutex_again", About: "a Go mutex around three C calls, one after the other", Control: opMutexAgain},
		{Name: "readers", About: "a Go read lock around a C call, or a write lock", Control: opReaders},
		{Name: "tokens", About: "a channel lets two callers at a time into C", Control: opTokens},
		{Name: "ask", About: "another goroutine makes the C call and answers over a channel", Control: opAsk},
		{Name: "call_back", About: "C calls back during the call", Control: opCallBack},
		{Name: "post", About: "C calls back later, on its own thread", Control: opPost},
		{Name: "spawn_wait", About: "goroutines call C, the op waits for them", Control: opSpawnWait},
		{Name: "spawn", About: "goroutines call C, the op does not wait for them", Control: opSpawn},
		{Name: "finalized", About: "objects that finalizers close", Control: opFinalized},
		{Name: "cleaned", About: "objects that cleanups close", Control: opCleaned},
		{Name: "choose", About: "C calls in the order of a map, and of a select", Control: opChoose},
		{Name: "sleep", About: "sleeps between two C calls", Control: opSleep},
		{Name: "share", About: "C memory that callers share, without a lock of C's or with one",
			Buggy: opShareUnlocked, Fixed: opShareLocked},
		{Name: "deadline", About: "calls C until a deadline", Control: opDeadline},
		{Name: "timer", About: "calls C until a timer has stopped it", Control: opTimer},
		{Name: "woken", About: "wakes a goroutine that has called C before, and waits for its end", Control: opWoken},
		{Name: "spin", About: "spins in Go for ever, for some arguments", Buggy: opSpin, Fixed: opWork},
	},
	Reset: reset,
})

func work(number byte) error {
	if n, err := C.selftest_work(C.int(number)); n < 0 {
		return err
	}
	return nil
}

func opWork(call *registry.Call) error {
	return work(call.Argument)
}

func opTwoCalls(call *registry.Call) error {
	C.selftest_note(C.int(call.Argument))
	C.selftest_note(C.int(call.Argument))
	return nil
}

func opLockedThread(call *registry.Call) error {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	return opTwoCalls(call)
}

// ---- callers that wait for each other in Go ----

var (
	mutex   sync.Mutex
	readers sync.RWMutex
	tokens  = make(chan struct{}, 2)
)

func opMutex(call *registry.Call) error {
	mutex.Lock()
	defer mutex.Unlock()
	return work(call.Argument)
}

func opMutexAgain(call *registry.Call) error {
	var first error
	for range 3 {
		if err := opMutex(call); first == nil {
			first = err
		}
	}
	return first
}

func opReaders(call *registry.Call) error {
	if call.Argument%4 == 0 {
		readers.Lock()
		defer readers.Unlock()
	} else {
		readers.RLock()
		defer readers.RUnlock()
	}
	return work(call.Argument)
}

func opTokens(call *registry.Call) error {
	tokens <- struct{}{}
	err := work(call.Argument)
	<-tokens
	return err
}

type question struct {
	number byte
	answer chan error
}

var (
	questions chan question
	asking    sync.Mutex
)

func serve(questions <-chan question) {
	for question := range questions {
		question.answer <- work(question.number)
	}
}

func opAsk(call *registry.Call) error {
	asking.Lock()
	if questions == nil {
		questions = make(chan question)
		go serve(questions)
	}
	asking.Unlock()
	q := question{call.Argument, make(chan error)}
	questions <- q
	return <-q.answer
}

// ---- callbacks ----

var calledBack int

//export selftestCalledBack
func selftestCalledBack(number C.int) {
	calledBack++
	switch number % 3 {
	case 1:
		C.selftest_note(number)
	case 2:
		mutex.Lock()
		calledBack++
		mutex.Unlock()
	}
}

func opCallBack(call *registry.Call) error {
	C.selftest_call_back(C.selftest_callback(C.selftestCalledBack), C.int(call.Argument))
	return nil
}

func opPost(call *registry.Call) error {
	C.selftest_post(C.selftest_callback(C.selftestCalledBack), C.int(call.Argument))
	return nil
}

// ---- goroutines that no plan names ----

func opSpawnWait(call *registry.Call) error {
	var group sync.WaitGroup
	for i := range call.Argument%3 + 1 {
		group.Add(1)
		go func() {
			defer group.Done()
			C.selftest_note(C.int(i))
			C.selftest_note(C.int(i))
		}()
	}
	group.Wait()
	return nil
}

func opSpawn(call *registry.Call) error {
	for i := range call.Argument%3 + 1 {
		go func() {
			mutex.Lock()
			defer mutex.Unlock()
			C.selftest_note(C.int(i))
		}()
	}
	return work(call.Argument)
}

// ---- objects ----

type object struct {
	handle  *C.struct_selftest
	padding [40]byte
}

func useAndForget(o *object) error {
	n, err := C.selftest_use(o.handle)
	runtime.KeepAlive(o)
	if n < 0 {
		return err
	}
	return nil
}

func opFinalized(call *registry.Call) error {
	var first error
	for i := range call.Argument%3 + 1 {
		o := &object{handle: C.selftest_open(C.int(i))}
		runtime.SetFinalizer(o, func(o *object) { C.selftest_close(o.handle) })
		if err := useAndForget(o); first == nil {
			first = err
		}
	}
	return first
}

func opCleaned(call *registry.Call) error {
	var first error
	for i := range call.Argument%3 + 1 {
		o := &object{handle: C.selftest_open(C.int(i))}
		runtime.AddCleanup(o, func(handle *C.struct_selftest) { C.selftest_close(handle) }, o.handle)
		if err := useAndForget(o); first == nil {
			first = err
		}
	}
	return first
}

// ---- what the Go runtime decides ----

func opChoose(call *registry.Call) error {
	numbers := map[byte]bool{1: true, 2: true, 3: true, 4: true}
	odd, even := make(chan byte, len(numbers)), make(chan byte, len(numbers))
	for number := range numbers {
		if number%2 == 1 {
			odd <- number
		} else {
			even <- number
		}
	}
	for range numbers {
		select {
		case <-odd:
			C.selftest_note(1)
		case <-even:
			if n, err := C.selftest_work(2); n < 0 {
				return err
			}
		}
	}
	return nil
}

func opSleep(call *registry.Call) error {
	C.selftest_note(1)
	time.Sleep(time.Millisecond)
	C.selftest_note(2)
	return nil
}

// ---- ops with a bug ----

func opShareUnlocked(call *registry.Call) error {
	C.selftest_share_unlocked(C.int(call.Argument))
	return nil
}

func opShareLocked(call *registry.Call) error {
	C.selftest_share_locked(C.int(call.Argument))
	return nil
}

func opSpin(call *registry.Call) error {
	C.selftest_note(1)
	for call.Argument >= 250 {
	}
	return nil
}

func reset() {
	if questions != nil {
		close(questions)
		questions = nil
	}
	calledBack = 0
}
