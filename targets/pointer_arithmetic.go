package targets

// #include "pointer_arithmetic.h"
// #include <stdlib.h>
// #include <string.h>
import "C"

import (
	"runtime"
	"unsafe"

	"cgofault/targets/registry"
)

// Arithmetic on a pointer must stay inside of the object, and a number is no pointer: package unsafe, "Pointer", and Add
// and Slice there; cmd/cgo, "Passing pointers". A count that comes from C is good for what C's documentation says.
var _ = registry.Add(registry.Class{
	Name:   "pointer_arithmetic",
	About:  "Go computes an address or a length from what C says, and leaves the object",
	Builds: "efence,nocheckptr,msan",
	Ops: []registry.Op{
		{Name: "add_in_c", About: "unsafe.Add to an index that is no sample's, in C memory",
			Buggy: pointerAddInC, Fixed: pointerAddInCChecked},
		{Name: "add_in_go", About: "unsafe.Add to an index that is no sample's, in Go memory",
			Buggy: pointerAddInGo, Fixed: pointerAddInGoChecked},
		{Name: "slice_in_c", About: "unsafe.Slice of C memory, of as many samples as there are and not as fit",
			Buggy: pointerSliceInC, Fixed: pointerSliceInCChecked},
		{Name: "slice_in_go", About: "unsafe.Slice of Go memory, of as many samples as there are and not as fit",
			Buggy: pointerSliceInGo, Fixed: pointerSliceInGoChecked},
		{Name: "unwritten", About: "unsafe.Slice of C memory, of as many samples as fit and not as there are",
			Buggy: pointerUnwritten, Fixed: pointerWritten},
		{Name: "wrong_unit", About: "unsafe.Slice of as many samples as there are bytes",
			Buggy: pointerWrongUnit, Fixed: pointerRightUnit},
		{Name: "past_slice", About: "C is told to read as many samples as there are bytes in a Go slice",
			Buggy: pointerPastSlice, Fixed: pointerInSlice},
		{Name: "unended_text", About: "C.GoString of a text that fills its memory, without a zero byte",
			Buggy: pointerUnendedText, Fixed: pointerMeasuredText},
		{Name: "cut_message", About: "C.GoBytes of the length that a message had before it was cut",
			Buggy: pointerCutMessage, Fixed: pointerCutMessageChecked},
		{Name: "moved_stack", About: "C writes to the address of a variable, as a number, and the stack has moved",
			Buggy: pointerMovedStack, Fixed: pointerMovedStackC},
		{Name: "end_pointer", About: "a loop ends at the address behind an array in C memory, and reads nothing there",
			Control: pointerEndPointer},
	},
})

const (
	pointerSamples     = C.POINTER_ARITHMETIC_SAMPLES
	pointerSampleBytes = C.sizeof_uint32_t
)

// pointerSum reads all of the samples.
//
//go:noinline
func pointerSum(samples []C.uint32_t) (sum uint64) {
	for _, sample := range samples {
		sum += uint64(sample)
	}
	return sum
}

// pointerFree frees what measure or malloc has returned.
func pointerFree(samples *C.uint32_t) {
	C.free(unsafe.Pointer(samples))
}

func pointerMeasure() (samples *C.uint32_t, bytes C.size_t) {
	samples = C.pointer_arithmetic_measure(&bytes)
	return samples, bytes
}

func pointerAt(samples *C.uint32_t, index C.size_t) *C.uint32_t {
	return (*C.uint32_t)(unsafe.Add(unsafe.Pointer(samples), index*pointerSampleBytes))
}

func pointerAddInC(*registry.Call) error {
	samples, _ := pointerMeasure()
	defer pointerFree(samples)
	index := C.pointer_arithmetic_peak(samples, pointerSamples)
	runtime.KeepAlive(*pointerAt(samples, index))
	return nil
}

func pointerAddInCChecked(*registry.Call) error {
	samples, _ := pointerMeasure()
	defer pointerFree(samples)
	index := C.pointer_arithmetic_peak(samples, pointerSamples)
	if index < pointerSamples {
		runtime.KeepAlive(*pointerAt(samples, index))
	}
	return nil
}

// pointerBuffer is Go memory for samples.
func pointerBuffer() []C.uint32_t {
	samples := make([]C.uint32_t, pointerSamples)
	C.pointer_arithmetic_copy(&samples[0], pointerSamples)
	return samples
}

func pointerAddInGo(*registry.Call) error {
	samples := pointerBuffer()
	index := C.pointer_arithmetic_peak(&samples[0], pointerSamples)
	runtime.KeepAlive(*pointerAt(&samples[0], index))
	return nil
}

func pointerAddInGoChecked(*registry.Call) error {
	samples := pointerBuffer()
	index := C.pointer_arithmetic_peak(&samples[0], pointerSamples)
	if index < pointerSamples {
		runtime.KeepAlive(*pointerAt(&samples[0], index))
	}
	return nil
}

func pointerSliceInC(*registry.Call) error {
	samples := (*C.uint32_t)(C.malloc(pointerSamples * pointerSampleBytes))
	defer pointerFree(samples)
	count := C.pointer_arithmetic_copy(samples, pointerSamples)
	pointerSum(unsafe.Slice(samples, count))
	return nil
}

func pointerUnwritten(*registry.Call) error {
	samples := (*C.uint32_t)(C.malloc(pointerSamples * pointerSampleBytes))
	defer pointerFree(samples)
	C.pointer_arithmetic_copy(samples, pointerSamples)
	pointerSum(unsafe.Slice(samples, pointerSamples))
	return nil
}

