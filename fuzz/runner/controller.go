package runner

// #include "controller.h"
import "C"

import (
	"runtime"
	"slices"
	"time"
)

// controller is the goroutine that carries out plans. It must not allocate: its garbage would move the program's
// objects, and with them the order of finalizers.
type controller struct {
	number int64 // of its goroutine
	samples
	stillness C.struct_cgf_stillness
	dump      []byte
	heap      heap
	outside   [1 << 8]int64 // goroutines that waited in C between two runs, without being callers
	outsiders int
	strangers int // of them, before the first run: the engine's thread
	found     [C.CGF_CALLERS_MAX]uint8
	sleepers
	threads
	makers
	hopping
}

func newController() *controller {
	return &controller{number: goroutineNumber(), samples: newSamples(), dump: make([]byte, 1<<20), heap: newHeap(),
		hopping: newHopping()}
}

// control runs the plans that the engine's thread posts.
func control(ready chan<- struct{}) {
	c := newController()
	startFinalizers()
	startTimers()
	findNoCallback()
	close(ready)
	plan := C.cgf_controller_next()
	c.begin()
	for {
		c.run(plan)
		C.cgf_controller_done()
		plan = C.cgf_controller_next()
	}
}

// startTimers makes the runtime open now what it waits with for timers and for input: two descriptors, which a run would else
// seem to have left behind.
func startTimers() {
	time.AfterFunc(time.Hour, func() {}).Stop()
}

// startFinalizers makes the runtime start its goroutines for collections, finalizers and cleanups now, and not in the
// middle of a run.
func startFinalizers() {
	done := make(chan struct{}, 2)
	for range 2 {
		object := make([]*byte, 8)
		runtime.SetFinalizer(&object[0], func(**byte) { done <- struct{}{} })
		object = make([]*byte, 8)
		runtime.AddCleanup(&object[0], func(done chan<- struct{}) { done <- struct{}{} }, done)
		object = nil
		runtime.GC()
		<-done
		<-done
	}
}

// begin measures what is there before the first run: every caller idle, nothing else moving.
func (c *controller) begin() {
	for {
		C.cgf_stillness(&c.stillness)
		c.read()
		if c.value(runnable) == 0 && c.stillness.goroutines_in_c == C.CGF_PLAN_CALLERS {
			break
		}
		if c.value(runnable) > 0 {
			runtime.Gosched()
		} else {
			C.cgf_wait()
		}
	}
	goroutinesAtRest = c.value(goroutines)
	c.noteThreadsAtStart()
	c.noteOutside()
	c.strangers = c.outsiders
}

// noteOutside notes the goroutines inside C that are no callers, between two runs. One of them may be the goroutine of a
// thread of the library's, and a caller in the next run.
func (c *controller) noteOutside() {
	C.cgf_stillness(&c.stillness)
	c.outsiders = 0
	for block, rest := nextStack(c.stacks()); len(block) > 0; block, rest = nextStack(rest) {
		number, state := header(block)
		if string(firstOf(state)) == "syscall" && c.runningCaller(number) < 0 && c.outsiders < len(c.outside) &&
			!bool(C.cgf_goroutine_waits(C.int64_t(number))) {
			c.outside[c.outsiders] = number
			c.outsiders++
		}
	}
}

// isOutside says whether a goroutine inside C is there for nobody in this run.
func (c *controller) isOutside(number int64) bool {
	return slices.Contains(c.outside[:c.outsiders], number) && !bool(C.cgf_goroutine_waits(C.int64_t(number)))
}

// run carries out one plan, and once more without a fault where only that tells whether an op lost a failed call, and more
// often where only that tells whether it leaks.
func (c *controller) run(plan *C.struct_cgf_plan) {
	var before left
	c.noteLeft(&before)
	limitThreads()
	c.carryOut(plan)
	for bool(C.cgf_second_run_wanted()) {
		c.calm()
		if second := C.cgf_second_run_begin(); second != nil {
			c.carryOut(second)
		}
	}
	c.judgeLeft(plan, &before)
	C.cgf_run_end()
	c.tidy()
	c.calm()
}

// carryOut carries out one plan, lets everything that it left behind come to its end, and judges that.
func (c *controller) carryOut(plan *C.struct_cgf_plan) {
	c.play(plan)
	c.checkLeaks()
}

// play carries out one plan, and lets everything that it left behind come to its end.
func (c *controller) play(plan *C.struct_cgf_plan) {
	seedRun(uint64(plan.seed))
	c.forgetSleepers()
	c.tired = [C.CGF_CALLERS_MAX]bool{}
	for needs := C.cgf_plan_go_on(); needs != C.CGF_PLAN_ENDED; needs = C.cgf_plan_go_on() {
		switch needs {
		case C.CGF_PLAN_NEEDS_COLLECTION:
			c.collect()
		case C.CGF_PLAN_NEEDS_TIME:
			c.timePasses()
		default:
			c.settle()
		}
	}
	c.drain()
	c.letThreadsGo()
	C.cgf_run_stop()
	if started.Reset != nil {
		started.Reset()
	}
}

