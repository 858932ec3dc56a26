package runner

// #include "controller.h"
import "C"

import (
	"reflect"
	"runtime"
	"sync"
)

var (
	descriptorLines      = map[int]frame{}
	descriptorLinesMutex sync.Mutex
)

// cgfNoteDescriptor notes where the calling goroutine is, which was the last to run before this descriptor was seen.
//
//export cgfNoteDescriptor
func cgfNoteDescriptor(descriptor, caller C.int) {
	ownStackMutex.Lock()
	line, found := programFrame(ownStack[:runtime.Stack(ownStack[:], false)])
	ownStackMutex.Unlock()
	if !found && caller >= 0 {
		line = lineOfFunction(reflect.ValueOf(ops[opUnderWay[caller]]).Pointer())
	}
	descriptorLinesMutex.Lock()
	descriptorLines[int(descriptor)] = line
	descriptorLinesMutex.Unlock()
}

// opUnderWay is the op that a caller of the plan runs, or has run last.
var opUnderWay [C.CGF_CALLER_LIBRARY]int

// lineOfFunction is where a function begins.
func lineOfFunction(function uintptr) frame {
	f := runtime.FuncForPC(function)
	file, line := f.FileLine(function)
	return frame{functionName(f.Name()), lastParts(file), line}
}

func (c *controller) noteDescriptors() {
	C.cgf_descriptors_look(&c.descriptorsBefore)
	C.cgf_descriptors_watch(true)
}

// descriptorMaker returns who made the lowest descriptor that was not there before.
func (c *controller) descriptorMaker() maker {
	C.cgf_descriptors_look(&c.descriptors)
	for descriptor := range C.CGF_DESCRIPTORS_MAX {
		if !isOpen(&c.descriptors, descriptor) || isOpen(&c.descriptorsBefore, descriptor) {
			continue
		}
		line := descriptorLines[descriptor]
		if function := C.cgf_descriptor_maker(C.int(descriptor)); function != nil {
			return maker{C.GoString(function), line}
		}
		return maker{line.function, line}
	}
	return maker{}
}

func isOpen(descriptors *C.struct_cgf_descriptors, descriptor int) bool {
	return descriptors.open[descriptor/64]>>(descriptor%64)&1 != 0
}
