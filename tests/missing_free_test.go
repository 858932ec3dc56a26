package tests

import (
	"fmt"
	"strings"
	"testing"
)

var symptomsSet = set{name: "symptoms", folder: ".", pack: "./tests/symptoms"}

// A block of C's heap takes 32 bytes or more, so a leak in each call is well above growsBytes. A thread that the Go runtime
// starts meanwhile takes some thousands of both heaps, which is below flatBytes.
const (
	symptomCalls = 2000
	growsBytes   = 16 * symptomCalls
	flatBytes    = 8 * symptomCalls
)

// TestMissingFreeGrows calls ops for a long time: those that leak let C's heap grow, and Go's stay as it is, so that
// nothing which Go tells of its memory shows it. Those that do not leak let both stay as they are.
func TestMissingFreeGrows(t *testing.T) {
	const class = "missing_free"
	leaks := []string{"string", "result", "two_strings", "stored", "panic", "reference"}
	noLeaks := []string{"handed_over", "borrowed", "kept", "cleaned"}
	for _, op := range leaks {
		t.Run(op+"/buggy", func(t *testing.T) { requireGrowth(t, class, "buggy", op, true) })
	}
	for _, op := range append(leaks, noLeaks...) {
		t.Run(op+"/fixed", func(t *testing.T) { requireGrowth(t, class, "fixed", op, false) })
	}
}

// requireGrowth wants C's heap to grow, or not to, and Go's never.
func requireGrowth(t *testing.T, class, variant, op string, grows bool) {
	t.Helper()
	// The argument by which both parts of a message are sent, and a placeholder lacks a value.
	const argument = "3"
	stdout, stderr, code := start(t, programOf(t, symptomsSet, "plain"), class, variant, op, argument,
		fmt.Sprint(symptomCalls))
	var c, goHeap int
	if _, err := fmt.Sscanf(stdout, "c=%d go=%d", &c, &goHeap); err != nil || code != 0 {
		t.Fatalf("exit code %d, %q; stderr ends:\n%s", code, stdout, tail(stderr))
	}
	t.Log(stdout)
	if grows && c < growsBytes || !grows && c >= flatBytes {
		t.Errorf("C's heap has grown by %d bytes in %d calls", c, symptomCalls)
	}
	if goHeap >= flatBytes {
		t.Errorf("Go's heap has grown by %d bytes in %d calls", goHeap, symptomCalls)
	}
}

// TestTwoLeaksAreTwoLines lets one op leak two strings, alone and together: each is told with the Go line that made it.
func TestTwoLeaksAreTwoLines(t *testing.T) {
	const file = "targets/missing_free.go"
	place := func(function, statement string) string {
		return fmt.Sprintf("targets.%s %s:%d", function, file, lineOf(t, source.read(t, file), "\t"+statement+"\n\treturn"))
	}
	title := place("missingFreeTitle", `title := C.CString("title")`)
	body := place("missingFreeBody", `body := C.CString("what the message has to say")`)
	for _, parts := range []struct{ argument, first, also string }{
		{"1", title, ""}, {"2", body, ""}, {"3", title, body},
	} {
		t.Run(parts.argument, func(t *testing.T) {
			path := writePlan(t, "cgofault plan 1\nclass: missing_free\nvariant: buggy\n\ncall A two_strings "+parts.argument+"\n")
			program := programOf(t, mainSet, "asan")
			if got := replay(t, program, path); got.goLine != parts.first {
				t.Errorf("%s: the report names %q, and not %q", got.verdict, got.goLine, parts.first)
			}
			_, stderr, _ := start(t, program, path)
			_, also, _ := strings.Cut(stderr, "cgofault: also leaked: ")
			also, _, _ = strings.Cut(also, "\n")
			if also != parts.also {
				t.Errorf("also leaked is %q, and not %q", also, parts.also)
			}
		})
	}
}