// Passes that a goroutine in the background may make while callers are blocked, between two steps of a plan and at its
// end.
const pollerPasses, pollerPassesAtEnd = 4, 16

// settle waits until nothing moves, and lets in whoever waits for that, one after the other.
func (c *controller) settle() {
	c.settleWith(pollerPasses, false)
}

func (c *controller) settleWith(passes C.uint, always bool) {
	C.cgf_settling(passes)
	c.pollersToo = false
	for {
		for !c.still() {
		}
		next := C.cgf_next_waiting()
		switch {
		case next < 0:
			if !(always || c.stillness.blocked > 0) || !c.letPollersPass() {
				return
			}
		case next&C.CGF_WAITS_FOR_HOP != 0:
			c.hop(C.uint(next &^ C.CGF_WAITS_FOR_HOP))
		default:
			C.cgf_admit(C.uint(next))
		}
	}
}

// drain resumes parked calls until all callers are idle. What is blocked when nobody is left to resume is a deadlock.
func (c *controller) drain() {
	c.settle()
	c.judgeStalled()
	c.timePasses()
	for parked := C.cgf_next_parked(); parked >= 0; parked = C.cgf_next_parked() {
		C.cgf_admit(C.uint(parked))
		c.settle()
	}
	c.settleWith(2, true)
	for tries := uint(0); bool(C.cgf_anyone_blocked()); tries++ {
		if tries == triesMax {
			c.deadlocked()
		}
		if c.tryToUnblock(tries) {
			tries = 0
		}
	}
	// Objects that only a finalizer frees would otherwise be freed in the middle of a later plan.
	for before := C.cgf_objects_alive(); before > 0; {
		c.collect()
		c.collect()
		now := C.cgf_objects_alive()
		if now == before {
			break
		}
		before = now
	}
}

// letPollersPass lets a goroutine in the background make one pass. It is false when each has made its own.
func (c *controller) letPollersPass() bool {
	if poller := C.cgf_next_poller(); poller >= 0 {
		C.cgf_admit(C.uint(poller))
		return true
	}
	wasWaitedFor := c.pollersToo
	c.pollersToo = bool(C.cgf_pollers_due())
	return c.pollersToo && !wasWaitedFor
}

// Each try lets the clock go on for twice as long: more than an hour in all.
const triesMax, triesLongest = 24, 22

// tryToUnblock gives callers that are blocked at the end what may still come: timers of Go, what wakes by itself in C,
// passes of those in the background. It says whether that has changed something.
func (c *controller) tryToUnblock(tries uint) bool {
	before := c.stillness.moves
	c.step(millisecond << min(tries, triesLongest))
	// A call that began before the run ends by the real clock, and its goroutine may hold a mutex.
	if c.wakes || c.outsiders > c.strangers {
		C.cgf_wait_long()
	}
	c.settleWith(pollerPassesAtEnd, true)
	for parked := C.cgf_next_parked(); parked >= 0; parked = C.cgf_next_parked() {
		C.cgf_admit(C.uint(parked))
		c.settle()
	}
	return c.stillness.moves != before
}

// checkLeaks asks the leak checker where memory from C is left after library and program have given up what they hold.
func (c *controller) checkLeaks() {
	if C.cgf_malloc_unbalanced() {
		// A pointer that dead Go memory still holds hides a leak: the first collection clobbers that memory, the
		// second one what only finalizers kept alive.
		c.sweep()
		c.sweep()
		scrubStacks()
		C.cgf_leak_check()
	}
}

// calm waits for goroutines that the run started and that end by themselves, and accepts those that stay.
func (c *controller) calm() {
	c.read()
	if c.value(goroutines) == goroutinesAtRest {
		return
	}
	for !c.still() {
	}
	c.read()
	goroutinesAtRest = c.value(goroutines)
	c.noteOutside()
}

// collect is the gc step.
func (c *controller) collect() {
	C.cgf_gc_begin()
	c.sweep()
	C.cgf_gc_end()
}

// sweep is a full collection, and then all finalizers and cleanups that it made ready.
func (c *controller) sweep() {
	runtime.GC()
	for {
		c.settle()
		c.read()
		if !c.finalizersPending() || !c.finalizersMove() {
			break
		}
	}
}

// finalizersMove lets those that are left go on. It is false when they wait for something that only the plan can bring.
func (c *controller) finalizersMove() bool {
	executed := c.value(finalizersExecuted) + c.value(cleanupsExecuted)
	// The scheduler wakes the goroutines that run them when it looks for work, and not before. Each 61st time it takes
	// the controller back before it looks, and that is never twice in a row (runtime.findRunnable).
	runtime.Gosched()
	runtime.Gosched()
	c.settle()
	c.read()
	return c.value(finalizersExecuted)+c.value(cleanupsExecuted) != executed
}
