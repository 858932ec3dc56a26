package runner

// #include "controller.h"
import "C"

import (
	"runtime"
	_ "unsafe" // for go:linkname
)

// sleepers is what the controller knows of goroutines that sleep. The clock that they read stands still, and goes on in
// steps when all else is still: how long a sleep takes is counted in these steps, and is the same in each replay.
type sleepers struct {
	happened   C.uint32_t // of the stillness at which counting began
	waits      int        // for a caller inside C
	steps      int        // of the clock
	inputs     int        // looks for input
	background [64]int64  // goroutines that have slept for ever, as far as anyone can wait
	known      int
	sleeping   [64]int64 // those that the last look found
	asleep     int
	pollersToo bool // sleeping pollers are waited for now
}

const millisecond = 1000000

// The clock's steps: at first short ones, so that what sleeps shortly wakes first, then long ones. A minute in all.
var clockSteps = []struct{ count, ns int }{{30, millisecond}, {30, 10 * millisecond}, {30, 100 * millisecond}, {60, 1000 * millisecond}}

// inputLooks are made before input is given up: a tenth of a second.
const inputLooks = 1000

func (c *controller) noteHappened() {
	if c.happened != c.stillness.happened {
		c.happened = c.stillness.happened
		c.waits, c.steps, c.inputs = 0, 0, 0
		c.forgetPatience()
	}
	c.asleep = 0
}

func (c *controller) noteSleeping(goroutine int64) {
	if c.asleep < len(c.sleeping) {
		c.sleeping[c.asleep] = goroutine
		c.asleep++
	}
}

// isBackground says whether nobody waits for this sleeper.
func (c *controller) isBackground(goroutine int64) bool {
	for _, poller := range c.stillness.pollers[:c.stillness.poller_count] {
		if int64(poller) == goroutine {
			return !c.pollersToo
		}
	}
	for _, known := range c.background[:c.known] {
		if known == goroutine {
			return true
		}
	}
	return false
}

// sleepersMove lets the clock go on by a step. It is false when those that sleep have done so for too long.
func (c *controller) sleepersMove() bool {
	at := c.steps
	for _, step := range clockSteps {
		if at < step.count {
			c.steps++
			c.step(step.ns)
			return true
		}
		at -= step.count
	}
	c.sleepersAreBackground()
	return false
}

// step lets the clock go on, and those run whom that has woken.
func (c *controller) step(ns int) {
	C.cgf_clock_advance(C.int64_t(ns))
	runtime.Gosched()
}

//go:linkname nextTimer runtime.timeSleepUntil
func nextTimer() int64

//go:linkname nanotime runtime.nanotime
func nanotime() int64

// A call that is held in C takes as long as whoever waits for it with a time limit: up to two minutes. The time passes up to
// the next timer, and by steps that grow, since a timer that comes again and again may be before the one that matters.
const timersMax, longestCall = 17, 120 * 1000 * millisecond

// timePasses lets timers of Go fire while a call is held in C.
func (c *controller) timePasses() {
	for steps := range timersMax {
		now, due := nanotime(), nextTimer()
		if due > now+longestCall || !bool(C.cgf_call_parked()) {
			break
		}
		c.step(int(max(due-now, millisecond<<steps)))
		c.settle()
	}
}

// gList is the runtime's list of goroutines (runtime/proc.go).
type gList struct {
	head uintptr
	size int32
}

//go:linkname netpoll runtime.netpoll
func netpoll(delay int64) (gList, int32)

//go:linkname injectglist runtime.injectglist
func injectglist(list *gList)

//go:linkname netpollAdjustWaiters runtime.netpollAdjustWaiters
func netpollAdjustWaiters(delta int32)

// inputHasCome lets goroutines go on for which there is input: the runtime looks for it when it has nothing else to do,
// which is never, or by the clock, which stands still.
func inputHasCome() bool {
	list, delta := netpoll(0)
	some := list.size > 0
	injectglist(&list)
	netpollAdjustWaiters(delta)
	return some
}

func (c *controller) inputMayCome() bool {
	if inputHasCome() {
		return true
	}
	if c.inputs < inputLooks {
		c.inputs++
		C.cgf_wait_for_sleepers()
		return true
	}
	c.sleepersAreBackground()
	return false
}

func (c *controller) sleepersAreBackground() {
	for _, goroutine := range c.sleeping[:c.asleep] {
		if !c.isBackground(goroutine) && c.known < len(c.background) {
			c.background[c.known] = goroutine
			c.known++
		}
	}
}

// forgetSleepers forgets, for a new run, the plan's callers among those in the background.
func (c *controller) forgetSleepers() {
	kept := 0
	for _, goroutine := range c.background[:c.known] {
		if !C.cgf_is_caller_of_plan(C.int64_t(goroutine)) {
			c.background[kept] = goroutine
			kept++
		}
	}
	c.known = kept
}
