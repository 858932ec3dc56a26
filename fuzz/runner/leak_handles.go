package runner

import (
	"reflect"
	"runtime"
	"sync"
	"sync/atomic"
	"unsafe"
)

// What runtime/cgo keeps of handles: those that are not deleted, and the number that the last one got.
//
//go:linkname handles runtime/cgo.handles
var handles sync.Map

//go:linkname handleIdx runtime/cgo.handleIdx
var handleIdx atomic.Uintptr

var handlesCounted struct {
	live int64
	last uintptr
}

// liveHandles counts the handles that are not deleted.
func liveHandles() int64 {
	if last := handleIdx.Load(); last != handlesCounted.last || handlesCounted.live > 0 {
		handlesCounted.live, handlesCounted.last = 0, last
		handles.Range(countHandle)
	}
	return handlesCounted.live
}

func countHandle(any, any) bool {
	handlesCounted.live++
	return true
}

// Who makes a handle is seen where the map of handles asks for its key's hash: a function that the map keeps a pointer to.
// Nothing else of NewHandle is left where the compiler has put it into its callers.
type hashFunction = func(unsafe.Pointer, uintptr) uintptr

var handlesWatched struct {
	mutex  sync.Mutex
	hash   *hashFunction // in the map; nil: this Go keeps it elsewhere
	itself hashFunction
	first  uintptr
	stacks map[uintptr]callStack
}

func watchHandles() {
	w := &handlesWatched
	if w.hash == nil {
		w.hash = findHash()
	}
	if w.hash == nil {
		return
	}
	handles.Load(uintptr(0)) // or it has no function yet
	w.first, w.stacks = handleIdx.Load()+1, map[uintptr]callStack{}
	w.itself = *w.hash
	*w.hash = watchedHash
}

func watchNoHandles() {
	if w := &handlesWatched; w.itself != nil {
		*w.hash = w.itself
		w.itself = nil
	}
}

func findHash() *hashFunction {
	at := unsafe.Pointer(&handles)
	inner, found := reflect.TypeFor[sync.Map]().FieldByName("m")
	if !found || inner.Type.Kind() != reflect.Struct {
		return nil
	}
	hash, found := inner.Type.FieldByName("keyHash")
	if !found || !hash.Type.ConvertibleTo(reflect.TypeFor[hashFunction]()) {
		return nil
	}
	return (*hashFunction)(unsafe.Add(at, inner.Offset+hash.Offset))
}

func watchedHash(key unsafe.Pointer, seed uintptr) uintptr {
	w := &handlesWatched
	w.mutex.Lock()
	handle, _ := (*(*any)(key)).(uintptr)
	if _, known := w.stacks[handle]; !known && handle >= w.first {
		w.stacks[handle] = callStackHere()
	}
	w.mutex.Unlock()
	return w.itself(key, seed)
}

// handleMaker returns who made the first handle that the watched repetition has left.
func handleMaker() maker {
	lowest := ^uintptr(0)
	handles.Range(func(key, _ any) bool {
		if handle := key.(uintptr); handle >= handlesWatched.first {
			lowest = min(lowest, handle)
		}
		return true
	})
	line := handlesWatched.stacks[lowest].line()
	return maker{line.function, line}
}

// callStack holds the program counters of a stack: a line is read off it only where somebody asks.
type callStack struct {
	counters [32]uintptr
	count    int
}

func callStackHere() (stack callStack) {
	stack.count = runtime.Callers(2, stack.counters[:])
	return stack
}

// line is the innermost frame of the program's own.
func (s callStack) line() (at frame) {
	frames := runtime.CallersFrames(s.counters[:s.count])
	for more := s.count > 0; more; {
		var f runtime.Frame
		f, more = frames.Next()
		if isLibrary(f.Function+"(", f.File+":0") {
			continue
		}
		if at.function != "" {
			at.function = around(at.function, functionName(f.Function))
			break
		}
		at = frame{functionName(f.Function), lastParts(f.File), f.Line}
	}
	return at
}
