package runner

// #include "controller.h"
import "C"

import (
	"runtime"
	"slices"
)

// threads is what the controller knows of the process's threads. Two equal looks, with an exact look at all goroutines
// between, prove that nothing moves in C either.
type threads struct {
	now, again [C.CGF_THREADS_MAX]C.struct_cgf_thread
	count      int
	foreign    int  // threads that a library has made
	wakes      bool // one of them, or a caller, may wake by itself or from outside
	atStart    [C.CGF_THREADS_MAX]C.long
	started    int
	monitor    C.long // the runtime's, which sleeps and wakes all the time, and does nothing to the program
	patience   [C.CGF_THREADS_MAX]patience
	patient    int
	pollers    [C.CGF_THREADS_MAX]C.long // threads of a library that wake by themselves, for ever
	polling    int
	tired      [C.CGF_CALLERS_MAX]bool // callers that have used up their patience in this run
	unknownInC bool

	hearsSignals bool // the program does, from now on
}

// patience is how long a thread that wakes by itself, or from outside, has been waited for.
type patience struct {
	thread   C.long
	switches C.uint64_t
	ns       int64
	over     bool
}

// How often a sleeping thread may wake by itself, or how long it may sleep, while nothing happens, before it counts as
// blocked. A caller that was let in again gets less, and so does a thread of a library's that is known to poll.
const (
	wakesMax, wakesOfTired = 50, 3
	sleepNsMax             = 2000 * millisecond
	outsideNsMax           = 100 * millisecond
)

func (c *controller) noteThreadsAtStart() {
	c.count = int(C.cgf_threads_look(&c.now[0], C.CGF_THREADS_MAX))
	for i := range c.count {
		C.cgf_thread_is_of_go(c.now[i].id)
		if !isOfGo(&c.now[i]) {
			c.atStart[c.started] = c.now[i].id
			c.started++
		}
	}
	C.cgf_threads_noted()
	for range monitorLooks {
		c.count = int(C.cgf_threads_look(&c.now[0], C.CGF_THREADS_MAX))
		for i := range c.count {
			if c.now[i].system_call == nanosleep && isOfGo(&c.now[i]) {
				c.monitor = c.now[i].id
				return
			}
		}
	}
}

// The monitor wakes for some microseconds, every 20 or more.
const monitorLooks = 1000

// newThreads says whether there is a thread that is neither Go's nor was there at the start, and whether one of those moves.
// Go makes threads all the time, and a full look takes long.
func (c *controller) newThreads() (some, move bool) {
	count := int(C.cgf_threads_look_at_new(&c.again[0], C.CGF_THREADS_MAX))
	for i := range count {
		if c.isKnown(&c.again[i]) {
			C.cgf_thread_is_of_go(c.again[i].id)
		} else {
			some = true
			move = move || c.again[i].sleep == C.CGF_AWAKE
		}
	}
	if !some {
		C.cgf_threads_noted()
		C.cgf_threads_foreign(false)
	}
	return some, move
}

// isKnown says whether a thread is Go's or was there at the start. The core forgets that it was told so before, when other
// threads take its place in the table.
func (c *controller) isKnown(thread *C.struct_cgf_thread) bool {
	return thread.id == c.monitor || bool(thread.in_core) || (isOfGo(thread) && thread.system_call != nanosleep) ||
		slices.Contains(c.atStart[:c.started], thread.id)
}

// threadsSleep looks at all threads. It is false when one may move by itself, and has waited a little then.
func (c *controller) threadsSleep() bool {
	c.count = int(C.cgf_threads_look(&c.now[0], C.CGF_THREADS_MAX))
	c.foreign, c.wakes = 0, false
	for i := range c.count {
		if !c.sleeps(&c.now[i]) {
			c.waitLonger()
			return false
		}
	}
	return true
}

// waitLonger waits the longer, the longer nothing has happened: a look takes much processor time, which others need.
func (c *controller) waitLonger() {
	c.waits++
	C.cgf_wait_for(C.CGF_POLL_US << min(uint(c.waits)/8, 5))
}

// sleeps judges one thread: will it stay as it is until another one of this process moves?
func (c *controller) sleeps(thread *C.struct_cgf_thread) bool {
	if thread.id == c.monitor {
		return true
	}
	if thread.sleep == C.CGF_AWAKE {
		return false
	}
	caller := c.callerOn(thread.id)
	if caller < 0 && bool(thread.in_core) {
		return true
	}
	if isOfGo(thread) {
		// In a short sleep it is on its way: a foreign thread that enters Go does that.
		return caller >= 0 || thread.system_call != nanosleep
	}
	if caller < 0 && slices.Contains(c.atStart[:c.started], thread.id) {
		c.wakes = c.wakes || (thread.sleep != C.CGF_SLEEPS && thread.id != C.cgf_watchdog_thread())
		return true
	}
	if caller < 0 && !inGoText(thread) {
		c.foreign++
	}
	c.wakes = c.wakes || thread.sleep != C.CGF_SLEEPS
	if thread.sleep == C.CGF_SLEEPS || (c.polls(thread, caller) && !c.pollerMatters(caller)) {
		return true
	}
	return c.patienceIsOver(thread, caller)
}

