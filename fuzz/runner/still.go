package runner

// #include "controller.h"
import "C"

import (
	"bytes"
	"runtime"
)

// seen is what one exact look at all goroutines found.
type seen struct {
	moving     bool // one runs or is runnable
	sleeping   bool // one sleeps
	input      bool // one waits for input
	inputLater bool // the same, also where nobody waits for that one
	inC        int  // in a system call or in C, and neither a running caller nor there before the run
}

// Where a running caller was seen.
const (
	nowhere = iota
	inGo    // blocked there, or asleep
	inC     // in C or in a system call
)

// still says whether nothing moves: every caller is idle, parked in C or held there, or blocked, in Go or in C. When it
// is false it has given whatever moves a chance.
//
//go:norace
func (c *controller) still() bool {
	C.cgf_stillness(&c.stillness)
	c.read()
	if c.value(runnable) > 0 {
		runtime.Gosched()
		return false
	}
	if c.stillness.time_passed {
		runtime.Gosched() // the scheduler looks at the timers
		return false
	}
	if c.stillness.awaits_copy {
		c.waitLonger()
		return false
	}
	changed, move := false, false
	if bool(C.cgf_threads_may_be_new()) {
		changed, move = c.newThreads()
	}
	if c.stillness.count == 0 && c.value(goroutines) == goroutinesAtRest && !c.finalizersPending() && !changed {
		return true
	}
	c.noteHappened()
	if c.awakeInCall() && c.waits < waitsBeforeLook {
		c.waits++
		C.cgf_wait()
		return false
	}
	if move {
		c.waitLonger()
		return false
	}
	threads := changed || c.unknownInC || c.hearsSignals || c.stillness.in_call > 0
	if threads && !c.threadsSleep() {
		return false
	}
	look := c.look()
	if !threads && (c.hearsSignals || look.inC > int(c.stillness.goroutines_in_c)) {
		c.unknownInC = true // before a sleeper moves: what it waits for may be on its way in C
		return false
	}
	switch {
	case look.moving:
		C.cgf_wait()
		return false
	case look.sleeping && c.sleepersMove():
		return false
	case look.input && c.inputMayCome():
		return false
	case look.inputLater && inputHasCome():
		return false
	}
	return c.isStill(look, threads)
}

// The controller's looks at C cost much more than a call does, so it waits a little before the first.
const waitsBeforeLook = 3

// awakeInCall says whether a caller is inside a call, and not known to sleep there.
func (c *controller) awakeInCall() bool {
	for _, running := range c.running() {
		if bool(running.in_call) && !bool(running.asleep) && !bool(running.polls) {
			return true
		}
	}
	return false
}

func (c *controller) running() []C.struct_cgf_running {
	return c.stillness.running[:c.stillness.count]
}

// isStill judges an exact look. It proves a deadlock, too.
func (c *controller) isStill(look seen, threads bool) bool {
	// Goroutines inside C that the core does not know: a C function without a shim, a system call.
	unknown := look.inC - int(c.stillness.goroutines_in_c)
	c.unknownInC = unknown > 0
	for i, running := range c.running() {
		switch c.found[i] {
		case nowhere:
			if !bool(running.of_plan) && !bool(running.in_call) {
				C.cgf_caller_gone(running.number)
			}
			C.cgf_wait()
			return false
		case inC:
			c.unknownInC = c.unknownInC || !bool(running.in_call)
		}
	}
	if unknown < 0 || (c.unknownInC && !threads) {
		C.cgf_wait()
		return false
	}
	// A call may have ended, or begun, since the core was asked.
	if !bool(C.cgf_stillness_again(&c.stillness)) || (threads && !c.threadsSleptOn()) {
		return false
	}
	return c.noteSleepers(threads)
}

// noteSleepers tells the core which callers are blocked in C.
func (c *controller) noteSleepers(threads bool) bool {
	for i, running := range c.running() {
		if c.found[i] == inGo || bool(running.asleep) {
			continue
		}
		if !bool(C.cgf_caller_sleeps(running.number, C.bool(c.isTired(running.thread)))) {
			return false
		}
	}
	if threads {
		C.cgf_threads_noted()
		C.cgf_threads_foreign(C.bool(c.foreign > 0))
	}
	return true
}

// The goroutine that os/signal starts with the first Notify, and that never ends. A signal is on its way while the thread
// that the kernel has chosen for it is awake.
var hearsSignals = []byte("os/signal.signal_recv(")

// look stops the world.
func (c *controller) look() (look seen) {
	for i := range c.running() {
		c.found[i] = nowhere
	}
	for block, rest := nextStack(c.stacks()); len(block) > 0; block, rest = nextStack(rest) {
		number, state := header(block)
		c.hearsSignals = c.hearsSignals || bytes.Contains(block, hearsSignals)
		if number != c.number {
			c.see(&look, number, state)
		}
	}
	return look
}

func (c *controller) see(look *seen, number int64, state []byte) {
	status := state
	if comma := bytes.IndexByte(state, ','); comma >= 0 {
		status = state[:comma]
	}
	caller := c.runningCaller(number)
	place := inGo
	switch string(status) {
	case "running", "runnable", "preempted", "waiting":
		look.moving = true
	case "sleep":
		C.cgf_goroutine_slept(C.int64_t(number))
		look.sleeping = look.sleeping || !c.isBackground(number)
		c.noteSleeping(number)
	case "IO wait":
		look.input = look.input || !c.isBackground(number)
		look.inputLater = true
		c.noteSleeping(number)
	case "syscall":
		place = inC
		if caller < 0 && !c.isOutside(number) {
			look.inC++
		}
	}
	if caller >= 0 {
		c.found[caller] = uint8(place)
	}
}

// runningCaller returns a goroutine's place among the running callers, or -1.
func (c *controller) runningCaller(goroutine int64) int {
	for i, running := range c.running() {
		if int64(running.goroutine) == goroutine {
			return i
		}
	}
	return -1
}
