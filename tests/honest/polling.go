package main

// #include "honest_polling.h"
import "C"

import (
	"sync"
	"sync/atomic"
	"time"

	"cgofault/targets/registry"
)

var _ = registry.Add(registry.Class{
	Name:  "polling",
	About: "goroutines that ask C again and again",
	Ops: []registry.Op{
		{Name: "event_loop", About: "waits for what the package's event loop brings without its mutex, or with it",
			Buggy: pollingEventLoopBuggy, Fixed: pollingEventLoop},
		{Name: "own_turn", About: "handles events beside the loop under a mutex, or without",
			Buggy: pollingOwnTurnBuggy, Fixed: pollingOwnTurn},
		{Name: "settings", About: "keeps the library's lock where a setting fails, or never",
			Buggy: pollingSettingsBuggy, Fixed: pollingSettings},
		{Name: "until", About: "asks until a job is done, or does not ask", Buggy: pollingUntilBuggy, Fixed: pollingUntil},
	},
})

const pollingPeriod = 2 * time.Millisecond

// ---- an event loop that starts with the first use of the package and never ends ----

var (
	pollingOnce    sync.Once
	pollingMutex   sync.Mutex
	pollingReplies = map[C.int]chan bool{}
	pollingNext    C.int
)

func pollingLoop() {
	for {
		C.polling_handle_events()
		time.Sleep(pollingPeriod)
	}
}

//export pollingDone
func pollingDone(job C.int) {
	pollingMutex.Lock()
	reply := pollingReplies[job]
	delete(pollingReplies, job)
	pollingMutex.Unlock()
	reply <- true
}

func pollingSubmit() <-chan bool {
	pollingOnce.Do(func() { go pollingLoop() })
	reply := make(chan bool, 1)
	pollingMutex.Lock()
	pollingNext++
	job := pollingNext
	pollingReplies[job] = reply
	pollingMutex.Unlock()
	C.polling_submit(job)
	return reply
}

func pollingEventLoop(*registry.Call) error {
	<-pollingSubmit()
	return nil
}

func pollingEventLoopBuggy(*registry.Call) error {
	reply := pollingSubmit()
	pollingMutex.Lock()
	<-reply
	pollingMutex.Unlock()
	return nil
}

// ---- an event loop that waits in C ----

var (
	pollingTurnOnce sync.Once
	pollingTurn     sync.Mutex
)

func pollingTurns() {
	for {
		pollingTurn.Lock()
		C.polling_wait_events()
		pollingTurn.Unlock()
		time.Sleep(pollingPeriod)
	}
}

func pollingOwnTurn(*registry.Call) error {
	pollingTurnOnce.Do(func() { go pollingTurns() })
	pollingTurn.Lock()
	C.polling_wait_events()
	pollingTurn.Unlock()
	return nil
}

func pollingOwnTurnBuggy(*registry.Call) error {
	pollingTurnOnce.Do(func() { go pollingTurns() })
	C.polling_wait_events()
	return nil
}

// ---- an op that polls ----

var pollingJob atomic.Uint32

func pollingUntil(*registry.Call) error {
	job := C.int(pollingJob.Add(1))
	go C.polling_finish(job)
	for C.polling_is_done(job) == 0 {
		time.Sleep(pollingPeriod)
	}
	C.polling_take(job)
	return nil
}

func pollingUntilBuggy(*registry.Call) error {
	job := C.int(pollingJob.Add(1))
	go C.polling_finish(job)
	time.Sleep(pollingPeriod)
	C.polling_take(job)
	return nil
}

// ---- a thread of the library's that polls under a lock ----

func pollingSettings(call *registry.Call) error {
	C.polling_lock()
	_, err := C.polling_set(C.int(call.Argument))
	C.polling_unlock()
	return err
}

func pollingSettingsBuggy(call *registry.Call) error {
	C.polling_lock()
	if _, err := C.polling_set(C.int(call.Argument)); err != nil {
		return err
	}
	C.polling_unlock()
	return nil
}