// polls says whether the thread is known to wake by itself, for ever.
func (c *controller) polls(thread *C.struct_cgf_thread, caller int) bool {
	if caller >= 0 {
		return bool(c.stillness.running[caller].polls)
	}
	return slices.Contains(c.pollers[:c.polling], thread.id)
}

// pollerMatters says whether a poller is waited for: it may hold the lock for which a caller of the plan is blocked, or, if
// it is a thread of the library's, one that is inside a call.
func (c *controller) pollerMatters(caller int) bool {
	if caller < 0 {
		return c.stillness.in_call > 0
	}
	return c.stillness.blocked > 0 && !c.tired[c.stillness.running[caller].number]
}

// System calls, by their numbers on linux/amd64.
const nanosleep, wait4, futex, epollWait, waitid, epollPwait, epollPwait2 = 35, 61, 202, 232, 247, 281, 441

func inGoText(thread *C.struct_cgf_thread) bool {
	return runtime.FuncForPC(uintptr(thread.program_counter)) != nil
}

// isOfGo says whether the runtime itself makes the thread sleep, and not a system call of the program.
func isOfGo(thread *C.struct_cgf_thread) bool {
	switch thread.system_call {
	case nanosleep, futex, epollWait, epollPwait, epollPwait2:
		return inGoText(thread)
	}
	return false
}

func (c *controller) callerOn(thread C.long) int {
	for i, running := range c.running() {
		if running.thread == thread {
			return i
		}
	}
	return -1
}

func (c *controller) forgetPatience() {
	c.patient = 0
}

func (c *controller) patienceIsOver(thread *C.struct_cgf_thread, caller int) bool {
	at := 0
	for at < c.patient && c.patience[at].thread != thread.id {
		at++
	}
	if at == len(c.patience) {
		return true // more threads have come and gone than anyone can wait for
	}
	if at == c.patient {
		c.patient++
		c.patience[at] = patience{thread: thread.id, switches: thread.switches, ns: int64(C.cgf_clock_real())}
		return false
	}
	p := &c.patience[at]
	ns := int64(C.cgf_clock_real()) - p.ns
	if thread.sleep == C.CGF_SLEEPS_FOR_OTHERS {
		waitsForChild := thread.system_call == wait4 || thread.system_call == waitid
		return ns > outsideNsMax && (!waitsForChild || ns > sleepNsMax)
	}
	if wakes, longest := c.patienceWith(thread, caller); thread.switches-p.switches < wakes && ns < longest {
		return false
	}
	p.over = true
	if caller >= 0 {
		c.tired[c.stillness.running[caller].number] = true
	} else if !c.polls(thread, caller) && c.polling < len(c.pollers) {
		c.pollers[c.polling] = thread.id
		c.polling++
	}
	return true
}

func (c *controller) patienceWith(thread *C.struct_cgf_thread, caller int) (wakes C.uint64_t, longest int64) {
	switch {
	case caller >= 0 && c.tired[c.stillness.running[caller].number]:
		return wakesOfTired, sleepNsMax
	case caller < 0 && c.polls(thread, caller):
		return wakesOfTired, outsideNsMax
	}
	return wakesMax, sleepNsMax
}

// isTired says whether this thread's caller wakes by itself.
func (c *controller) isTired(thread C.long) bool {
	for _, p := range c.patience[:c.patient] {
		if p.thread == thread {
			return p.over
		}
	}
	return false
}

// threadsSleptOn looks again: has nobody but Go's own threads, and those that wake by themselves, moved since?
func (c *controller) threadsSleptOn() bool {
	count := int(C.cgf_threads_look(&c.again[0], C.CGF_THREADS_MAX))
	for i := range count {
		if !c.sleptOn(&c.again[i]) {
			return false
		}
	}
	return true
}

func (c *controller) sleptOn(thread *C.struct_cgf_thread) bool {
	if thread.id == c.monitor || (thread.sleep != C.CGF_AWAKE && isOfGo(thread)) {
		return true
	}
	for i := range c.count {
		before := &c.now[i]
		if before.id == thread.id {
			return *before == *thread || (before.sleep != C.CGF_SLEEPS && thread.sleep != C.CGF_AWAKE) ||
				(slices.Contains(c.atStart[:c.started], thread.id) && c.callerOn(thread.id) < 0)
		}
	}
	return false // a new one
}
