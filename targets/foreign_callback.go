package targets

// #include "foreign_callback.h"
import "C"

import (
	"runtime/cgo"
	"sync"
	"unsafe"

	"cgofault/targets/registry"
)

// C calls back on its own thread until it has said that it is done. Package runtime/cgo, Handle: a handle must be deleted
// once C does not use it any more, and not before.
var _ = registry.Add(registry.Class{
	Name:  "foreign_callback",
	About: "C calls back later than the program expects",
	Ops: []registry.Op{
		{Name: "deleted_early", About: "the handle is deleted when unregistering returns",
			Buggy: foreignDeletedEarly, Fixed: foreignDeletedAtDone},
		{Name: "deleted_twice", About: "the handle is deleted when C is done, and by a deferred call too",
			Buggy: foreignDeletedTwice, Fixed: foreignDeletedAtDone},
		{Name: "nil_func", About: "the function that an event goes to is set after registering",
			Buggy: foreignNilFunc, Fixed: foreignFuncFirst},
		{Name: "mixed_up", About: "a place in the package's table is used again before C is done with it",
			Buggy: foreignMixedUp, Fixed: foreignKeptApart},
		{Name: "in_callback", About: "a callback registers and unregisters, too", Control: foreignInCallback},
	},
	Reset: foreignReset,
})

// foreignListener is what a handle stands for.
type foreignListener struct {
	event  func(text string)
	events int
}

var (
	foreignMutex sync.Mutex
	foreignLive  = map[cgo.Handle]bool{}
)

func foreignHandle(listener *foreignListener) cgo.Handle {
	handle := cgo.NewHandle(listener)
	foreignMutex.Lock()
	foreignLive[handle] = true
	foreignMutex.Unlock()
	return handle
}

func foreignDelete(handle cgo.Handle) {
	foreignMutex.Lock()
	delete(foreignLive, handle)
	foreignMutex.Unlock()
	handle.Delete()
}

// foreignReset deletes the handles of registrations that the library was not done with: it has forgotten them.
func foreignReset() {
	for handle := range foreignLive {
		handle.Delete()
	}
	clear(foreignLive)
	foreignSlots = foreignTable{}
}

//export foreignCallbackEvent
func foreignCallbackEvent(data C.uintptr_t, text *C.char) {
	cgo.Handle(data).Value().(*foreignListener).event(C.GoString(text))
}

//export foreignCallbackDone
func foreignCallbackDone(data C.uintptr_t) {
	foreignDelete(cgo.Handle(data))
}

//export foreignCallbackIgnoreDone
func foreignCallbackIgnoreDone(C.uintptr_t) {}

func foreignRegister(topic C.uint, handle cgo.Handle, done unsafe.Pointer) C.int {
	return C.foreign_callback_register(topic, C.foreign_callback_event(C.foreignCallbackEvent),
		C.foreign_callback_done(done), C.uintptr_t(handle))
}

func foreignCounting() *foreignListener {
	listener := &foreignListener{}
	listener.event = func(string) { listener.events++ }
	return listener
}

func foreignDeletedEarly(call *registry.Call) error {
	handle := foreignHandle(foreignCounting())
	foreignListen(C.uint(call.Argument), handle, C.foreignCallbackIgnoreDone)
	foreignDelete(handle)
	return nil
}

func foreignDeletedAtDone(call *registry.Call) error {
	handle := foreignHandle(foreignCounting())
	if !foreignListen(C.uint(call.Argument), handle, C.foreignCallbackDone) {
		foreignDelete(handle)
	}
	return nil
}

// foreignListen registers a handle for some time. It says whether C will call done.
func foreignListen(topic C.uint, handle cgo.Handle, done unsafe.Pointer) bool {
	registration := foreignRegister(topic, handle, done)
	if registration < 0 {
		return false
	}
	C.foreign_callback_wait()
	C.foreign_callback_unregister(registration)
	return true
}