func pointerWritten(*registry.Call) error {
	samples := (*C.uint32_t)(C.malloc(pointerSamples * pointerSampleBytes))
	defer pointerFree(samples)
	count := C.pointer_arithmetic_copy(samples, pointerSamples)
	pointerSum(unsafe.Slice(samples, min(count, pointerSamples)))
	return nil
}

func pointerSliceInCChecked(*registry.Call) error {
	samples := (*C.uint32_t)(C.malloc(pointerSamples * pointerSampleBytes))
	defer pointerFree(samples)
	count := C.pointer_arithmetic_copy(samples, pointerSamples)
	pointerSum(unsafe.Slice(samples, min(count, pointerSamples)))
	return nil
}

func pointerSliceInGo(*registry.Call) error {
	samples := new([pointerSamples]C.uint32_t)
	count := C.pointer_arithmetic_copy(&samples[0], pointerSamples)
	pointerSum(unsafe.Slice(&samples[0], count))
	return nil
}

func pointerSliceInGoChecked(*registry.Call) error {
	samples := new([pointerSamples]C.uint32_t)
	count := C.pointer_arithmetic_copy(&samples[0], pointerSamples)
	pointerSum(unsafe.Slice(&samples[0], min(count, pointerSamples)))
	return nil
}

func pointerWrongUnit(*registry.Call) error {
	samples, bytes := pointerMeasure()
	defer pointerFree(samples)
	pointerSum(unsafe.Slice(samples, bytes))
	return nil
}

func pointerRightUnit(*registry.Call) error {
	samples, bytes := pointerMeasure()
	defer pointerFree(samples)
	pointerSum(unsafe.Slice(samples, bytes/pointerSampleBytes))
	return nil
}

func pointerPastSlice(*registry.Call) error {
	samples := make([]C.uint32_t, pointerSamples)
	C.pointer_arithmetic_sum(&samples[0], C.size_t(len(samples)*pointerSampleBytes))
	return nil
}

func pointerInSlice(*registry.Call) error {
	samples := make([]C.uint32_t, pointerSamples)
	C.pointer_arithmetic_sum(&samples[0], C.size_t(len(samples)))
	return nil
}

func pointerUnendedText(*registry.Call) error {
	name := (*C.char)(C.malloc(C.POINTER_ARITHMETIC_NAME_BYTES))
	defer C.free(unsafe.Pointer(name))
	C.pointer_arithmetic_name(name, C.POINTER_ARITHMETIC_NAME_BYTES)
	_ = C.GoString(name)
	return nil
}

func pointerMeasuredText(*registry.Call) error {
	name := (*C.char)(C.malloc(C.POINTER_ARITHMETIC_NAME_BYTES))
	defer C.free(unsafe.Pointer(name))
	C.pointer_arithmetic_name(name, C.POINTER_ARITHMETIC_NAME_BYTES)
	_ = C.GoStringN(name, C.int(C.strnlen(name, C.POINTER_ARITHMETIC_NAME_BYTES)))
	return nil
}

const pointerMessageBytes = 32

func pointerCutMessage(*registry.Call) error {
	message := C.malloc(pointerMessageBytes)
	defer C.free(message)
	length := C.pointer_arithmetic_receive(message, pointerMessageBytes)
	_ = C.GoBytes(message, C.int(length))
	return nil
}

func pointerCutMessageChecked(*registry.Call) error {
	message := C.malloc(pointerMessageBytes)
	defer C.free(message)
	length := C.pointer_arithmetic_receive(message, pointerMessageBytes)
	_ = C.GoBytes(message, C.int(min(length, pointerMessageBytes)))
	return nil
}

func pointerEndPointer(*registry.Call) error {
	samples, bytes := pointerMeasure()
	defer pointerFree(samples)
	end := unsafe.Add(unsafe.Pointer(samples), bytes)
	for at := unsafe.Pointer(samples); at != end; at = unsafe.Add(at, pointerSampleBytes) {
		runtime.KeepAlive(*(*C.uint32_t)(at))
	}
	return nil
}

// ---- a stack that moves ----

// pointerTick does what a callback may do: it calls functions that need more stack than there is.
//
//export pointerArithmeticTick
func pointerArithmeticTick() {
	useStack(1)
}

// pointerOnOwnStack calls a function on a goroutine of its own, whose stack is still small.
func pointerOnOwnStack(function func()) {
	done := make(chan struct{})
	go func() {
		function()
		close(done)
	}()
	<-done
}

func pointerMeasureTo(channel C.uint32_t, address uintptr) {
	C.pointer_arithmetic_measure_to(channel, C.uintptr_t(address), C.pointer_arithmetic_tick(C.pointerArithmeticTick))
}

func pointerBytes(number C.uint32_t) string {
	return registry.BytesOf(&number)
}

// pointerMovedStack shows in builds without -asan: that switches on checks of pointers (checkptr), and with these the
// variable lives on the heap.
func pointerMovedStack(call *registry.Call) error {
	pointerOnOwnStack(func() {
		channel := C.uint32_t(call.Argument % 4)
		var sample C.uint32_t
		pointerMeasureTo(channel, uintptr(unsafe.Pointer(&sample)))
		call.Asked, call.Got = pointerBytes(channel), pointerBytes(sample)
	})
	return nil
}

func pointerMovedStackC(call *registry.Call) error {
	pointerOnOwnStack(func() {
		channel := C.uint32_t(call.Argument % 4)
		sample := (*C.uint32_t)(C.malloc(pointerSampleBytes))
		defer pointerFree(sample)
		pointerMeasureTo(channel, uintptr(unsafe.Pointer(sample)))
		call.Asked, call.Got = pointerBytes(channel), pointerBytes(*sample)
	})
	return nil
}
