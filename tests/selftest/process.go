package main

// #include "process.h"
//
// static inline int process_note_by_preamble(int number) { return process_note(number) + 1; }
import "C"

import (
	"os/exec"

	"cgofault/targets/registry"
)

var _ = registry.Add(registry.Class{
	Name:  "process",
	About: "what C does to the process: signals, forks; and C code of the program's own between Go and the library",
	Ops: []registry.Op{
		{Name: "direct", About: "Go calls the library", Control: noteDirectly},
		{Name: "inline", About: "a static inline function calls it", Control: noteInline},
		{Name: "preamble", About: "a function in the preamble calls it", Control: noteByPreamble},
		{Name: "signals", About: "C handles a signal, without SA_ONSTACK or with it",
			Buggy: signalsOn(C.PROCESS_GOROUTINE_STACK), Fixed: signalsOn(C.PROCESS_SIGNAL_STACK)},
		{Name: "signals_ignored", About: "C ignores a signal", Control: signalsOn(C.PROCESS_IGNORED)},
		{Name: "signals_for_a_while", About: "C handles a signal, and no more when the call ends", Control: signalsForAWhile},
		{Name: "run", About: "the copy returns, or runs a program", Buggy: copies(C.PROCESS_RETURNS), Fixed: copies(C.PROCESS_RUNS)},
		{Name: "end", About: "the copy calls back, or ends", Buggy: copies(C.PROCESS_CALLS_GO), Fixed: copies(C.PROCESS_ENDS)},
		{Name: "sleep", About: "the copy returns, made by a system call; or stays in C", Buggy: copies(C.PROCESS_RETURNS_BARE),
			Fixed: copies(C.PROCESS_SLEEPS)},
		{Name: "spawn", About: "Go itself forks; or C spawns", Buggy: goesOnAsCopy, Fixed: copies(C.PROCESS_SPAWNED)},
		{Name: "shell", About: "C asks the shell", Control: copies(C.PROCESS_BY_SHELL)},
		{Name: "command", About: "Go runs a program", Control: goCommand},
	},
})

func noteDirectly(call *registry.Call) error {
	C.process_note(C.int(call.Argument))
	C.process_note(C.int(call.Argument))
	_, err := C.process_note(C.int(call.Argument))
	return err
}

func noteInline(call *registry.Call) error {
	C.process_note_twice(C.int(call.Argument))
	C.process_note(C.int(call.Argument))
	return nil
}

func noteByPreamble(call *registry.Call) error {
	C.process_note_by_preamble(C.int(call.Argument))
	C.process_note(C.int(call.Argument))
	return nil
}

func signalsOn(stack C.enum_process_stack) func(*registry.Call) error {
	return func(*registry.Call) error {
		C.process_signals(stack)
		C.process_signals_end()
		return nil
	}
}

func signalsForAWhile(*registry.Call) error {
	C.process_signals_for_a_while()
	return nil
}

//export processCalledBack
func processCalledBack() {
}

func copies(copy C.enum_process_copy) func(*registry.Call) error {
	return func(call *registry.Call) error {
		C.process_fork(copy)
		return noteDirectly(call)
	}
}

func goesOnAsCopy(*registry.Call) error {
	C.process_bare_fork()
	return nil
}

func goCommand(call *registry.Call) error {
	C.process_note(C.int(call.Argument))
	return exec.Command("/bin/true").Run()
}
