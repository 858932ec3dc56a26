package main

// #include "honest_processes.h"
import "C"

import (
	"errors"
	"os/exec"

	"cgofault/targets/registry"
)

var _ = registry.Add(registry.Class{
	Name:  "processes",
	About: "other programs that a call starts, and calls that end this one",
	Ops: []registry.Op{
		{Name: "spawn", About: "runs a program, or a copy of this process", Buggy: processesCopy, Fixed: processesSpawn},
		{Name: "fork", About: "forks and runs a program, or goes on in the copy", Buggy: processesCopy, Fixed: processesFork},
		{Name: "shell", About: "asks the shell to run something, or a copy of this process",
			Buggy: processesCopy, Fixed: processesShell},
		{Name: "command", About: "Go starts a program beside calls of C, which it does by a fork of its own; or C copies the process",
			Buggy: processesCopy, Fixed: processesCommand},
		{Name: "output", About: "closes the output of a program always, or not after an error",
			Buggy: processesOutputBuggy, Fixed: processesOutput},
		{Name: "check", About: "looks at a value before C ends the process because of it, or not",
			Buggy: processesCheckBuggy, Fixed: processesCheck},
		{Name: "assert", About: "the same where C aborts", Buggy: processesAssertBuggy, Fixed: processesAssert},
	},
})

var (
	errNotRun    = errors.New("the program was not run")
	errNotValid  = errors.New("the value is not valid")
	processesRan int
)

//export processesChild
func processesChild() {
	processesRan++
}

func processesError(result C.int) error {
	if result != 0 {
		return errNotRun
	}
	return nil
}

func processesSpawn(*registry.Call) error { return processesError(C.processes_spawn()) }
func processesFork(*registry.Call) error  { return processesError(C.processes_fork()) }
func processesShell(*registry.Call) error { return processesError(C.processes_shell()) }
func processesCopy(*registry.Call) error  { return processesError(C.processes_copy()) }

func processesCommand(*registry.Call) error {
	C.processes_check(0)
	return exec.Command("true").Run()
}

func processesOutput(*registry.Call) error {
	output := C.processes_open()
	defer C.processes_close(output)
	if n, err := C.processes_read(output); n != 0 {
		return err
	}
	return nil
}

func processesOutputBuggy(*registry.Call) error {
	output := C.processes_open() // not always closed
	if n, err := C.processes_read(output); n != 0 {
		return err
	}
	C.processes_close(output)
	return nil
}

func processesCheck(call *registry.Call) error {
	if call.Argument >= 128 {
		return errNotValid
	}
	C.processes_check(C.int(call.Argument))
	return nil
}

func processesCheckBuggy(call *registry.Call) error {
	C.processes_check(C.int(call.Argument))
	return nil
}

func processesAssert(call *registry.Call) error {
	if call.Argument >= 128 {
		return errNotValid
	}
	C.processes_assert(C.int(call.Argument))
	return nil
}

func processesAssertBuggy(call *registry.Call) error {
	C.processes_assert(C.int(call.Argument))
	return nil
}
