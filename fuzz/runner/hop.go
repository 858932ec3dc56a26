package runner

// #include "controller.h"
import "C"

import (
	"bytes"
	"runtime"
	"sync/atomic"
	"syscall"
	"unsafe"
)

// keptThread is a thread that a goroutine of the program has left by a hop. A goroutine of the runner keeps it to itself,
// with all that C has noted for it, until another one of the program hops: that one comes to it. Elsewhere the Go scheduler
// decides which goroutine meets what another one has left behind, and new ones might or might not.
type keptThread struct {
	by       int64 // the goroutine that has left it; 0: free
	receiver chan C.uint
}

type hopping struct {
	kept    [4]keptThread
	sought  int // the thread to be kept, as the kernel numbers it
	slot    int // where it will stand
	isKept  chan bool
	seekers int // that hold other threads meanwhile
	end     chan struct{}
	ended   chan struct{}
}

// nobody is no caller: a thread that was kept is free again.
const nobody = C.CGF_CALLERS_MAX

// seekersMax is more than the idle threads of most programs. Where there are fewer, Go makes threads.
const seekersMax = 8

func newHopping() (h hopping) {
	for i := range h.kept {
		h.kept[i].receiver = make(chan C.uint)
	}
	h.isKept, h.end, h.ended = make(chan bool), make(chan struct{}), make(chan struct{})
	return h
}

// hop lets a caller that waits at the end of a C call go on on another thread. Another goroutine keeps the P while the
// caller leaves C, so that it finds none and is queued, and then gives way: the caller goes on on that goroutine's
// thread. The controller waits in C meanwhile.
func (c *controller) hop(caller C.uint) {
	hop := C.cgf_hop_of(caller)
	for i := len(c.kept) - 1; i >= 0 && !bool(hop.of_plan); i-- {
		if kept := &c.kept[i]; kept.by != 0 && kept.by != int64(hop.goroutine) {
			kept.by = 0
			kept.receiver <- caller
			C.cgf_hop_wait(caller)
			return
		}
	}
	go c.giveThread(caller)
	C.cgf_hop_wait(caller)
}

const futexWakePrivate = 1 | 128

func (c *controller) giveThread(caller C.uint) {
	hop := C.cgf_hop_of(caller)
	turn, stops := (*uint32)(hop.turn), (*uint32)(hop.stops)
	underWay, gaveWay := (*uint32)(hop.under_way), (*uint32)(hop.gave_way)
	// It was unlocked by the core; the program may hold a lock of its own.
	refused := bytes.Contains(stateOf(int64(hop.goroutine)), []byte("locked to thread"))
	if refused {
		C.cgf_hop_refused(caller)
	}
	atomic.StoreUint32(underWay, 1)
	C.cgf_hop_release(caller)
	// No call of C from here on: it would give the P away, perhaps to the very thread that the caller is to leave. The
	// controller's may be still to come, where it was preempted before it: now, and not when the caller is queued.
	for c.read(); c.value(runnable) > 0; c.read() {
		runtime.Gosched()
	}
	slot := c.freeSlot()
	keeps := slot >= 0 && !refused && !bool(hop.of_plan)
	if keeps {
		awaitGlobalQueue()
	}
	inC, stopped := c.value(notInGo), atomic.LoadUint32(stops)
	atomic.StoreUint32(turn, 1)
	syscall.RawSyscall6(syscall.SYS_FUTEX, uintptr(unsafe.Pointer(turn)), futexWakePrivate, 1, 0, 0, 0)
	queued := true
	for c.value(notInGo) >= inC || c.value(runnable) == 0 {
		// This goroutine may be preempted here: the caller has then gone on, and stopped again or blocked in Go.
		if atomic.LoadUint32(stops) != stopped || (c.value(notInGo) < inC && isBlocked(int64(hop.goroutine))) {
			queued = false
			break
		}
		syscall.RawSyscall(syscall.SYS_SCHED_YIELD, 0, 0, 0)
		c.read()
	}
	if queued {
		// It gets the only P from this thread. Where it blocks in Go afterwards it may go on on any thread, its old one too.
		atomic.StoreUint32(gaveWay, 1)
		if keeps {
			c.keepThread(slot, hop)
		}
	}
	atomic.StoreUint32(underWay, 0)
	seedThread()
	runtime.UnlockOSThread() // of a thread that was kept
	runtime.Gosched()
	if atomic.LoadUint32(stops) == stopped {
		atomic.StoreUint32(gaveWay, 1)
	}
}

func (c *controller) freeSlot() int {
	for i := range c.kept {
		if c.kept[i].by == 0 {
			return i
		}
	}
	return -1
}

// awaitGlobalQueue returns when the scheduler has just taken from the queue of all Ps what it else takes from a P's own
// queue: it does so at each 61st choice (runtime.findRunnable). For the next ones who is queued there, as the caller will
// be, has to wait.
func awaitGlobalQueue() {
	const choices = 61
	for range 2 * choices {
		ranInQueue = false
		go runInQueue()
		runtime.Gosched() // into the queue of all Ps
		if !ranInQueue {
			break
		}
	}
	for !ranInQueue {
		runtime.Gosched()
	}
}

var ranInQueue bool

func runInQueue() { ranInQueue = true }

// keepThread has the thread kept that a caller has just left. Who runs on which of the idle threads is the scheduler's
// choice, so one goroutine after the other holds the thread that it got, until one has got this.
func (c *controller) keepThread(slot int, hop C.struct_cgf_hop) {
	c.sought, c.slot, c.seekers = int(hop.thread), slot, 0
	go c.seekThread()
	if <-c.isKept {
		c.kept[slot].by = int64(hop.goroutine)
	}
	for range c.seekers {
		c.end <- struct{}{}
		<-c.ended // or it would be the next one to get the P
	}
}

func (c *controller) seekThread() {
	runtime.LockOSThread()
	if syscall.Gettid() == c.sought {
		slot := c.slot
		c.isKept <- true
		if caller := <-c.kept[slot].receiver; caller != nobody {
			c.giveThread(caller)
		} else {
			runtime.UnlockOSThread()
		}
		return
	}
	c.seekers++
	if c.seekers == seekersMax {
		c.isKept <- false
	} else {
		go c.seekThread()
	}
	<-c.end
	runtime.UnlockOSThread()
	c.ended <- struct{}{}
}

// letThreadsGo frees the threads that were kept in a run.
func (c *controller) letThreadsGo() {
	for i := range c.kept {
		if c.kept[i].by != 0 {
			c.kept[i].by = 0
			c.kept[i].receiver <- nobody
		}
	}
}
