package main

// #include "honest_waiting.h"
import "C"

import (
	"sync"
	"time"

	"cgofault/targets/registry"
)

var _ = registry.Add(registry.Class{
	Name:  "waiting",
	About: "calls that wait in C until another call, another thread or the clock lets them go on",
	Ops: []registry.Op{
		{Name: "condition", About: "brings an item and takes one, or does one of both",
			Buggy: waitingConditionBuggy, Fixed: waitingCondition},
		{Name: "slot", About: "gives a slot back always, or not after an error", Buggy: waitingSlotBuggy, Fixed: waitingSlot},
		{Name: "server", About: "asks once and receives once, or twice for some", Buggy: waitingServerBuggy, Fixed: waitingServer},
		{Name: "watcher", About: "wakes whoever watches always, or not after an error",
			Buggy: waitingWatcherBuggy, Fixed: waitingWatcher},
		{Name: "patience", About: "notifies after some time, or expects that somebody else does",
			Buggy: waitingPatienceBuggy, Fixed: waitingPatience},
		{Name: "missed", About: "waits from a moment on that it noted before it asked for the signal, or from now on",
			Buggy: waitingMissedBuggy, Fixed: waitingMissed},
		{Name: "sleep", About: "tries again when the time is over, or goes on as if nothing were",
			Buggy: waitingSleepBuggy, Fixed: waitingSleep},
	},
})

func waitingCondition(*registry.Call) error {
	C.waiting_put()
	C.waiting_take()
	return nil
}

func waitingConditionBuggy(call *registry.Call) error {
	if call.Argument%2 == 0 {
		C.waiting_put()
		return nil
	}
	C.waiting_take()
	return nil
}

func waitingSlot(*registry.Call) error {
	C.waiting_acquire()
	defer C.waiting_release()
	if n, err := C.waiting_work(); n != 0 {
		return err
	}
	return nil
}

func waitingSlotBuggy(*registry.Call) error {
	C.waiting_acquire()
	if n, err := C.waiting_work(); n != 0 {
		return err
	}
	C.waiting_release()
	return nil
}

var waitingMutex sync.Mutex

func waitingServer(call *registry.Call) error {
	waitingMutex.Lock()
	defer waitingMutex.Unlock()
	C.waiting_ask(C.int(call.Argument))
	C.waiting_receive()
	return nil
}

func waitingServerBuggy(call *registry.Call) error {
	waitingMutex.Lock()
	defer waitingMutex.Unlock()
	C.waiting_ask(C.int(call.Argument))
	C.waiting_receive()
	if call.Argument%2 == 1 {
		C.waiting_receive() // there is no second answer
	}
	return nil
}

func waitingWatch() <-chan struct{} {
	seen := make(chan struct{})
	go func() {
		C.waiting_watch()
		close(seen)
	}()
	return seen
}

func waitingWatcher(*registry.Call) error {
	seen := waitingWatch()
	n, err := C.waiting_work()
	C.waiting_notify()
	<-seen
	if n != 0 {
		return err
	}
	return nil
}

func waitingWatcherBuggy(*registry.Call) error {
	seen := waitingWatch()
	n, err := C.waiting_work()
	if n == 0 {
		C.waiting_notify()
	}
	<-seen
	if n != 0 {
		return err
	}
	return nil
}

func waitingPatiently(seen <-chan struct{}) {
	select {
	case <-seen:
	case <-time.After(time.Millisecond):
	}
}

func waitingPatience(*registry.Call) error {
	seen := waitingWatch()
	waitingPatiently(seen)
	C.waiting_notify()
	<-seen
	return nil
}

func waitingPatienceBuggy(*registry.Call) error {
	seen := waitingWatch()
	waitingPatiently(seen)
	<-seen
	return nil
}

func waitingMissed(*registry.Call) error {
	count := C.waiting_count()
	go C.waiting_signal()
	C.waiting_wait_past(count)
	return nil
}

func waitingMissedBuggy(*registry.Call) error {
	go C.waiting_signal()
	C.waiting_wait_next()
	return nil
}

func waitingSleep(*registry.Call) error {
	for {
		if n, _ := C.waiting_sleep(); n == 0 {
			return nil
		}
	}
}

func waitingSleepBuggy(*registry.Call) error {
	C.waiting_sleep()
	return nil
}
