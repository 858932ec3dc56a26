package runner

// #include "controller.h"
import "C"

import (
	"reflect"
	"runtime"
	"sync"
	"sync/atomic"
	_ "unsafe" // for go:linkname
)

// Where descriptors were made, while that is watched.
var descriptorsWatched struct {
	mutex  sync.Mutex
	lines  map[int]frame
	opened map[int]callStack // by os.Open and its like, and not seen by the core yet
	logger *fileLogger       // which was there before
}

// fileLogger is what package os tells of each file that it opens, by the name of Interface of internal/testlog.
type fileLogger interface {
	Getenv(string)
	Stat(string)
	Open(string)
	Chdir(string)
}

//go:linkname osLogger internal/testlog.logger
var osLogger atomic.Pointer[fileLogger]

type openings struct{}

func (openings) Getenv(string) {}
func (openings) Stat(string)   {}
func (openings) Chdir(string)  {}

// Open is called before a file is opened, which will have the lowest number that is free.
func (openings) Open(string) {
	w := &descriptorsWatched
	w.mutex.Lock()
	w.opened[int(C.cgf_descriptor_lowest_free())] = callStackHere()
	w.mutex.Unlock()
}

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
	w := &descriptorsWatched
	w.mutex.Lock()
	if opened, found := w.opened[int(descriptor)]; found && C.cgf_descriptor_maker(descriptor) == nil {
		line = opened.line()
	}
	delete(w.opened, int(descriptor))
	w.lines[int(descriptor)] = line
	w.mutex.Unlock()
}

// opUnderWay is the op that a caller of the plan runs, or has run last.
var opUnderWay [C.CGF_CALLER_LIBRARY]int

// lineOfFunction is where a function begins.
func lineOfFunction(function uintptr) frame {
	f := runtime.FuncForPC(function)
	file, line := f.FileLine(function)
	return frame{functionName(f.Name()), lastParts(file), line}
}

func (c *controller) watchDescriptors() {
	w := &descriptorsWatched
	w.lines, w.opened = map[int]frame{}, map[int]callStack{}
	w.logger = osLogger.Load()
	logger := fileLogger(openings{})
	osLogger.Store(&logger)
	C.cgf_descriptors_look(&c.descriptorsBefore)
	C.cgf_descriptors_watch(true)
}

func watchNoDescriptors() {
	osLogger.Store(descriptorsWatched.logger)
	C.cgf_descriptors_watch(false)
}

// descriptorMaker returns who made the lowest descriptor that was not there before.
func (c *controller) descriptorMaker() maker {
	C.cgf_descriptors_look(&c.descriptors)
	for descriptor := range C.CGF_DESCRIPTORS_MAX {
		if !isOpen(&c.descriptors, descriptor) || isOpen(&c.descriptorsBefore, descriptor) {
			continue
		}
		line := descriptorsWatched.lines[descriptor]
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
