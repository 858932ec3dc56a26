package main

// #cgo CFLAGS: -std=c17 -D_GNU_SOURCE -Wall -Wextra -Werror -Wno-unused-parameter -I../../shims/core
// #include "process_state.h"
import "C"

import (
	"os"

	"cgofault/targets/registry"
)

// What runs leave in the process, since resetState forgets to put it back.
var (
	later         bool // a run has ended
	begun         bool // in this run
	armed, loaded bool // in this run, and in an earlier one
)

func resetState() {
	later, begun = true, false
	loaded, armed = loaded || armed, false
}

var _ = registry.Add(registry.Class{
	Name:  "process_fresh",
	About: "a bug that only the first run of a process has",
	Ops: []registry.Op{
		{Name: "begin", About: "the first half of the bug", Control: opBegin},
		{Name: "end", About: "the second half, in the same run", Buggy: opEnd, Fixed: opCall},
	},
	Reset: resetState,
})

var _ = registry.Add(registry.Class{
	Name:  "process_later",
	About: "a bug that the first run of a process cannot have",
	Ops: []registry.Op{
		{Name: "arm", About: "a run of it makes a later one of go_off a bug", Control: opArm},
		{Name: "go_off", About: "see arm", Buggy: opGoOff, Fixed: opCall},
	},
	Reset: resetState,
})

var _ = registry.Add(registry.Class{
	Name:  "process_once",
	About: "a bug that no second process has",
	Ops: []registry.Op{
		{Name: "once", About: "a bug for whoever makes the file that PROCESS_ONCE names", Buggy: opOnce, Fixed: opCall},
	},
	Reset: resetState,
})

func opCall(*registry.Call) error {
	C.process_state_call()
	return nil
}

func opBegin(*registry.Call) error {
	C.process_state_call()
	begun = true
	return nil
}

func opEnd(*registry.Call) error {
	C.process_state_check(C.bool(later || !begun))
	return nil
}

func opArm(*registry.Call) error {
	C.process_state_call()
	armed = true
	return nil
}

func opGoOff(*registry.Call) error {
	C.process_state_check(C.bool(!loaded))
	return nil
}

func opOnce(*registry.Call) error {
	file, err := os.OpenFile(os.Getenv("PROCESS_ONCE"), os.O_CREATE|os.O_EXCL, 0o600)
	if err == nil {
		file.Close()
	}
	C.process_state_check(C.bool(err != nil))
	return nil
}
