package tests

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// needs says what has to come together for the plan's verdict. All of it stands in the plan, and TestEveryStepIsNecessary
// shows that no part can be taken away.
func (p plan) needs() []string {
	has := map[string]bool{}
	callers, held, late := map[string]bool{}, map[string]bool{}, false
	for _, step := range p.steps {
		switch step[0] {
		case "call":
			callers[step[1]] = true
		case "resume":
			delete(held, step[1])
		case "fire":
			has["C acting by itself"] = true
		case "gc":
			if len(held) > 0 {
				has["a GC inside a call"] = true
			} else {
				has["a GC"] = true
			}
		}
		for _, word := range step {
			switch fault, _, found := strings.Cut(word, "@"); {
			case found && fault == "late":
				held[step[1]] = true
				late = true
			case found && fault == "hop":
				has["a hop"] = true
			case found:
				has["a fault"] = true
			}
		}
	}
	has["an order of two callers"] = len(callers) > 1
	has["a late return"] = late && len(callers) == 1 && !has["a GC inside a call"]
	var needs []string
	for _, need := range []string{"a fault", "a GC", "a GC inside a call", "an order of two callers", "a late return",
		"C acting by itself", "a hop"} {
		if has[need] {
			needs = append(needs, need)
		}
	}
	return needs
}

// needsLine is the row of an op in the README's table: what its simplest reproducer needs, and what all of them find.
func needsLine(op op, reproducers []plan) string {
	var least []string
	var verdicts []string
	some := false
	for _, p := range reproducers {
		if p.class != op.class || !slices.Contains(p.ops(), op.name) {
			continue
		}
		if needs := p.needs(); !some || len(needs) < len(least) {
			least = needs
		}
		some = true
		kind, _, _ := strings.Cut(p.verdict, " ")
		if !slices.Contains(verdicts, kind) {
			verdicts = append(verdicts, kind)
		}
	}
	if len(least) == 0 {
		least = []string{"nothing"}
	}
	slices.Sort(verdicts)
	return fmt.Sprintf("| `%s` | `%s` | %s | %s |", op.class, op.name, strings.Join(least, ", "), strings.Join(verdicts, ", "))
}

// TestReadmeSaysWhatOpsNeed holds the README's table of ops to the reproducers in the corpus.
func TestReadmeSaysWhatOpsNeed(t *testing.T) {
	var table strings.Builder
	reproducers := source.reproducers(t)
	for _, op := range listOps(t, programOf(t, mainSet, "plain")) {
		if op.buggy && op.class != "canary" {
			table.WriteString(needsLine(op, reproducers) + "\n")
		}
	}
	if !strings.Contains(source.read(t, "README.md"), table.String()) {
		t.Errorf("the README's table of ops is another one than the corpus's, which is:\n%s", table.String())
	}
}
