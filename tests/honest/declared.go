package main

// #cgo noescape declared_measure
// #cgo nocallback declared_measure
// #cgo noescape measure_declared
// #cgo nocallback measure_declared
// #cgo nocallback declared_meter_read
// #cgo nocallback declared_meter_close
// #cgo nocallback close_declared
//
// #include "honest_declared.h"
//
// // Declarations hold for a name: these are functions that call back, declared as if they did not.
// static inline int measure_declared(int key, struct declared_measure *measure)
// {
//	return declared_measure_told(key, measure);
// }
//
// static inline void close_declared(struct declared_meter *meter)
// {
//	declared_meter_close_told(meter);
// }
import "C"

import (
	"runtime"

	"cgofault/targets/registry"
)

// A function that is declared nocallback must not call back, and whatever the harness does inside its calls is no callback
// of its own. What is passed to one that is declared noescape too stays where it is on the goroutine's stack.
var _ = registry.Add(registry.Class{
	Name:  "declared",
	About: "C functions with #cgo noescape and nocallback that are true to that, or call back",
	Ops: []registry.Op{
		{Name: "measure", About: "measures, far down its stack or not, by a declared function; then by one that calls back after an error," +
			" declared or not",
			Buggy: declaredDeepBuggy, Fixed: declaredDeep},
		{Name: "goroutine", About: "the same on a goroutine of its own",
			Buggy: declaredGoroutineBuggy, Fixed: declaredGoroutine},
		{Name: "finalized", About: "a finalizer closes a meter by a function that calls back after an error, declared or not",
			Buggy: declaredFinalizedBuggy, Fixed: declaredFinalized},
		{Name: "closed", About: "closes a meter by declared functions alone, by a finalizer too",
			Control: declaredClosed},
	},
})

//export declaredFailed
func declaredFailed() {}

// declaredAnswer is what an op has asked, and what it was answered.
func declaredAnswer(call *registry.Call, key C.int, measure C.struct_declared_measure) {
	call.Asked, call.Got = registry.BytesOf(&key), registry.BytesOf(&measure)
}

func declaredMeasure(call *registry.Call) error {
	var first, second C.struct_declared_measure
	key := C.int(call.Argument)
	n, err := C.declared_measure(key, &first)
	if n == 0 {
		declaredAnswer(call, key, first)
	}
	if m, other := C.declared_measure_told(key, &second); n == 0 && m != 0 {
		return other
	}
	if n != 0 {
		return err
	}
	return nil
}

func declaredMeasureBuggy(call *registry.Call) error {
	var first, second C.struct_declared_measure
	key := C.int(call.Argument)
	n, err := C.declared_measure(key, &first)
	if n == 0 {
		declaredAnswer(call, key, first)
	}
	if m, other := C.measure_declared(key, &second); n == 0 && m != 0 {
		return other
	}
	if n != 0 {
		return err
	}
	return nil
}

// declaredDown goes down the stack by at least this many bytes, and measures there.
//
//go:noinline
func declaredDown(bytes int, call *registry.Call, measure func(*registry.Call) error) error {
	var room [32]byte
	room[bytes%len(room)] = 1
	if bytes > 0 {
		err := declaredDown(bytes-len(room), call, measure)
		runtime.KeepAlive(&room)
		return err
	}
	return measure(call)
}

func declaredDeep(call *registry.Call) error {
	return declaredDown(int(call.Argument)*32, call, declaredMeasure)
}

func declaredDeepBuggy(call *registry.Call) error {
	return declaredDown(int(call.Argument)*32, call, declaredMeasureBuggy)
}

func declaredGoroutine(call *registry.Call) error {
	done := make(chan error)
	go func() { done <- declaredDeep(call) }()
	return <-done
}

func declaredGoroutineBuggy(call *registry.Call) error {
	done := make(chan error)
	go func() { done <- declaredDeepBuggy(call) }()
	return <-done
}

// ---- meters ----

type declaredMeter struct{ c *C.struct_declared_meter }

func (m *declaredMeter) read() error {
	n, err := C.declared_meter_read(m.c)
	runtime.KeepAlive(m)
	if n != 0 {
		return err
	}
	return nil
}

func declaredFinalized(*registry.Call) error {
	meter := &declaredMeter{C.declared_meter_open()}
	runtime.SetFinalizer(meter, func(m *declaredMeter) { C.declared_meter_close_told(m.c) })
	return meter.read()
}

func declaredFinalizedBuggy(*registry.Call) error {
	meter := &declaredMeter{C.declared_meter_open()}
	runtime.SetFinalizer(meter, func(m *declaredMeter) { C.close_declared(m.c) })
	return meter.read()
}

func declaredClosed(*registry.Call) error {
	left, closed := &declaredMeter{C.declared_meter_open()}, &declaredMeter{C.declared_meter_open()}
	runtime.SetFinalizer(left, func(m *declaredMeter) { C.declared_meter_close(m.c) })
	err := left.read()
	if other := closed.read(); err == nil {
		err = other
	}
	C.declared_meter_close(closed.c)
	return err
}
