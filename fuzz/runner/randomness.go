package runner

import (
	"os"
	"reflect"
	"runtime"
	"unsafe"
)

// The Go runtime keeps a random generator in each of its threads: the order of a map and the choice of a select come
// from there. What a thread has drawn before a run is an accident, and so is which thread a caller has, so a caller's
// generators are set to a value of the plan's before each op, and after each hop. Their places in the runtime's record
// of a thread are found by watching what changes when a number is drawn; nothing is written unless all agrees.

//go:linkname threadRecord runtime.getm
func threadRecord() uintptr

// threadPointer returns the calling thread's record: it is no Go pointer that this package may hold on to.
func threadPointer() unsafe.Pointer {
	record := threadRecord()
	return *(*unsafe.Pointer)(unsafe.Pointer(&record))
}

//go:linkname drawCheap runtime.cheaprand
func drawCheap() uint32

//go:linkname draw runtime.rand
func draw() uint64

// The generators of the runtime: internal/chacha8rand.State, and a counter with a fixed step.
type chacha struct {
	buffer  [32]uint64
	seed    [4]uint64
	at, end uint32
	counter uint32
}

const (
	recordWords = 208 // of the thread's record that are searched; all of it has 228 in Go 1.26
	cheapStep   = 0xa0761d6478bd642f
)

var (
	cheapPlace, chachaPlace uintptr // offsets in the record; 0: not found
	planSeed, threadsSeeded uint64
	before, after           [recordWords]uint64
)

// A thread has a cache of what it has looked up of code, as it does when a goroutine's stack grows or a signal comes. What
// is not there costs a draw, and what is there is an accident. The cache counts who uses it, and only the first one may:
// where somebody always does, nothing is drawn.
const (
	cacheBuckets     = 2
	cacheBucketWords = 8 * 3 // entries, of a program counter and two words
)

var cachePlace uintptr // the offset of that count; 0: not found

//
//go:nocheckptr
func snapshot(to *[recordWords]uint64) {
	*to = *(*[recordWords]uint64)(threadPointer())
}

// seedRun begins the numbers of a run.
func seedRun(seed uint64) {
	planSeed, threadsSeeded = seed, 0
}

// findGenerators looks at what changes when a number is drawn. The calling goroutine must be locked to its thread.
func findGenerators() {
	draw() // a buffer that was used up would be filled again, and all of it change
	snapshot(&before)
	drawCheap()
	snapshot(&after)
	for i := range before {
		if after[i]-before[i] == cheapStep {
			cheapPlace = uintptr(i) * 8
		}
	}
	for range len(chacha{}.buffer) + 1 {
		snapshot(&before)
		drawn := draw()
		if found := placeOfDrawn(drawn); found != 0 {
			chachaPlace = found
			break
		}
	}
	if cheapPlace == 0 || chachaPlace == 0 {
		os.Stderr.WriteString("cgofault: this Go keeps its random numbers elsewhere: the order of a map and the choice of" +
			" a select will differ between replays\n")
	}
}

// findCodeCache looks where a program counter is kept that was just looked up: at the beginning of its bucket. The calling
// goroutine must be locked to its thread.
//
//go:nocheckptr
func findCodeCache() {
	function := runtime.FuncForPC(reflect.ValueOf(findCodeCache).Pointer())
	pc := function.Entry() + 1
	function.FileLine(pc)
	snapshot(&after)
	place := 0
	for place < recordWords && after[place] != uint64(pc) {
		place++
	}
	inUse := place - int(pc/8%cacheBuckets)*cacheBucketWords + cacheBuckets*cacheBucketWords
	if cheapPlace != 0 && place < recordWords && inUse < recordWords && after[inUse] == 0 {
		cachePlace = uintptr(inUse) * 8
		keepCacheUnused()
		snapshot(&before)
		function.FileLine(pc + 1)
		snapshot(&after)
		if before[cheapPlace/8] == after[cheapPlace/8] {
			return
		}
		*(*uint64)(unsafe.Add(threadPointer(), cachePlace)) = 0
		cachePlace = 0
	}
	os.Stderr.WriteString("cgofault: this Go looks up its code otherwise: the choice of a select may differ between replays\n")
}

//go:norace
//go:nocheckptr
func keepCacheUnused() {
	if cachePlace != 0 {
		*(*uint64)(unsafe.Add(threadPointer(), cachePlace)) = 1
	}
}

// placeOfDrawn returns where the generator is that gave this number between the snapshot and now.
//
//go:nocheckptr
func placeOfDrawn(drawn uint64) uintptr {
	record := threadPointer()
	for at := uintptr(8); at+unsafe.Sizeof(chacha{}) < recordWords*8; at += 8 {
		now := (*chacha)(unsafe.Add(record, at))
		was := (*chacha)(unsafe.Add(unsafe.Pointer(&before), at))
		if now.end == was.end && now.end > 0 && now.end <= 32 && now.at == was.at+1 && now.at <= now.end &&
			now.counter == was.counter && now.seed == was.seed && was.buffer[was.at%32] == drawn {
			return at
		}
	}
	return 0
}

// seedThread sets the calling thread's generators to what follows from the plan's seed and what was drawn for before.
//
//go:norace
//go:nocheckptr
func seedThread() {
	threadsSeeded++
	if cheapPlace == 0 || chachaPlace == 0 {
		return
	}
	keepCacheUnused()
	record, state := threadPointer(), planSeed<<32+threadsSeeded
	*(*uint64)(unsafe.Add(record, cheapPlace)) = spread(&state)
	generator := (*chacha)(unsafe.Add(record, chachaPlace))
	for i := range generator.seed {
		generator.seed[i] = spread(&state)
	}
	generator.counter, generator.at, generator.end = 0, 32, 32 // used up: the next draw fills the buffer
}

// spread is SplitMix64.
func spread(state *uint64) uint64 {
	*state += 0x9e3779b97f4a7c15
	bits := *state
	bits = (bits ^ bits>>30) * 0xbf58476d1ce4e5b9
	bits = (bits ^ bits>>27) * 0x94d049bb133111eb
	return bits ^ bits>>31
}
