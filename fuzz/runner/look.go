package runner

// #include "controller.h"
import "C"

import (
	"bytes"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"strconv"
	"strings"
	"sync"
)

var finalizerCounts = []metrics.Sample{
	{Name: "/gc/finalizers/queued:finalizers"}, {Name: "/gc/finalizers/executed:finalizers"},
}

// finalizersLeftNow is asked by a cleanup's goroutine, while the controller may be using its own samples. The caller
// holds ownStackMutex.
func finalizersLeftNow() bool {
	metrics.Read(finalizerCounts)
	return finalizerCounts[0].Value.Uint64() != finalizerCounts[1].Value.Uint64()
}

// nextStack cuts the first goroutine's block off a dump.
func nextStack(all []byte) (block, rest []byte) {
	if end := bytes.Index(all, []byte("\n\n")); end >= 0 {
		return all[:end], all[end+2:]
	}
	return all, nil
}

// stacks returns the stacks of all goroutines but the runtime's own.
func (c *controller) stacks() []byte {
	return allStacks(c.dump)
}

func allStacks(buffer []byte) []byte {
	debug.SetTraceback("all")
	all := buffer[:runtime.Stack(buffer, true)]
	debug.SetTraceback("crash")
	return all
}

// header reads "goroutine 7 [chan receive, locked to thread]:" and allocates nothing.
func header(block []byte) (number int64, state []byte) {
	const word = "goroutine "
	if !bytes.HasPrefix(block, []byte(word)) {
		return 0, nil
	}
	at := len(word)
	for ; at < len(block) && block[at] >= '0' && block[at] <= '9'; at++ {
		number = number*10 + int64(block[at]-'0')
	}
	open := bytes.IndexByte(block, '[')
	end := bytes.IndexByte(block, ']')
	if open < 0 || end < open {
		return number, nil
	}
	return number, block[open+1 : end]
}

// ownStack is room for one goroutine's stack at a time: a local one would make the program's goroutines grow theirs.
var (
	ownStack      [1 << 14]byte
	ownStackMutex sync.Mutex // a goroutine may be preempted between writing the stack and reading it
)

// goroutineNumber returns the number of the calling goroutine.
func goroutineNumber() int64 {
	ownStackMutex.Lock()
	defer ownStackMutex.Unlock()
	number, _ := header(ownStack[:runtime.Stack(ownStack[:64], false)])
	return number
}

// frame is a line of a goroutine's stack.
type frame struct {
	function, file string
	line           int
}

// programFrame returns the innermost frame of a stack that is the program's own: not the runtime's, not cgo's wrapper.
func programFrame(block []byte) (frame, bool) {
	var at frame
	lines := strings.Split(string(block), "\n")
	for i := 1; i+1 < len(lines); i += 2 {
		file, _, _ := strings.Cut(strings.TrimSpace(lines[i+1]), " ")
		colon := strings.LastIndexByte(file, ':')
		symbol, _, _ := strings.Cut(strings.TrimPrefix(lines[i], "created by "), " in goroutine ")
		if colon < 0 || isLibrary(symbol, file) {
			continue
		}
		name := functionName(symbol)
		if at.function != "" {
			at.function = around(at.function, name)
			break
		}
		line, _ := strconv.Atoi(file[colon+1:])
		at = frame{name, lastParts(file[:colon]), line}
	}
	return at, at.function != ""
}

// functionName cuts the arguments off a frame's first line, and the path off its package. The line that says who started
// a goroutine has no arguments, but may have a receiver.
func functionName(name string) string {
	if end := strings.LastIndexByte(name, '('); end > 0 && strings.HasSuffix(name, ")") {
		name = name[:end]
	}
	return name[strings.LastIndexByte(name, '/')+1:]
}

// lastParts keeps a file's name and the folder that it is in.
func lastParts(path string) string {
	slashes := 0
	for at := len(path) - 1; at > 0; at-- {
		if path[at] == '/' {
			if slashes++; slashes == 2 {
				return path[at+1:]
			}
		}
	}
	return path
}

// stackOf returns one goroutine's block in a dump.
func stackOf(all []byte, goroutine int64) []byte {
	for block, rest := nextStack(all); len(block) > 0; block, rest = nextStack(rest) {
		if number, _ := header(block); number == goroutine {
			return block
		}
	}
	return nil
}
