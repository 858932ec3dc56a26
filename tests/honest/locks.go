package main

// #include "honest_locks.h"
import "C"

import (
	"sync"

	"cgofault/targets/registry"
)

var _ = registry.Add(registry.Class{
	Name:  "locks",
	About: "locks of Go's and of C's, held while the other side is called",
	Ops: []registry.Op{
		{Name: "order", About: "a callback under C's lock takes Go's; another calls C without Go's lock, or with it",
			Buggy: locksOrderBuggy, Fixed: locksOrder},
		{Name: "within", About: "adds what a callback was told after the loop, or from the callback",
			Buggy: locksWithinBuggy, Fixed: locksWithin},
		{Name: "consumer", About: "closes the channel of a goroutine that waits in C, or waits for it without",
			Buggy: locksConsumerBuggy, Fixed: locksConsumer},
		{Name: "helper", About: "two goroutines pass a message on, or one waits for its own",
			Buggy: locksHelperBuggy, Fixed: locksHelper},
	},
	Reset: func() { locksEvents = 0 },
})

var (
	locksMutex  sync.Mutex
	locksEvents int
)

//export locksEvent
func locksEvent(value C.int) {
	locksMutex.Lock()
	locksEvents++
	locksMutex.Unlock()
}

func locksOrder(call *registry.Call) error {
	if call.Argument%2 == 1 {
		C.locks_iterate()
		return nil
	}
	locksMutex.Lock()
	value := C.int(locksEvents)
	locksMutex.Unlock()
	C.locks_send(value)
	return nil
}

func locksOrderBuggy(call *registry.Call) error {
	if call.Argument%2 == 1 {
		C.locks_iterate()
		return nil
	}
	locksMutex.Lock()
	defer locksMutex.Unlock()
	C.locks_send(C.int(locksEvents))
	return nil
}

// What a callback of locks_each is to do with an entry, for the caller that is in it: one at a time.
var (
	locksEach  sync.Mutex
	locksVisit func(C.int)
)

//export locksEntry
func locksEntry(entry C.int) {
	locksVisit(entry)
}

func locksVisitAll(visit func(C.int)) {
	locksEach.Lock()
	defer locksEach.Unlock()
	locksVisit = visit
	C.locks_each()
}

func locksWithin(*registry.Call) error {
	var found []C.int
	locksVisitAll(func(entry C.int) { found = append(found, entry) })
	for _, entry := range found {
		C.locks_add(entry)
	}
	return nil
}

func locksWithinBuggy(call *registry.Call) error {
	locksVisitAll(func(entry C.int) {
		if entry == C.int(call.Argument) {
			C.locks_add(entry)
		}
	})
	return nil
}

func locksConsume(channel *C.struct_locks_channel) <-chan struct{} {
	done := make(chan struct{})
	go func() {
		for C.locks_next(channel) != 0 {
		}
		close(done)
	}()
	return done
}

func locksConsumer(call *registry.Call) error {
	channel := C.locks_open()
	done := locksConsume(channel)
	for range call.Argument % 3 {
		C.locks_put(channel)
	}
	C.locks_close(channel)
	<-done
	C.locks_free(channel)
	return nil
}

func locksConsumerBuggy(call *registry.Call) error {
	channel := C.locks_open()
	done := locksConsume(channel)
	for range call.Argument % 3 {
		C.locks_put(channel)
	}
	<-done
	C.locks_close(channel)
	C.locks_free(channel)
	return nil
}

// One message goes there, and one comes back.
func locksHelper(*registry.Call) error {
	there, back := C.locks_open(), C.locks_open()
	done := make(chan struct{})
	go func() {
		C.locks_next(there)
		C.locks_put(back)
		close(done)
	}()
	C.locks_put(there)
	C.locks_next(back)
	<-done
	C.locks_free(there)
	C.locks_free(back)
	return nil
}

func locksHelperBuggy(*registry.Call) error {
	there, back := C.locks_open(), C.locks_open()
	done := make(chan struct{})
	go func() {
		C.locks_next(there)
		C.locks_put(back)
		close(done)
	}()
	C.locks_next(back)
	C.locks_put(there)
	<-done
	C.locks_free(there)
	C.locks_free(back)
	return nil
}
