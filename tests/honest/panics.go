package main

// #include "honest_panics.h"
import "C"

import (
	"errors"
	"sync"

	"cgofault/targets/registry"
)

var _ = registry.Add(registry.Class{
	Name:  "panics",
	About: "panics of Go that leave frames of C, and where they are recovered",
	Ops: []registry.Op{
		{Name: "recovered", About: "recovers above a frame of C, and closes once, or twice",
			Buggy: panicsRecoveredBuggy, Fixed: panicsRecovered},
		{Name: "many", About: "recovers hundreds of times, above frames that hold nothing, or a lock",
			Buggy: panicsManyBuggy, Fixed: panicsMany},
		{Name: "uncaught", About: "a callback looks at a table within its bounds, or beyond",
			Buggy: panicsUncaughtBuggy, Fixed: panicsUncaught},
		{Name: "held", About: "the same while its caller holds a mutex that a deferred function takes",
			Buggy: panicsHeldBuggy, Fixed: panicsHeld},
		{Name: "nested", About: "a callback recovers what a callback below it panicked with, and leaves the machine open, or not",
			Buggy: panicsNestedBuggy, Fixed: panicsNested},
		{Name: "told", About: "a callback recovers its own panic and fails; its caller looks, or not",
			Buggy: panicsToldBuggy, Fixed: panicsTold},
	},
})

// The kinds of steps. A number from stepTable on is an entry of the table.
const (
	stepNothing = iota
	stepPanic
	stepTold
	stepNested
	stepNestedClose
	stepTable
)

var (
	panicsEntries = [4]int{1, 2, 3, 4}
	panicsMachine *C.struct_panics // of a nested step, under panicsMutex
	panicsMutex   sync.Mutex
	errPanicked   = errors.New("the step panicked")
)

//export panicsStep
func panicsStep(step C.int) (result C.int) {
	switch step {
	case stepNothing:
	case stepPanic:
		panic(errPanicked)
	case stepTold:
		defer func() {
			if recover() != nil {
				result = -1
			}
		}()
		panic(errPanicked)
	case stepNested, stepNestedClose:
		if panicsEvaluate(panicsMachine, stepPanic) != nil && step == stepNestedClose {
			C.panics_close(panicsMachine)
		}
	default:
		return C.int(panicsEntries[step-stepTable])
	}
	return 0
}

// panicsEvaluate makes an error of a step's panic.
func panicsEvaluate(machine *C.struct_panics, step C.int) (err error) {
	defer func() {
		if recover() != nil {
			err = errPanicked
		}
	}()
	C.panics_run(machine, step)
	return nil
}

func panicsRecovered(*registry.Call) error {
	machine := C.panics_open()
	defer C.panics_close(machine)
	panicsEvaluate(machine, stepPanic)
	return nil
}

func panicsRecoveredBuggy(*registry.Call) error {
	machine := C.panics_open()
	defer C.panics_close(machine)
	if panicsEvaluate(machine, stepPanic) != nil {
		C.panics_close(machine)
	}
	return nil
}

func panicsMany(call *registry.Call) error {
	machine := C.panics_open()
	defer C.panics_close(machine)
	for range 2 * int(call.Argument) {
		panicsEvaluate(machine, stepPanic)
	}
	return nil
}

func panicsManyBuggy(call *registry.Call) error {
	machine := C.panics_open()
	defer C.panics_close(machine)
	for range 2 * int(call.Argument) {
		panicsEvaluateLocked(machine, stepPanic)
	}
	return nil
}

func panicsEvaluateLocked(machine *C.struct_panics, step C.int) {
	defer func() { recover() }()
	C.panics_run_locked(machine, step)
}

func panicsUncaught(call *registry.Call) error {
	return panicsLookUp(C.int(call.Argument) % C.int(len(panicsEntries)))
}

func panicsUncaughtBuggy(call *registry.Call) error {
	return panicsLookUp(C.int(call.Argument))
}

func panicsLookUp(entry C.int) error {
	machine := C.panics_open()
	defer C.panics_close(machine)
	C.panics_run(machine, stepTable+entry)
	return nil
}

var (
	panicsHeldMutex sync.Mutex
	panicsOpen      int
)

func panicsHeld(call *registry.Call) error {
	return panicsLookUpHeld(C.int(call.Argument) % C.int(len(panicsEntries)))
}

func panicsHeldBuggy(call *registry.Call) error {
	return panicsLookUpHeld(C.int(call.Argument))
}

func panicsLookUpHeld(entry C.int) error {
	defer panicsCount(-1)
	panicsCount(1)
	machine := C.panics_open()
	panicsHeldMutex.Lock()
	C.panics_run_locked(machine, stepTable+entry)
	panicsHeldMutex.Unlock()
	C.panics_close(machine)
	return nil
}

func panicsCount(difference int) {
	panicsHeldMutex.Lock()
	panicsOpen += difference
	panicsHeldMutex.Unlock()
}

func panicsNested(*registry.Call) error {
	return panicsNest(stepNested)
}

func panicsNestedBuggy(*registry.Call) error {
	return panicsNest(stepNestedClose)
}

// The outer step's frame of C stays in use while the inner one is left by a panic.
func panicsNest(step C.int) error {
	panicsMutex.Lock()
	defer panicsMutex.Unlock()
	panicsMachine = C.panics_open()
	C.panics_run(panicsMachine, step)
	if step == stepNested {
		C.panics_close(panicsMachine)
	}
	return nil
}

func panicsTold(*registry.Call) error {
	machine := C.panics_open()
	defer C.panics_close(machine)
	if n, err := C.panics_run(machine, stepTold); n < 0 {
		return err
	}
	return nil
}

func panicsToldBuggy(*registry.Call) error {
	machine := C.panics_open()
	defer C.panics_close(machine)
	C.panics_run(machine, stepTold)
	return nil
}
