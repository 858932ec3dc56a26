package runner

// #include "controller.h"
import "C"

import (
	"math/bits"
	"os"
	"slices"
	"strconv"
	"strings"

	"cgofault/targets/registry"
)

// What a run may leave behind, in the order in which it is told: what keeps other things comes first.
const (
	leftGoroutines = iota
	leftHandles
	leftPins
	leftDescriptors
	leftKinds
)

// leftWords are the words of verdicts, leak/WORD, and of registry.Op.Keeps.
var leftWords = [leftKinds]string{"goroutine", "handle", "pinner", "descriptor"}

// A run that leaves something behind is repeated so often. A cache, a pool, a worker that starts with the first use leave
// something behind in the first run, or in the first few; a leak does in each of them.
const repeatsMax = 32

// left counts what there is of each kind.
type left [leftKinds]int64

// above returns the kinds of which there is more, one bit each.
func (l *left) above(other *left) (kinds uint8) {
	for kind := range l {
		if l[kind] > other[kind] {
			kinds |= 1 << kind
		}
	}
	return kinds
}

// opKeeps are the kinds that each op keeps on purpose.
var opKeeps []uint8

// keptKinds reads registry.Op.Keeps.
func keptKinds(op, words string) (kinds uint8) {
	for word := range strings.SplitSeq(words, ",") {
		kind := 0
		for kind < leftKinds && leftWords[kind] != word {
			kind++
		}
		if kind == leftKinds && words != "" {
			fail("the op " + op + " keeps \"" + word + "\", which is none of " + strings.Join(leftWords[:], ", "))
		}
		kinds |= 1 << kind
	}
	return kinds &^ (1 << leftKinds)
}

func noteOps(class registry.Class, names []string) {
	for _, name := range names {
		at := slices.IndexFunc(class.Ops, func(op registry.Op) bool { return op.Name == name })
		opKeeps = append(opKeeps, keptKinds(name, class.Ops[at].Keeps))
		opIsPrompt = append(opIsPrompt, class.Ops[at].Prompt)
	}
}

func keptInPlan(plan *C.struct_cgf_plan) (kinds uint8) {
	for i := range plan.step_count {
		if step := &plan.steps[i]; step.kind == C.CGF_STEP_CALL {
			kinds |= opKeeps[step.word]
		}
	}
	return kinds
}

// noteLeft counts before a run, or after it.
//
//go:norace
func (c *controller) noteLeft(l *left) {
	l[leftGoroutines] = int64(goroutinesAtRest)
	l[leftHandles] = liveHandles()
	l[leftPins] = livePins()
	l[leftDescriptors] = int64(C.cgf_descriptors_count())
}

// judgeLeft judges what a run has left behind: nothing but what each repetition of it leaves behind, too, is a leak.
//
//go:norace
func (c *controller) judgeLeft(plan *C.struct_cgf_plan, before *left) {
	var after left
	c.calm()
	c.noteLeft(&after)
	if kinds := after.above(before) &^ keptInPlan(plan); kinds != 0 {
		c.repeat(plan, before, kinds)
	}
}

// repeat repeats a run that has left more of these kinds than there was before.
func (c *controller) repeat(plan *C.struct_cgf_plan, before *left, kinds uint8) {
	var last, now left
	c.countReachable(&last)
	c.noteLeft(&now)
	kinds &= now.above(before)
	watched := false
	for i := 0; i < repeatsMax && kinds != 0; i++ {
		if watched = i == repeatsMax-1; watched {
			c.watchMakers()
		}
		C.cgf_repeat_begin(plan)
		c.play(plan) // what two runs of it leak is not what it leaks
		c.countAtRest(&now, &last)
		kinds &= now.above(&last)
		last = now
	}
	if watched {
		watchNoMakers()
	}
	if kinds != 0 {
		c.leaked(kinds)
	}
}

// countAtRest counts all that is there when garbage is gone, and what ends by itself in time has ended. goal: what there was
// before.
func (c *controller) countAtRest(now, goal *left) {
	c.countReachable(now)
	for tries := uint(0); tries < triesMax && now.above(goal) != 0; tries++ {
		c.step(millisecond << min(tries, triesLongest))
		c.calm()
		c.countNow(now)
	}
	c.countReachable(now)
}

// countReachable collects for as long as that changes something.
func (c *controller) countReachable(now *left) {
	c.countNow(now)
	for {
		before := *now
		c.sweep()
		c.sweep()
		c.calm()
		c.countNow(now)
		if before.above(now) == 0 {
			return
		}
	}
}

func (c *controller) countNow(now *left) {
	c.noteLeft(now)
	C.cgf_descriptors_look(&c.descriptors)
	now[leftDescriptors] = int64(c.descriptors.count)
}

// maker is who made something that was left behind: a function of C's or Go's, and the line of Go.
type maker struct {
	at   string
	line frame
}

// watchMakers begins to note who makes what.
func (c *controller) watchMakers() {
	c.noteGoroutines()
	c.watchDescriptors()
	watchHandles()
	watchPins()
}

func watchNoMakers() {
	watchNoDescriptors()
	watchNoHandles()
	watchNoPins()
}

// leaked reports the first of these kinds.
func (c *controller) leaked(kinds uint8) {
	kind := bits.TrailingZeros8(kinds)
	makers := [leftKinds]func() maker{c.goroutineMaker, handleMaker, pinMaker, c.descriptorMaker}
	m := makers[kind]()
	if m.line.function != "" {
		os.Stderr.WriteString("cgofault: go " + m.line.function + " " + m.line.file + ":" + strconv.Itoa(m.line.line) + "\n")
	}
	if m.at == "" {
		m.at = "unknown"
	}
	found("leak/"+leftWords[kind], m.at, 0)
}
