package targets

// #include "newcomer.h"
import "C"

import "cgofault/targets/registry"

// A class made of nothing but its own files.
var _ = registry.Add(registry.Class{
	Name:  "newcomer",
	About: "a library is stopped more often than it was started",
	Ops: []registry.Op{
		{Name: "twice", About: "stops a second time in a deferred call", Buggy: newcomerTwice, Fixed: newcomerOnce},
	},
})

func newcomerTwice(*registry.Call) error {
	C.newcomer_start()
	defer C.newcomer_stop()
	C.newcomer_stop()
	return nil
}

func newcomerOnce(*registry.Call) error {
	C.newcomer_start()
	defer C.newcomer_stop()
	return nil
}
