package tests

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

var endsSet = set{name: "ends", folder: ".", pack: "./tests/ends"}

// ending is a way in which a program of the class ends, and where the verdict has to say that it did. The Go line is given
// by its function and what stands on it; "" where no goroutine was inside of the call, or nothing tells which.
type ending struct {
	builds                      string
	steps, verdict, where, call string
}

var endings = []ending{
	{"all", "call A known 0", "crash/exit-5 at=ends_known", "main.known", "C.ends_known("},
	{"all", "call A known 1", "crash/exit-6 at=ends_known", "main.known", "C.ends_known("},
	{"all", "call A known 2", "crash/exit-7 at=ends_known", "main.known", "C.ends_known("},
	{"all", "call A known 3", "crash/exit-5 at=ends_known", "main.known", "C.ends_known("},
	{"plain", "call A known 4", "crash/SIGABRT at=ends_known", "main.known", "C.ends_known("},
	{"plain", "call A known 5", "crash/SIGSEGV at=ends_known", "main.known", "C.ends_known("},
	{"all", "call A known 6", "crash/SIGBUS at=ends_known", "main.known", "C.ends_known("},
	{"plain", "call A known 7", "crash/SIGSEGV at=ends_known", "main.known", "C.ends_known("},
	{"plain", "call A known 8", "crash/SIGABRT at=ends_known", "main.known", "C.ends_known("},
	{"asan tsan", "call A known 4", "crash/SIGABRT at=end", "main.known", "C.ends_known("},
	{"asan", "call A known 5", "asan/SEGV at=end", "main.known", "C.ends_known("},
	{"tsan", "call A known 5", "tsan/SEGV at=end", "main.known", "C.ends_known("},
	{"asan", "call A known 7", "asan/SEGV at=end_on_thread", "main.known", "C.ends_known("},

	{"all", "call A undeclared 0", "crash/exit-5 at=main.undeclared", "main.undeclared", "undeclared(C.int"},
	{"all", "call A undeclared 1", "crash/exit-6 at=undeclared", "", ""},
	{"all", "call A undeclared 3", "crash/exit-5 at=main.undeclared", "main.undeclared", "undeclared(C.int"},
	{"plain", "call A undeclared 4", "crash/SIGABRT at=ends_undeclared", "main.undeclared", "undeclared(C.int"},
	{"plain", "call A undeclared 5", "crash/SIGSEGV at=ends_undeclared", "main.undeclared", "undeclared(C.int"},
	{"plain", "call A undeclared 7", "crash/SIGSEGV at=undeclared", "", ""},
	{"all", "call A goroutine 0", "crash/exit-5 at=main.undeclared", "main.undeclared", "undeclared(C.int"},
	{"plain", "call A goroutine 5", "crash/SIGSEGV at=ends_undeclared", "main.undeclared", "undeclared(C.int"},
	{"asan", "call A goroutine 5", "asan/SEGV at=end", "main.undeclared", "undeclared(C.int"},
	{"all", "call A called_back 0", "crash/exit-5 at=main.endsCalledBack", "main.endsCalledBack", "undeclared(way)"},
	{"plain", "call A called_back 5", "crash/SIGSEGV at=ends_undeclared", "main.endsCalledBack", "undeclared(way)"},

	{"all", "call A post 0; fire deliver", "crash/exit-5 at=ends_deliver", "", ""},
	{"all", "call A post 1; fire deliver", "crash/exit-6 at=ends_deliver", "", ""},
	{"plain", "call A post 5; fire deliver", "crash/SIGSEGV at=ends_deliver", "", ""},
	{"plain", "call A post 8; fire deliver", "crash/SIGABRT at=ends_deliver", "", ""},

	{"all", "call A exit", "crash/exit-8 at=main.exit", "main.exit", "os.Exit(8)"},
	{"all", "call A exit_called_back", "crash/exit-9 at=main.endsCalledBack", "main.endsCalledBack", "os.Exit(9)"},

	{"asan", "call A free", "asan/bad-free at=main.freeMiddle", "main.freeMiddle", "C.free(unsafe.Add"},
	{"plain", "call A free", "crash/SIGABRT at=main.freeMiddle", "main.freeMiddle", "C.free(unsafe.Add"},
	{"asan", "call A free_goroutine", "asan/bad-free at=main.freeMiddle", "main.freeMiddle", "C.free(unsafe.Add"},
	{"asan", "call A memset", "asan/heap-buffer-overflow at=main.memset", "main.memset", "C.memset(C.malloc"},
	{"asan", "call A copy", "asan/heap-use-after-free at=main.copyFreed", "main.copyFreed", "copy(kept[:], from)"},
	{"asan", "call A write", "asan/heap-use-after-free at=main.writeFreed", "main.writeFreed", "to.Write(from)"},
	{"asan", "call A bytes", "asan/heap-use-after-free at=main.bytesFreed", "main.bytesFreed", "C.GoBytes(block, 4)"},
	{"asan", "call A string", "asan/heap-buffer-overflow at=main.stringWithoutEnd", "main.stringWithoutEnd",
		"C.GoString(textOf(8))"},
	{"asan", "call A stringn", "asan/heap-buffer-overflow at=main.stringTooLong", "main.stringTooLong",
		"C.GoStringN(textOf(7), 8)"},
	{"all", "call A right", "none", "", ""},
}

// TestEveryEndHasItsPlace ends a program in every way: the verdict names the function, and the Go line that called it.
func TestEveryEndHasItsPlace(t *testing.T) {
	text := source.read(t, "tests/ends/main.go")
	for _, build := range commonBuilds() {
		t.Run(build, func(t *testing.T) {
			t.Parallel()
			program := programOf(t, endsSet, build)
			for _, e := range endings {
				if e.builds != "all" && !slices.Contains(strings.Fields(e.builds), build) {
					continue
				}
				path := writePlan(t, "cgofault plan 1\nclass: ends\nvariant: buggy\n\n"+
					strings.ReplaceAll(e.steps, "; ", "\n")+"\n")
				wanted := ""
				if e.where != "" {
					wanted = fmt.Sprintf("%s ends/main.go:%d", e.where, lineOf(t, text, e.call))
				}
				if got := replay(t, program, path); got.verdict != e.verdict || got.goLine != wanted {
					t.Errorf("%s: %s, Go line %q; it is %s, %q", e.steps, got.verdict, got.goLine, e.verdict, wanted)
				}
			}
		})
	}
}
