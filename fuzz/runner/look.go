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
	lines := bytes.Split(block, []byte("\n"))
	for i := 1; i+1 < len(lines); i += 2 {
		name := functionName(lines[i])
		if isRuntime(name) || bytes.Contains(lines[i+1], []byte("_cgo_gotypes.go:")) {
			continue
		}
		place := bytes.TrimSpace(lines[i+1])
		if space := bytes.IndexByte(place, ' '); space >= 0 {
			place = place[:space]
		}
		colon := bytes.LastIndexByte(place, ':')
		if colon < 0 {
			continue
		}
		line, _ := strconv.Atoi(string(place[colon+1:]))
		return frame{name, lastParts(string(place[:colon])), line}, true
	}
	return frame{}, false
}

// functionName cuts the arguments off a frame's first line, and the path off its package.
func functionName(line []byte) string {
	name := string(bytes.TrimPrefix(line, []byte("created by ")))
	if end := bytes.LastIndexByte([]byte(name), '('); end > 0 {
		name = name[:end]
	}
	if slash := bytes.LastIndexByte([]byte(name), '/'); slash >= 0 {
		name = name[slash+1:]
	}
	return name
}

func isRuntime(name string) bool {
	for _, prefix := range []string{"runtime.", "syscall.", "sync.", "internal.", "panic", "poll.", "runner."} {
		if len(name) >= len(prefix) && name[:len(prefix)] == prefix {
			return true
		}
	}
	return strings.Contains(name, "._C") || strings.Contains(name, "._cgo")
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
