//go:build ignore

// What `cgofault test` runs in Go. The boundary appends what stands below the marker to a file that cgo has generated,
// HASH being that package's, so that nothing of a module changes and no import is added: importcfg has only what the
// package itself imports.
package half

import "unsafe"

//cgofault:below

//go:linkname cgfOwnGC runtime.GC
func cgfOwnGC()

//go:linkname cgfOwnGosched runtime.Gosched
func cgfOwnGosched()

//go:linkname cgfOwnStack runtime.Stack
func cgfOwnStack(out []byte, all bool) int

//go:linkname cgfOwnFinalizers runtime.finReadQueueStats
func cgfOwnFinalizers() (queued, executed uint64)

//go:linkname cgfOwnCleanups runtime.(*cleanupQueue).readQueueStats
func cgfOwnCleanups(queue *byte) (queued, executed uint64)

//go:linkname cgfOwnCleanupQueue runtime.gcCleanups
var cgfOwnCleanupQueue byte

//go:linkname cgfOwnInHeap runtime.inheap
func cgfOwnInHeap(address uintptr) bool

//go:linkname cgfOwnCallers runtime.Callers
func cgfOwnCallers(skip int, out []uintptr) int

// A call of C without what cgo does around one: no other goroutine runs meanwhile, and no collection.
//
//go:linkname cgfOwnCallC runtime.asmcgocall
//go:noescape
func cgfOwnCallC(function, argument unsafe.Pointer) int32

//go:cgo_import_static cgf_own_look
//go:linkname cgfOwnLookInC cgf_own_look
var cgfOwnLookInC byte

// What C.GoBytes and C.GoStringN are about to read.
//
//go:noinline
func cgfOwnLook(from unsafe.Pointer, bytes int) {
	if bytes > 0 {
		cgfOwnTell(from, bytes)
	}
}

// What C.GoString is about to read, up to a zero.
//
//go:noinline
func cgfOwnLookString(from unsafe.Pointer) {
	cgfOwnTell(from, -1)
}

// A second look tells of what the first one has found, with the line that is four frames up: Callers, this function, who
// calls it, C.GoString.
//
//go:noinline
func cgfOwnTell(from unsafe.Pointer, bytes int) {
	look := struct {
		from  unsafe.Pointer
		bytes int
		pc    uintptr
	}{from, bytes, 0}
	if cgfOwnCallC(unsafe.Pointer(&cgfOwnLookInC), unsafe.Pointer(&look)) == 0 {
		return
	}
	var pcs [1]uintptr
	cgfOwnCallers(4, pcs[:])
	look.pc = pcs[0]
	cgfOwnCallC(unsafe.Pointer(&cgfOwnLookInC), unsafe.Pointer(&look))
}

//go:linkname cgfOwnSleep runtime.notetsleepg
func cgfOwnSleep(note *uintptr, ns int64) bool

//go:linkname cgfOwnWake runtime.notewakeup
func cgfOwnWake(note *uintptr)

//go:linkname cgfOwnWakeThread runtime.futexwakeup
func cgfOwnWakeThread(word *uint32, count uint32)

//go:linkname cgfOwnLetOthers runtime.osyield
func cgfOwnLetOthers()

//go:linkname cgfOwnNow runtime.nanotime
func cgfOwnNow() int64

//go:linkname cgfOwnRead runtime/metrics.runtime_readMetrics
func cgfOwnRead(samples unsafe.Pointer, count, room int)

// cgfOwnSample is a metrics.Sample.
type cgfOwnSample struct {
	name    string
	kind    int
	value   uint64
	pointer unsafe.Pointer
}

// cgfOwnGoroutines returns how many are runnable, and how many in C or in the kernel.
func cgfOwnGoroutines() (runnable, outside uint64) {
	samples := [2]cgfOwnSample{
		{name: "/sched/goroutines/runnable:goroutines"}, {name: "/sched/goroutines/not-in-go:goroutines"},
	}
	cgfOwnRead(unsafe.Pointer(&samples), len(samples), len(samples))
	return samples[0].value, samples[1].value
}

// cgfOwnHop is cgf_own_go_hop of fuzz/own/inside/go.h; hop.c there has the order.
type cgfOwnHop struct {
	runs, goOn  uintptr
	waits, turn uint32
}

// cgfOwnKeepP keeps the only P while the thread of a call leaves C, until its goroutine is queued. This goroutine's thread
// goes on with that one.
//
//go:norace
func cgfOwnKeepP(hop *cgfOwnHop) {
	const othersMax, waitNs = 64, 100 * 1000 * 1000
	cgfOwnWake(&hop.runs)
	cgfOwnSleep(&hop.goOn, -1)
	for hop.waits == 0 {
		cgfOwnLetOthers()
	}
	// Who may run runs now, and not before the one that hops.
	runnable, outside := cgfOwnGoroutines()
	for i := 0; i < othersMax && runnable > 0; i++ {
		cgfOwnGosched()
		runnable, outside = cgfOwnGoroutines()
	}
	hop.turn = 1
	cgfOwnWakeThread(&hop.turn, 1)
	for end := cgfOwnNow() + waitNs; cgfOwnNow() < end; cgfOwnLetOthers() {
		runnable, left := cgfOwnGoroutines()
		if runnable > 0 && left < outside {
			return
		}
	}
}

// A test that calls it may be added to the program: fuzz/own/between.c.
//
//go:cgo_import_static cgf_own_next_run

// The C side looks at the channel itself: see fuzz/own/inside/init_done.c.
//
//go:cgo_export_static runtime.main_init_done cgf_own_main_init_done

// And puts its hook into the rounds of Go's monitor: see fuzz/own/inside/monitor.c.
//
//go:cgo_export_static runtime.cgo_yield cgf_own_cgo_yield

//go:linkname cgfOwnMonitor runtime.sysmon
func cgfOwnMonitor()

//go:cgo_import_static cgf_own_monitor_code
//go:linkname cgfOwnMonitorCode cgf_own_monitor_code
var cgfOwnMonitorCode uintptr

func init() {
	monitor := cgfOwnMonitor
	cgfOwnMonitorCode = **(**uintptr)(unsafe.Pointer(&monitor))
}

//go:linkname cgf_own_go_HASH cgf_own_go_HASH
//go:cgo_export_static cgf_own_go_HASH
//go:norace
func cgf_own_go_HASH(call *struct {
	work       int
	out        *byte
	outBytes   int
	written    int
	finalizers int
	cleanups   int
}) {
	switch call.work {
	case 0:
		cgfOwnGC()
	case 1:
		// The scheduler wakes the goroutines that run them when it looks for work, and each 61st time it takes this
		// one back before it looks (runtime.findRunnable).
		cgfOwnGosched()
		cgfOwnGosched()
		queued, executed := cgfOwnFinalizers()
		call.finalizers = int(queued - executed)
		call.written = int(queued)
		queued, executed = cgfOwnCleanups(&cgfOwnCleanupQueue)
		call.cleanups = int(queued - executed)
		call.written += int(queued)
	case 2:
		// The package's module may say a version of Go that has no unsafe.Slice yet.
		out := struct {
			at          *byte
			length, cap int
		}{call.out, call.outBytes, call.outBytes}
		call.written = cgfOwnStack(*(*[]byte)(unsafe.Pointer(&out)), true)
	case 3:
		call.written = 0
		if cgfOwnInHeap(uintptr(unsafe.Pointer(call.out))) {
			call.written = 1
		}
	case 4:
		hop := (*cgfOwnHop)(unsafe.Pointer(call.out))
		go cgfOwnKeepP(hop)
		cgfOwnSleep(&hop.runs, -1)
	}
}
