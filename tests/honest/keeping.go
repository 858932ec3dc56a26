package main

// #include "honest_keeping.h"
// #include <unistd.h>
import "C"

import (
	"os"
	"runtime"
	"runtime/cgo"
	"sync"
	"syscall"
	"time"
	"unsafe"

	"cgofault/targets/registry"
)

var _ = registry.Add(registry.Class{
	Name:  "keeping",
	About: "what a program keeps for itself, once or each time",
	Ops: []registry.Op{
		{Name: "workers", About: "starts a pool of workers with the first use, or a worker with each",
			Buggy: keepingWorkersBuggy, Fixed: keepingWorkers},
		{Name: "bounded", About: "a pool of workers grows to eight, or for ever",
			Buggy: keepingBoundedBuggy, Fixed: keepingBounded},
		{Name: "loop", About: "an event loop starts with the first use, or with each", Buggy: keepingLoopBuggy, Fixed: keepingLoop},
		{Name: "later", About: "a goroutine that waits for something else ends after a while, or never",
			Buggy: keepingLaterBuggy, Fixed: keepingLater},
		{Name: "watched", About: "a goroutine ends when what it works for is collected, or not at all",
			Buggy: keepingWatchedBuggy, Fixed: keepingWatched},
		{Name: "descriptor", About: "keeps a descriptor, or one more each time",
			Buggy: keepingDescriptorBuggy, Fixed: keepingDescriptor},
		{Name: "collected", About: "a file that nobody has any more is closed with it, or its descriptor stays",
			Buggy: keepingCollectedBuggy, Fixed: keepingCollected},
		{Name: "file", About: "keeps a file that Go has opened, or one more each time", Buggy: keepingFileBuggy, Fixed: keepingFile},
		{Name: "handle", About: "registers itself with C once, or each time", Buggy: keepingHandleBuggy, Fixed: keepingHandle},
		{Name: "pinner", About: "unpins what C has filled, or forgets the Pinner", Buggy: keepingPinnerBuggy, Fixed: keepingPinner},
		{Name: "pages", About: "pins a buffer once, or a new one each time", Buggy: keepingPagesBuggy, Fixed: keepingPages},
		{Name: "on_purpose", About: "leaves one of each behind, as it says", Control: keepingOnPurpose,
			Keeps: "goroutine,handle,pinner,descriptor"},
	},
})

func keepingWork(call *registry.Call) error {
	if n, err := C.keeping_work(C.int(call.Argument)); n != 0 {
		return err
	}
	return nil
}

// ---- goroutines ----

// keepingJob is work for a worker.
type keepingJob struct {
	call  *registry.Call
	error chan error
}

var (
	keepingOnce    sync.Once
	keepingJobs    = make(chan keepingJob)
	keepingMutex   sync.Mutex
	keepingCount   int
	keepingOthers  = make(chan keepingJob)
	keepingTicks   = make(chan bool, 1)
	keepingTicking sync.Once
)

func keepingWorker(jobs <-chan keepingJob) {
	for job := range jobs {
		job.error <- keepingWork(job.call)
	}
}

func keepingAsk(jobs chan<- keepingJob, call *registry.Call) error {
	job := keepingJob{call, make(chan error, 1)}
	jobs <- job
	return <-job.error
}

func keepingWorkers(call *registry.Call) error {
	keepingOnce.Do(func() {
		for range 3 {
			go keepingWorker(keepingJobs)
		}
	})
	return keepingAsk(keepingJobs, call)
}

func keepingWorkersBuggy(call *registry.Call) error {
	go keepingWorker(keepingJobs) // one more
	return keepingAsk(keepingJobs, call)
}

const keepingWorkersMax = 8

func keepingBounded(call *registry.Call) error {
	keepingMutex.Lock()
	if keepingCount < keepingWorkersMax {
		keepingCount++
		go keepingWorker(keepingOthers)
	}
	keepingMutex.Unlock()
	return keepingAsk(keepingOthers, call)
}

func keepingBoundedBuggy(call *registry.Call) error {
	keepingMutex.Lock()
	if keepingCount++; keepingCount > keepingWorkersMax {
		keepingCount = keepingWorkersMax
	}
	go keepingWorker(keepingOthers) // for ever
	keepingMutex.Unlock()
	return keepingAsk(keepingOthers, call)
}

func keepingEvents() {
	for range keepingTicks {
		C.keeping_work(0)
	}
}

func keepingLoop(call *registry.Call) error {
	keepingTicking.Do(func() { go keepingEvents() })
	keepingTicks <- true
	return keepingWork(call)
}

func keepingLoopBuggy(call *registry.Call) error {
	go keepingEvents() // each time
	keepingTicks <- true
	return keepingWork(call)
}