func foreignDeletedTwice(call *registry.Call) error {
	handle := foreignHandle(foreignCounting())
	defer foreignDelete(handle)
	foreignListen(C.uint(call.Argument), handle, C.foreignCallbackDone)
	return nil
}

func foreignNilFunc(call *registry.Call) error {
	listener := &foreignListener{}
	handle := foreignHandle(listener)
	registration := foreignRegister(C.uint(call.Argument), handle, C.foreignCallbackDone)
	listener.event = func(string) {}
	return foreignEnd(registration, handle)
}

func foreignFuncFirst(call *registry.Call) error {
	listener := &foreignListener{}
	handle := foreignHandle(listener)
	listener.event = func(string) {}
	registration := foreignRegister(C.uint(call.Argument), handle, C.foreignCallbackDone)
	return foreignEnd(registration, handle)
}

// foreignInCallback may: the library calls back without a lock.
func foreignInCallback(call *registry.Call) error {
	listener := &foreignListener{}
	listener.event = func(string) { foreignDeletedAtDone(call) }
	handle := foreignHandle(listener)
	if !foreignListen(C.uint(call.Argument), handle, C.foreignCallbackDone) {
		foreignDelete(handle)
	}
	return nil
}

func foreignEnd(registration C.int, handle cgo.Handle) error {
	if registration < 0 {
		foreignDelete(handle)
		return nil
	}
	C.foreign_callback_unregister(registration)
	return nil
}

// ---- a table of the package's own in place of handles ----

type foreignSlot struct {
	used  bool
	first string // event that came
}

type foreignTable struct {
	mutex sync.Mutex
	slots [C.FOREIGN_CALLBACK_REGISTRATIONS]foreignSlot
}

var foreignSlots foreignTable

// take returns a free place, or -1.
func (t *foreignTable) take() int {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	for i := range t.slots {
		if !t.slots[i].used {
			t.slots[i] = foreignSlot{used: true}
			return i
		}
	}
	return -1
}

func (t *foreignTable) free(slot int) {
	t.mutex.Lock()
	t.slots[slot].used = false
	t.mutex.Unlock()
}

func (t *foreignTable) first(slot int) string {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	return t.slots[slot].first
}

//export foreignCallbackSlotEvent
func foreignCallbackSlotEvent(data C.uintptr_t, text *C.char) {
	foreignSlots.mutex.Lock()
	defer foreignSlots.mutex.Unlock()
	if slot := &foreignSlots.slots[data]; slot.first == "" {
		slot.first = C.GoString(text)
	}
}

//export foreignCallbackSlotDone
func foreignCallbackSlotDone(data C.uintptr_t) {
	foreignSlots.free(int(data))
}

// foreignFirst listens to a topic for some time, and reports the first event that came. It says whether C will call done.
func foreignFirst(call *registry.Call, slot int, done unsafe.Pointer) bool {
	topic := C.uint(call.Argument)
	registration := C.foreign_callback_register(topic, C.foreign_callback_event(C.foreignCallbackSlotEvent),
		C.foreign_callback_done(done), C.uintptr_t(slot))
	if registration < 0 {
		return false
	}
	C.foreign_callback_wait()
	if call.Got = foreignSlots.first(slot); call.Got != "" {
		call.Asked = registry.BytesOf(&topic)
	}
	C.foreign_callback_unregister(registration)
	return true
}

func foreignMixedUp(call *registry.Call) error {
	slot := foreignSlots.take()
	if slot < 0 {
		return nil
	}
	foreignFirst(call, slot, C.foreignCallbackIgnoreDone)
	foreignSlots.free(slot)
	return nil
}

func foreignKeptApart(call *registry.Call) error {
	slot := foreignSlots.take()
	if slot < 0 {
		return nil
	}
	if !foreignFirst(call, slot, C.foreignCallbackSlotDone) {
		foreignSlots.free(slot)
	}
	return nil
}
