package main

// #include "honest_state.h"
import "C"

import (
	"os"
	"sync"

	"cgofault/targets/registry"
)

// Nothing here is reset: a package is initialised once, and what it counts goes on.
var _ = registry.Add(registry.Class{
	Name:  "state",
	About: "what a run leaves in the process for the next one",
	Ops: []registry.Op{
		{Name: "first_use", About: "initialises the library by sync.Once, or by a look at a flag",
			Buggy: stateFirstUseBuggy, Fixed: stateFirstUse},
		{Name: "counts", About: "counts with C what succeeded, or what was tried", Buggy: stateCountsBuggy, Fixed: stateCounts},
		{Name: "environment", About: "takes a variable back, or leaves it", Buggy: stateEnvironmentBuggy,
			Fixed: stateEnvironment},
	},
})

var (
	stateOnce sync.Once
	stateDone bool
)

func stateFirstUse(call *registry.Call) error {
	stateOnce.Do(func() { C.state_initialise() })
	C.state_work(C.int(call.Argument))
	return nil
}

func stateFirstUseBuggy(call *registry.Call) error {
	if !stateDone {
		C.state_initialise()
		stateDone = true
	}
	C.state_work(C.int(call.Argument))
	return nil
}

// ---- two counts that have to agree ----

var (
	stateMutex sync.Mutex
	stateCount C.int
)

func stateCompare(call *registry.Call) error {
	question := C.int(1)
	C.state_count()
	call.Asked, call.Got = registry.BytesOf(&question), registry.BytesOf(&stateCount)
	return nil
}

func stateCounts(call *registry.Call) error {
	stateMutex.Lock()
	defer stateMutex.Unlock()
	if call.Argument%2 == 0 {
		return stateCompare(call)
	}
	n, err := C.state_add()
	if n != 0 {
		return err
	}
	stateCount++
	return nil
}

func stateCountsBuggy(call *registry.Call) error {
	stateMutex.Lock()
	defer stateMutex.Unlock()
	if call.Argument%2 == 0 {
		return stateCompare(call)
	}
	n, err := C.state_add()
	stateCount++
	if n != 0 {
		return err
	}
	return nil
}

// ---- the environment ----

var stateEnvironmentMutex sync.Mutex

// stateAsk relies on the default mode.
func stateAsk(call *registry.Call) error {
	word := C.int(call.Argument) + 1
	C.state_word(word)
	call.Asked, call.Got = registry.BytesOf(&word), registry.BytesOf(&word)
	return nil
}

func stateEnvironment(call *registry.Call) error {
	stateEnvironmentMutex.Lock()
	defer stateEnvironmentMutex.Unlock()
	if call.Argument%2 == 0 {
		return stateAsk(call)
	}
	os.Setenv("STATE_MODE", "negative")
	defer os.Unsetenv("STATE_MODE")
	C.state_word(C.int(call.Argument) + 1)
	return nil
}

func stateEnvironmentBuggy(call *registry.Call) error {
	stateEnvironmentMutex.Lock()
	defer stateEnvironmentMutex.Unlock()
	if call.Argument%2 == 0 {
		return stateAsk(call)
	}
	os.Setenv("STATE_MODE", "negative")
	C.state_word(C.int(call.Argument) + 1)
	return nil
}
