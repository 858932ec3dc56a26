package main

// #include "honest_signals.h"
import "C"

import (
	"sync"

	"cgofault/targets/registry"
)

var _ = add(registry.Class{
	Name:  "signals",
	About: "handlers that C installs in a process whose goroutines have small stacks",
	Ops: []registry.Op{
		{Name: "chained", About: "a handler on the alternative stack that calls the one before it, or one on any stack",
			Buggy: signalsChainedBuggy, Fixed: signalsChained},
		{Name: "ignored", About: "ignores a signal, or counts it on any stack", Buggy: signalsIgnoredBuggy, Fixed: signalsIgnored},
	},
})

func signalsChained(*registry.Call) error {
	C.signals_start(C.SIGNALS_OWN_STACK)
	defer C.signals_stop()
	C.signals_resize()
	return nil
}

func signalsChainedBuggy(*registry.Call) error {
	C.signals_start(0)
	defer C.signals_stop()
	C.signals_resize()
	return nil
}

var signalsPipe sync.Mutex

func signalsIgnored(*registry.Call) error {
	signalsPipe.Lock()
	defer signalsPipe.Unlock()
	C.signals_pipe(C.SIGNALS_IGNORE)
	C.signals_pipe_restore()
	return nil
}

func signalsIgnoredBuggy(*registry.Call) error {
	signalsPipe.Lock()
	defer signalsPipe.Unlock()
	C.signals_pipe(C.SIGNALS_COUNT)
	C.signals_pipe_restore()
	return nil
}
