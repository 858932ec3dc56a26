package tests

import (
	"fmt"
	"strings"
	"testing"
)

var selftestSet = set{name: "selftest", folder: ".", pack: "./tests/selftest"}

// judged is a plan of one op of the selftest's classes, and what must come of it.
type judged struct {
	class, op, faults string
	buggy, fixed      string // verdicts
	line              string // of Go, in buggy: the statement that stands there
}

// TestJudge gives each op the faults that tell it from its twin: the one is found, at the function and the Go line that
// are to blame, and the other one, whose way to deal with a failure is right, is silent.
func TestJudge(t *testing.T) {
	const none = "none"
	for _, j := range []judged{
		{"failures", "retry", "errno@failures_read=EINTR",
			"errno/lost at=failures_read want=EINTR got=nil", none, "\t\tC.failures_read(file)\n\t\treturn nil"},
		{"failures", "retry", "errno@failures_read=EIO", "errno/lost at=failures_read want=EIO got=nil", none, ""},
		{"failures", "give_up", "errno@failures_read=EINTR errno@failures_read=EINTR#2 errno@failures_read=EINTR#3",
			"errno/lost at=failures_read want=EINTR got=nil", none, ""},
		{"failures", "give_up", "errno@failures_read=EINTR errno@failures_read=EINTR#2", none, none, ""},
		{"failures", "give_up", "errno@failures_read=EINTR errno@failures_read=EIO#3", none, none, ""},
		{"failures", "fallback", "errno@failures_fast=ENOSYS", "errno/lost at=failures_fast want=ENOSYS got=nil", none, ""},
		{"failures", "fallback_in_go", "errno@failures_fast=EINTR", "errno/lost at=failures_fast want=EINTR got=nil", none, ""},
		{"failures", "worker", "errno@failures_fast=ENOSYS", "errno/lost at=failures_fast want=ENOSYS got=nil", none, ""},
		{"failures", "fallback_file", "errno@failures_open=EMFILE", "errno/lost at=failures_open want=EMFILE got=nil", none, ""},
		{"failures", "fallback_file", "errno@failures_write=ENOSPC", "errno/lost at=failures_write want=ENOSPC got=nil", none, ""},
		{"failures", "fallback_file", "errno@failures_write=ENOSPC errno@failures_close=EIO",
			"errno/lost at=failures_close want=EIO got=nil", none, ""},
		{"failures", "fallback_file", "full@failures_write errno@failures_close=EIO",
			"errno/lost at=failures_close want=EIO got=nil", none, ""},
		{"failures", "fallback_file", "errno@failures_open=EMFILE errno@failures_write=ENOSPC",
			"errno/lost at=failures_open want=EMFILE got=nil", none, ""},
		{"failures", "fallback_file", "errno@failures_open=EMFILE full@failures_write errno@failures_close=EIO",
			"errno/lost at=failures_open want=EMFILE got=nil", none, ""},
		{"failures", "cleanup", "errno@failures_write=ENOSPC errno@failures_close=EIO",
			"errno/lost at=failures_close want=EIO got=nil", none, ""},
		{"failures", "cleanup", "errno@failures_write=ENOSPC", "errno/lost at=failures_write want=ENOSPC got=nil", none, ""},
		{"failures", "cleanup", "full@failures_write", "errno/lost at=failures_write want=ENOSPC got=nil", none, ""},
		{"failures", "skip", "errno@failures_seek=ESPIPE", "errno/lost at=failures_seek want=ESPIPE got=nil", none, "C.failures_seek(file, 2)\n\t\treturn readAll"},
		{"failures", "skip", "errno@failures_seek=ESPIPE errno@failures_close=EIO", none, none, ""},
		{"failures", "end", "errno@failures_read=EIO#2", "errno/lost at=failures_read want=EIO got=nil", none, "for C.failures_read(file) > 0"},
		{"failures", "end", "errno@failures_read=EIO errno@failures_read=EINTR", "errno/lost at=failures_read want=EIO got=nil", none, ""},
		{"failures", "log", "errno@failures_write=ENOSPC", "errno/lost at=failures_write want=ENOSPC got=nil", none, "C.failures_write(file, 7)\n\t\tif n < 0 {\n\t\t\tlastMessage"},
		{"failures", "stale", "leave@failures_read=EAGAIN", "errno/false at=failures_read want=nil got=EAGAIN", none, "_, err := C.failures_read(file)"},
		{"failures", "stale", "leave@failures_read=EAGAIN errno@failures_read=EIO", none, none, ""},
		{"failures", "own", "errno@failures_close=EIO", none, none, ""},
		{"failures", "own", "", none, none, ""},
		{"failures", "narrow", "", "result/wrong-answer at=failures_fast", none, "C.failures_fast(ask(call), &square); n < 0 {\n\t\tcall.Asked = \"\"\n\t\treturn err\n\t}\n\tanswer(call, int64(uint16("},
		{"failures", "other", "", "result/mixed-up at=failures_fast", none, "C.failures_fast(ask(call), &square); n < 0 {\n\t\tcall.Asked = \"\"\n\t\treturn err\n\t}\n\tC.failures_slow"},
		{"ledger", "child", "", "contract/child-alive at=ledger_close object=inner", none, "C.ledger_close(outer)\n\tC.ledger_close(inner)"},
		{"ledger", "references", "", "contract/double-free at=ledger_release object=box", none, "C.ledger_release(box)\n\treturn nil\n}\n\nfunc ledgerReferencesEven"},
		{"ledger", "lent", "", "result/wrong-answer at=ledger_text", none, "text := C.ledger_text(ask(call))\n\tC.ledger_text(1000)"},
		{"ledger", "lent", "late@ledger_text.entry", "result/wrong-answer at=ledger_text", none, ""},
		{"ledger", "lent_on_thread", "", "result/wrong-answer at=ledger_text_of_thread", none, ""},
		{"ledger", "lent_of_box", "", "result/wrong-answer at=ledger_text_of_box", none, ""},
		{"ledger", "lent_until_shaken", "", "result/wrong-answer at=ledger_text_of_box", none, ""},
		{"ledger", "code", "", none, none, ""},
		{"ledger", "code", "busy@ledger_ask", "error/lost at=ledger_ask want=-7 got=nil", none, "C.ledger_ask()\n\treturn nil"},
		{"ledger", "code_again", "busy@ledger_ask busy@ledger_ask#2", "error/lost at=ledger_ask want=-7 got=nil", none, ""},
		{"ledger", "descriptor", "", "contract/descriptor-closed at=ledger_poll", none, ""},
		{"ledger", "descriptor_reused", "", "contract/descriptor-changed at=ledger_poll", none, ""},
		{"selftest", "deadline", "", none, none, ""},
		{"selftest", "timer", "late@selftest_note.entry", none, none, ""},
		{"selftest", "woken", "hop@selftest_note", none, none, ""},
		{"process", "signals", "", "contract/signal-stack at=process_signals", none, "C.process_signals(stack)"},
		{"process", "signals_ignored", "", none, none, ""},
		{"process", "signals_for_a_while", "", none, none, ""},
		{"process", "run", "", "contract/forked at=process_fork", none, "C.process_fork(copy)"},
		{"process", "end", "", "contract/forked at=process_fork", none, "C.process_fork(copy)"},
		{"process", "sleep", "", "contract/forked at=process_fork", none, "C.process_fork(copy)"},
		{"process", "spawn", "", "contract/forked at=fork", none, "C.process_bare_fork()"},
		{"process", "shell", "", none, none, ""},
		{"process", "command", "", none, none, ""},
	} {
		for variant, want := range map[string]string{"buggy": j.buggy, "fixed": j.fixed} {
			t.Run(strings.Join([]string{j.op, j.faults, variant}, " "), func(t *testing.T) {
				t.Parallel()
				path := writePlan(t, fmt.Sprintf("cgofault plan 1\nclass: %s\nvariant: %s\n\ncall A %s 7 %s\ncall B %s\n",
					j.class, variant, j.op, j.faults, j.op))
				got := replay(t, programOf(t, selftestSet, "plain"), path)
				if got.verdict != want {
					t.Errorf("the verdict is %s, not %s", got.verdict, want)
				}
				if variant == "buggy" && j.line != "" {
					requireLine(t, got, "tests/selftest/"+j.class+".go", j.line)
				}
			})
		}
	}
}

