package main

// #include "honest_workers.h"
import "C"

import (
	"sync"

	"cgofault/targets/registry"
)

var _ = registry.Add(registry.Class{
	Name:  "workers",
	About: "threads of the library's own call back while somebody waits for them in C",
	Ops: []registry.Op{
		{Name: "join", About: "waits for a worker without the mutex that its callbacks take, or with it",
			Buggy: workersJoinBuggy, Fixed: workersJoin},
		{Name: "answers", About: "a worker's callbacks send to a channel with room for all, or with none",
			Buggy: workersAnswersBuggy, Fixed: workersAnswers},
		{Name: "run", About: "a callback looks its handler up, which is entered before, or still locked",
			Buggy: workersRunBuggy, Fixed: workersRunFixed},
		{Name: "posted", About: "waits for the dispatcher without the mutex that its callback takes, or with it", Buggy: workersPostedBuggy, Fixed: workersPostedFixed},
	},
})

var (
	workersMutex sync.Mutex
	workersSum   int
)

//export workersDone
func workersDone(job C.int) {
	workersMutex.Lock()
	workersSum += int(job)
	workersMutex.Unlock()
}

func workersJoin(call *registry.Call) error {
	worker := C.workers_start(C.int(call.Argument%3 + 1))
	workersMutex.Lock()
	workersSum++
	workersMutex.Unlock()
	C.workers_join(worker)
	return nil
}

func workersJoinBuggy(call *registry.Call) error {
	worker := C.workers_start(C.int(call.Argument%3 + 1))
	workersMutex.Lock()
	defer workersMutex.Unlock()
	workersSum++
	C.workers_join(worker)
	return nil
}

// ---- a channel ----

const workersJobs = 3

var (
	workersAsking  sync.Mutex
	workersChannel chan C.int
)

//export workersAsked
func workersAsked(job C.int) {
	C.workers_note(job)
	workersChannel <- job
}

func workersAnswers(*registry.Call) error {
	return workersAsk(make(chan C.int, workersJobs))
}

func workersAnswersBuggy(*registry.Call) error {
	return workersAsk(make(chan C.int))
}

func workersAsk(answers chan C.int) error {
	workersAsking.Lock()
	defer workersAsking.Unlock()
	workersChannel = answers
	C.workers_join(C.workers_start_asking(workersJobs))
	for range workersJobs {
		<-answers
	}
	return nil
}

// ---- a table of handlers ----

var (
	workersTable    sync.RWMutex
	workersHandlers = map[C.int]func(){}
)

//export workersRun
func workersRun(job C.int) {
	workersTable.RLock()
	handler := workersHandlers[job]
	workersTable.RUnlock()
	handler()
}

func workersHandle(job C.int) {
	workersHandlers[job] = func() { C.workers_note(job) }
}

func workersRunFixed(call *registry.Call) error {
	workersTable.Lock()
	workersHandle(C.int(call.Argument))
	workersTable.Unlock()
	C.workers_run(C.int(call.Argument))
	return nil
}

func workersRunBuggy(call *registry.Call) error {
	workersTable.Lock()
	defer workersTable.Unlock()
	workersHandle(C.int(call.Argument))
	C.workers_run(C.int(call.Argument))
	return nil
}

// ---- posts ----

var (
	workersWaiting sync.Mutex
	workersReplies = map[C.int]chan bool{}
	workersNext    C.int
)

//export workersPosted
func workersPosted(job C.int) {
	workersWaiting.Lock()
	reply := workersReplies[job]
	delete(workersReplies, job)
	workersWaiting.Unlock()
	reply <- true
}

// workersPost returns where the callback answers, and posts.
func workersPost(reply chan bool) {
	workersWaiting.Lock()
	workersNext++
	job := workersNext
	workersReplies[job] = reply
	workersWaiting.Unlock()
	C.workers_post(job)
}

func workersPostedFixed(*registry.Call) error {
	reply := make(chan bool, 1)
	workersPost(reply)
	<-reply
	return nil
}

// The dispatcher cannot answer while this caller holds the mutex that the callback takes.
func workersPostedBuggy(*registry.Call) error {
	reply := make(chan bool, 1)
	workersPost(reply)
	workersWaiting.Lock()
	<-reply
	workersWaiting.Unlock()
	return nil
}
