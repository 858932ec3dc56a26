package targets

// #include "callback_deadlock.h"
import "C"

import (
	"runtime/cgo"
	"sync"

	"cgofault/targets/registry"
)

// A Go function that C calls runs inside of the C call, on its thread, and with every lock that C holds: cmd/cgo,
// "C references to Go". So a library that calls back with its lock held has the rules of that lock for Go code too: not to
// take it again, and one order with Go's own locks and channels.
var _ = registry.Add(registry.Class{
	Name:  "callback_deadlock",
	About: "C calls back with its lock held, and Go waits there for somebody who needs that lock",
	Ops: []registry.Op{
		{Name: "call_within", About: "the callback calls the library again",
			Buggy: deadlockCallWithin, Fixed: deadlockCallAfter},
		{Name: "callback_order", About: "the callback takes a Go mutex that others hold while they call C",
			Buggy: deadlockCallbackOrder, Fixed: deadlockMutexAfter},
		{Name: "caller_order", About: "C is called with the Go mutex that the library's own thread takes in its callback",
			Buggy: deadlockCallerOrder, Fixed: deadlockMutexBefore},
		{Name: "channel", About: "the callback hands over to a goroutine that calls the library in between",
			Buggy: deadlockChannel, Fixed: deadlockChannelRoom},
		{Name: "without_lock", About: "the callback calls the library again, and C holds no lock",
			Control: deadlockWithoutLock},
		{Name: "mutex_within", About: "the callback takes a Go mutex that nobody holds while calling C",
			Control: deadlockMutexWithin},
	},
	Reset: deadlockReset,
})

// deadlockVisitor is what a program calls with each counter; its handle goes through C.
type deadlockVisitor func(counter C.int)

//export callbackDeadlockVisit
func callbackDeadlockVisit(counter C.int, data C.uintptr_t) {
	cgo.Handle(data).Value().(deadlockVisitor)(counter)
}

// deadlockVisit calls visit with each counter, while the library holds its lock.
func deadlockVisit(visit deadlockVisitor) {
	handle := cgo.NewHandle(visit)
	defer handle.Delete()
	C.callback_deadlock_each(C.callback_deadlock_visitor(C.callbackDeadlockVisit), C.uintptr_t(handle))
}

// deadlockVisitCopied calls visit with each counter, while the library does not hold its lock.
func deadlockVisitCopied(visit deadlockVisitor) {
	handle := cgo.NewHandle(visit)
	defer handle.Delete()
	C.callback_deadlock_each_copied(C.callback_deadlock_visitor(C.callbackDeadlockVisit), C.uintptr_t(handle))
}

// deadlockCounters returns the numbers of all counters: the library is called for each of them when it has let its lock go.
func deadlockCounters() (found []C.int) {
	deadlockVisit(func(counter C.int) { found = append(found, counter) })
	return found
}

func deadlockCallWithin(*registry.Call) error {
	deadlockVisit(func(counter C.int) { C.callback_deadlock_get(counter) })
	return nil
}

func deadlockCallAfter(*registry.Call) error {
	for _, counter := range deadlockCounters() {
		C.callback_deadlock_get(counter)
	}
	return nil
}

// deadlockTotals is what a program knows of the counters. Its lock comes before C's: who counts holds it while calling C,
// so that what is known never goes back.
var (
	deadlockTotalsLock sync.Mutex
	deadlockTotals     [C.CALLBACK_DEADLOCK_COUNTERS]C.int
)

func deadlockCount(counter C.int) {
	deadlockTotalsLock.Lock()
	defer deadlockTotalsLock.Unlock()
	counter %= C.CALLBACK_DEADLOCK_COUNTERS
	deadlockTotals[counter] = C.callback_deadlock_add(counter)
}

func deadlockForget(counter C.int) {
	deadlockTotalsLock.Lock()
	defer deadlockTotalsLock.Unlock()
	deadlockTotals[counter] = 0
}

func deadlockCallbackOrder(call *registry.Call) error {
	if call.Argument%2 == 0 {
		deadlockCount(C.int(call.Argument))
		return nil
	}
	deadlockVisit(deadlockForget)
	return nil
}

func deadlockMutexAfter(call *registry.Call) error {
	if call.Argument%2 == 0 {
		deadlockCount(C.int(call.Argument))
		return nil
	}
	for _, counter := range deadlockCounters() {
		deadlockForget(counter)
	}
	return nil
}

// deadlockLatest is what a program shows of the counter that other processes count with. Its lock comes after C's: the
// library's thread takes it with C's lock held.
var (
	deadlockLatestLock sync.Mutex
	deadlockLatest     C.int
	deadlockOutdated   bool
)

//export callbackDeadlockCounted
func callbackDeadlockCounted(C.int) {
	deadlockLatestLock.Lock()
	defer deadlockLatestLock.Unlock()
	deadlockOutdated = true
}

func deadlockListen() {
	C.callback_deadlock_listen(C.callback_deadlock_listener(C.callbackDeadlockCounted))
}

func deadlockCallerOrder(*registry.Call) error {
	deadlockListen()
	deadlockLatestLock.Lock()
	defer deadlockLatestLock.Unlock()
	deadlockLatest, deadlockOutdated = C.callback_deadlock_get(0), false
	return nil
}

func deadlockMutexBefore(*registry.Call) error {
	deadlockListen()
	counted := C.callback_deadlock_get(0)
	deadlockLatestLock.Lock()
	defer deadlockLatestLock.Unlock()
	deadlockLatest, deadlockOutdated = max(deadlockLatest, counted), false
	return nil
}

// deadlockAsk starts a goroutine that asks the library for each counter that comes through the channel, and closes done.
func deadlockAsk(found <-chan C.int) (done chan struct{}) {
	done = make(chan struct{})
	go func() {
		defer close(done)
		for counter := range found {
			C.callback_deadlock_get(counter)
		}
	}()
	return done
}

func deadlockChannel(*registry.Call) error {
	found := make(chan C.int)
	done := deadlockAsk(found)
	deadlockVisit(func(counter C.int) { found <- counter })
	close(found)
	<-done
	return nil
}

func deadlockChannelRoom(*registry.Call) error {
	found := make(chan C.int, C.CALLBACK_DEADLOCK_COUNTERS)
	done := deadlockAsk(found)
	deadlockVisit(func(counter C.int) { found <- counter })
	close(found)
	<-done
	return nil
}

func deadlockWithoutLock(*registry.Call) error {
	deadlockVisitCopied(func(counter C.int) { C.callback_deadlock_add(counter) })
	return nil
}

var (
	deadlockVisitsLock sync.Mutex
	deadlockVisits     int
)

func deadlockMutexWithin(*registry.Call) error {
	deadlockVisit(func(C.int) {
		deadlockVisitsLock.Lock()
		defer deadlockVisitsLock.Unlock()
		deadlockVisits++
	})
	C.callback_deadlock_get(0)
	return nil
}

func deadlockReset() {
	deadlockTotals = [C.CALLBACK_DEADLOCK_COUNTERS]C.int{}
	deadlockLatest, deadlockOutdated, deadlockVisits = 0, false, 0
}
