package main

// #include "process.h"
//
// static int process_note_by_preamble(int number) { return process_note(number) + 1; }
import "C"

import "cgofault/targets/registry"

var _ = registry.Add(registry.Class{
	Name:  "process",
	About: "what C does to the process: signals, forks; and C code of the program's own between Go and the library",
	Ops: []registry.Op{
		{Name: "direct", About: "Go calls the library", Control: noteDirectly},
		{Name: "inline", About: "a static inline function calls it", Control: noteInline},
		{Name: "preamble", About: "a function in the preamble calls it", Control: noteByPreamble},
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
