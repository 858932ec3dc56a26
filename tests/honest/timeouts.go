package main

// #include "honest_timeouts.h"
import "C"

import (
	"context"
	"time"

	"cgofault/targets/registry"
)

var _ = registry.Add(registry.Class{
	Name:  "timeouts",
	About: "callers that give up while their C call goes on",
	Ops: []registry.Op{
		{Name: "given_up", About: "closes what C works on when that has returned, or when nobody waits any more",
			Buggy: timeoutsGivenUpBuggy, Fixed: timeoutsGivenUp},
		{Name: "interrupted", About: "a timer interrupts the call, or closes what it works on",
			Buggy: timeoutsInterruptedBuggy, Fixed: timeoutsInterrupted},
		{Name: "pooled", About: "gives a box back when C has returned, or when nobody waits any more",
			Buggy: timeoutsPooledBuggy, Fixed: timeoutsPooled},
	},
})

const timeoutsPatience = 5 * time.Second

func timeoutsStart(box *C.struct_timeouts_box) <-chan struct{} {
	done := make(chan struct{})
	go func() {
		C.timeouts_work(box)
		close(done)
	}()
	return done
}

func timeoutsGivenUp(*registry.Call) error {
	patience, cancel := context.WithTimeout(context.Background(), timeoutsPatience)
	defer cancel()
	box := C.timeouts_open()
	done := timeoutsStart(box)
	select {
	case <-done:
		C.timeouts_close(box)
	case <-patience.Done():
		go func() {
			<-done
			C.timeouts_close(box)
		}()
	}
	return nil
}

func timeoutsGivenUpBuggy(*registry.Call) error {
	patience, cancel := context.WithTimeout(context.Background(), timeoutsPatience)
	defer cancel()
	box := C.timeouts_open()
	done := timeoutsStart(box)
	select {
	case <-done:
	case <-patience.Done():
	}
	C.timeouts_close(box) // it may work on
	return nil
}

func timeoutsInterrupted(*registry.Call) error {
	box := C.timeouts_open()
	interrupted := make(chan struct{})
	timer := time.AfterFunc(timeoutsPatience, func() {
		C.timeouts_interrupt(box)
		close(interrupted)
	})
	C.timeouts_work(box)
	if !timer.Stop() {
		<-interrupted
	}
	C.timeouts_close(box)
	return nil
}

func timeoutsInterruptedBuggy(*registry.Call) error {
	box := C.timeouts_open()
	timer := time.AfterFunc(timeoutsPatience, func() {
		C.timeouts_close(box) // while it works
	})
	C.timeouts_work(box)
	if timer.Stop() {
		C.timeouts_close(box)
	}
	return nil
}

// ---- boxes that are used again ----

var timeoutsPool = make(chan *C.struct_timeouts_box, 4)

func timeoutsTake() *C.struct_timeouts_box {
	select {
	case box := <-timeoutsPool:
		return box
	default:
		return C.timeouts_open()
	}
}

func timeoutsGive(box *C.struct_timeouts_box) {
	select {
	case timeoutsPool <- box:
	default:
		C.timeouts_close(box)
	}
}

func timeoutsPooled(*registry.Call) error {
	box := timeoutsTake()
	done := make(chan struct{})
	go func() {
		C.timeouts_work(box)
		timeoutsGive(box)
		close(done)
	}()
	select {
	case <-done:
	case <-time.After(timeoutsPatience):
	}
	return nil
}

func timeoutsPooledBuggy(*registry.Call) error {
	box := timeoutsTake()
	defer timeoutsGive(box)
	select {
	case <-timeoutsStart(box):
	case <-time.After(timeoutsPatience):
	}
	return nil
}
