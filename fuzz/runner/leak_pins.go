package runner

import (
	"os"
	"reflect"
	"slices"
	"sync"
	"sync/atomic"
	"unsafe"
)

// The runtime keeps no count of what is pinned: a bit of each object, and who pinned it is nowhere. So setPinned, which
// Pin and Unpin call for each object, is made to begin with a jump to a twin that counts.
//
//go:linkname runtimeSetPinned runtime.setPinned
func runtimeSetPinned(object unsafe.Pointer, pin bool) bool

// What the runtime calls when it collects a Pinner that still pins something. It would end the process.
//
//go:linkname pinnerLeakPanic runtime.pinnerLeakPanic
var pinnerLeakPanic func()

var (
	setPinnedBehindCheck uintptr // code
	setPinnedItself      func(object unsafe.Pointer, pin bool) bool
	pinsLive             atomic.Int64
	pinnersForgotten     atomic.Int64 // collected with what they pinned
)

func countPins() {
	function := reflect.ValueOf(runtimeSetPinned).Pointer()
	setPinnedBehindCheck = behindCheck(function)
	if setPinnedBehindCheck == 0 {
		os.Stderr.WriteString("cgofault: this Go pins objects elsewhere: those that are left pinned are not found\n")
		return
	}
	code := &setPinnedBehindCheck
	setPinnedItself = *(*func(unsafe.Pointer, bool) bool)(unsafe.Pointer(&code))
	if err := jump(function, reflect.ValueOf(setPinned).Pointer()); err != nil {
		os.Stderr.WriteString("cgofault: cannot watch what is pinned: " + err.Error() + "\n")
		return
	}
	pinnerLeakPanic = pinnerForgotten
}

func setPinned(object unsafe.Pointer, pin bool) bool {
	roomOnStack()
	done := setPinnedItself(object, pin)
	switch {
	case done && pin:
		pinsLive.Add(1)
		notePin(uintptr(object))
	case done:
		pinsLive.Add(-1)
		noteUnpin(uintptr(object))
	}
	return done
}

func livePins() int64 {
	return pinsLive.Load() + pinnersForgotten.Load()
}

// Where objects were pinned, while that is watched.
var pinsWatched struct {
	on         atomic.Bool
	mutex      sync.Mutex
	pins       []pin
	lastGone   pin
	leftBehind []pin
}

type pin struct {
	object uintptr // no pointer: it must not keep what it names
	stack  callStack
}

func watchPins() {
	w := &pinsWatched
	w.pins, w.leftBehind = nil, nil
	w.on.Store(true)
}

func watchNoPins() {
	pinsWatched.on.Store(false)
}

func notePin(object uintptr) {
	w := &pinsWatched
	if !w.on.Load() {
		return
	}
	w.mutex.Lock()
	w.pins = append(w.pins, pin{object, callStackHere()})
	w.mutex.Unlock()
}

func noteUnpin(object uintptr) {
	w := &pinsWatched
	if !w.on.Load() {
		return
	}
	w.mutex.Lock()
	if at := slices.IndexFunc(w.pins, func(p pin) bool { return p.object == object }); at >= 0 {
		w.lastGone = w.pins[at]
		w.pins = slices.Delete(w.pins, at, at+1)
	}
	w.mutex.Unlock()
}

// pinnerForgotten is called by the finalizer of a Pinner, which has just unpinned all that it pinned.
func pinnerForgotten() {
	pinnersForgotten.Add(1)
	w := &pinsWatched
	w.mutex.Lock()
	w.leftBehind = append(w.leftBehind, w.lastGone)
	w.mutex.Unlock()
}

// pinMaker returns who pinned the first object that the watched repetition has left pinned.
func pinMaker() maker {
	w := &pinsWatched
	left := append(w.pins, w.leftBehind...)
	if len(left) == 0 {
		return maker{}
	}
	line := left[0].stack.line()
	return maker{line.function, line}
}