func keepingLater(call *registry.Call) error {
	never := make(chan bool)
	go func() {
		select {
		case <-never:
		case <-time.After(10 * time.Minute):
		}
	}()
	return keepingWork(call)
}

func keepingLaterBuggy(call *registry.Call) error {
	never := make(chan bool)
	go func() { // without a time limit
		<-never
	}()
	return keepingWork(call)
}

// keepingSession is what a goroutine works for.
type keepingSession struct {
	end chan bool
	_   [4]*int
}

func keepingServe(end <-chan bool) {
	<-end
}

func keepingWatched(call *registry.Call) error {
	session := &keepingSession{end: make(chan bool)}
	runtime.AddCleanup(session, func(end chan bool) { close(end) }, session.end)
	go keepingServe(session.end)
	return keepingWork(call)
}

func keepingWatchedBuggy(call *registry.Call) error {
	session := &keepingSession{end: make(chan bool)}
	go keepingServe(session.end) // and nobody ends it
	return keepingWork(call)
}

// ---- descriptors ----

var (
	keepingCached = sync.OnceValue(func() C.int { return C.keeping_open() })
	keepingLatest C.int
	keepingNull   = sync.OnceValues(func() (*os.File, error) { return os.Open("/dev/null") })
	keepingFiles  []*os.File
)

func keepingDescriptor(*registry.Call) error {
	if n, err := C.keeping_read(keepingCached()); n != 0 {
		return err
	}
	return nil
}

func keepingDescriptorBuggy(*registry.Call) error {
	keepingLatest = C.keeping_open() // the one before is lost
	if n, err := C.keeping_read(keepingLatest); n != 0 {
		return err
	}
	return nil
}

func keepingCollected(call *registry.Call) error {
	file := os.NewFile(uintptr(C.keeping_open()), "event")
	_ = file.Name()
	return keepingWork(call)
}

func keepingCollectedBuggy(call *registry.Call) error {
	descriptor := C.keeping_open()
	_ = descriptor
	return keepingWork(call)
}

func keepingFile(call *registry.Call) error {
	if _, err := keepingNull(); err != nil {
		return err
	}
	return keepingWork(call)
}

func keepingFileBuggy(call *registry.Call) error {
	file, err := os.Open("/dev/null")
	if err != nil {
		return err
	}
	keepingMutex.Lock()
	keepingFiles = append(keepingFiles, file)
	keepingMutex.Unlock()
	return keepingWork(call)
}

// ---- what C is given ----

var keepingSelf = sync.OnceValue(func() cgo.Handle { return cgo.NewHandle(new(int)) })

//export keepingCalled
func keepingCalled(handle C.uintptr_t) {
	_ = cgo.Handle(handle).Value().(*int)
}

func keepingHandle(*registry.Call) error {
	C.keeping_call(C.uintptr_t(keepingSelf()))
	return nil
}

func keepingHandleBuggy(*registry.Call) error {
	self := cgo.NewHandle(new(int))
	C.keeping_call(C.uintptr_t(self))
	return nil
}

func keepingFill(buffer *[64]byte) error {
	if n, err := C.keeping_fill(unsafe.Pointer(buffer), C.size_t(len(buffer))); n != 0 {
		return err
	}
	return nil
}

func keepingPinner(*registry.Call) error {
	var pinner runtime.Pinner
	defer pinner.Unpin()
	buffer := new([64]byte)
	pinner.Pin(buffer)
	return keepingFill(buffer)
}

func keepingPinnerBuggy(*registry.Call) error {
	var pinner runtime.Pinner
	buffer := new([64]byte)
	pinner.Pin(buffer)
	return keepingFill(buffer)
}

var (
	keepingPins runtime.Pinner
	keepingPage = sync.OnceValue(func() *[64]byte {
		page := new([64]byte)
		keepingPins.Pin(page)
		return page
	})
)

func keepingPages(*registry.Call) error {
	keepingMutex.Lock()
	defer keepingMutex.Unlock()
	return keepingFill(keepingPage())
}

func keepingPagesBuggy(*registry.Call) error {
	page := new([64]byte)
	keepingMutex.Lock()
	keepingPins.Pin(page)
	keepingMutex.Unlock()
	return keepingFill(page)
}

func keepingOnPurpose(call *registry.Call) error {
	go keepingServe(make(chan bool))
	page := new([64]byte)
	keepingMutex.Lock()
	keepingPins.Pin(page)
	keepingMutex.Unlock()
	C.keeping_call(C.uintptr_t(cgo.NewHandle(new(int))))
	if _, err := syscall.Open("/dev/null", syscall.O_RDONLY|syscall.O_CLOEXEC, 0); err != nil {
		return err
	}
	return keepingWork(call)
}