// requireLine wants the report to name the line of a file at which this text begins.
func requireLine(t *testing.T, got outcome, file, text string) {
	t.Helper()
	want := fmt.Sprintf("%s:%d", strings.TrimPrefix(file, "tests/"), lineOf(t, source.read(t, file), text))
	if !strings.HasSuffix(got.goLine, want) {
		t.Errorf("%s: the report names %q, and not %s", got.verdict, got.goLine, want)
	}
}

// TestHopInsideOfCCode asks for a hop at the end of a function that the program's own C code calls: it cannot be, and is
// refused. Where Go itself calls the function it happens.
func TestHopInsideOfCCode(t *testing.T) {
	program := programOf(t, selftestSet, "plain")
	for op, want := range map[string]string{"direct": "hopped  1;hopped  2;hopped  3", "inline": "hop refused;hop refused;hopped  1",
		"preamble": "hop refused;hopped  1"} {
		t.Run(op, func(t *testing.T) {
			t.Parallel()
			path := writePlan(t, "cgofault plan 1\nclass: process\nvariant: fixed\n\ncall A "+op+
				" 7 hop@process_note hop@process_note#2 hop@process_note#3\ncall A "+op+"\n")
			_, stderr, code := start(t, program, "--story", path)
			var hops []string
			for line := range strings.Lines(stderr) {
				if at := strings.Index(line, " A hop"); at >= 0 {
					hops = append(hops, strings.TrimSpace(line[at+len(" A "):]))
				}
			}
			if got := strings.Join(hops, ";"); got != want || code != 0 {
				t.Errorf("exit code %d, %q, not %q; stderr ends:\n%s", code, got, want, tail(stderr))
			}
		})
	}
}
