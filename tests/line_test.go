package tests

import (
	"fmt"
	"strings"
	"testing"
)

// TestReportNamesTheLine inserts a line above a call of C: the Go line that a report names moves by one.
func TestReportNamesTheLine(t *testing.T) {
	const file, build = "targets/canary.go", "asan"
	scratch := scratchTree(t)
	sanitizer := programOf(t, mainSet, build)
	original := source.read(t, file)
	for _, finding := range []struct{ op, verdict, function, call string }{
		{"asan", "asan/", "targets.canaryAsan", "C.canary_overflow()"},
		{"contract", "contract/", "targets.canaryContract", "C.canary_forbidden()"},
		{"lsan", "lsan/leak", "targets.canaryLeak", "C.CString("},
	} {
		t.Run(finding.op, func(t *testing.T) {
			path := writePlan(t, "cgofault plan 1\nclass: canary\nvariant: buggy\n\ncall A "+finding.op+"\ngc\n")
			line := lineOf(t, original, finding.call)
			above := strings.SplitAfter(original, "\n")
			above[line-1] = "\t// A line more.\n" + above[line-1]
			scratch.write(t, file, strings.Join(above, ""))
			for program, want := range map[string]int{sanitizer: line, scratch.program(t, build): line + 1} {
				got := replay(t, program, path)
				if !strings.HasPrefix(got.verdict, finding.verdict) {
					t.Fatalf("the verdict is %s, not %s", got.verdict, finding.verdict)
				}
				if want := fmt.Sprintf("%s %s:%d", finding.function, file, want); got.goLine != want {
					t.Errorf("%s: the report names %q, the call is at %q", got.verdict, got.goLine, want)
				}
			}
		})
	}
}

// lineOf returns the number of the only line that holds a call.
func lineOf(t *testing.T, text, call string) (number int) {
	t.Helper()
	if strings.Count(text, call) != 1 {
		t.Fatalf("%q does not stand once in the source; the test has to follow it", call)
	}
	return strings.Count(text[:strings.Index(text, call)], "\n") + 1
}
