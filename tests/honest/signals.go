package main

// #include "honest_signals.h"
import "C"

import (
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"

	"cgofault/targets/registry"
)

var _ = registry.Add(registry.Class{
	Name:  "signals",
	About: "handlers that C installs in a process whose goroutines have small stacks",
	Ops: []registry.Op{
		{Name: "chained", About: "a handler on the alternative stack that calls the one before it, or one on any stack",
			Buggy: signalsChainedBuggy, Fixed: signalsChained},
		{Name: "ignored", About: "ignores a signal, or counts it on any stack", Buggy: signalsIgnoredBuggy, Fixed: signalsIgnored},
		{Name: "notified", About: "hears of a signal by a channel with room for it, or by one without",
			Buggy: signalsNotifiedBuggy, Fixed: signalsNotified},
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

var signalsOneAtATime sync.Mutex

func signalsIgnored(*registry.Call) error {
	signalsOneAtATime.Lock()
	defer signalsOneAtATime.Unlock()
	C.signals_pipe(C.SIGNALS_IGNORE)
	C.signals_pipe_restore()
	return nil
}

func signalsIgnoredBuggy(*registry.Call) error {
	signalsOneAtATime.Lock()
	defer signalsOneAtATime.Unlock()
	C.signals_pipe(C.SIGNALS_COUNT)
	C.signals_pipe_restore()
	return nil
}

var (
	signalsRoom, signalsNoRoom = make(chan os.Signal, 1), make(chan os.Signal)
	signalsNotifyOnce          sync.Once
)

// signalsReload waits for its own signal, and one signal is under way at a time: two would be told as one. It has something
// to do before it listens: without, the kernel decides whether the signal or the call is back first.
func signalsReload(told chan os.Signal) {
	signalsOneAtATime.Lock()
	defer signalsOneAtATime.Unlock()
	signalsNotifyOnce.Do(func() { signal.Notify(told, syscall.SIGHUP) })
	C.signals_reload()
	time.Sleep(time.Millisecond)
	<-told
}

func signalsNotified(*registry.Call) error {
	signalsReload(signalsRoom)
	return nil
}

func signalsNotifiedBuggy(*registry.Call) error {
	signalsReload(signalsNoRoom)
	return nil
}
