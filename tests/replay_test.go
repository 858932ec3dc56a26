package tests

import (
	"strings"
	"testing"
)

// TestReplay replays each reproducer: its own variant gives the verdict of its header, the fixed one gives none.
func TestReplay(t *testing.T) {
	for _, p := range source.reproducers(t) {
		t.Run(p.name(), func(t *testing.T) {
			t.Parallel()
			s, variant := setOf(t, p.class, p.variant)
			buggy := replay(t, programOf(t, s, p.build), "--variant", variant, p.path)
			t.Log(buggy.last)
			if buggy.verdict != p.verdict {
				t.Errorf("the verdict is %s; the reproducer's header says %s", buggy.verdict, p.verdict)
			}
			requireSilence(t, p, p.build)
		})
	}
}

// requireSilence replays a plan with the fixed variant, which has no finding.
func requireSilence(t *testing.T, p plan, build string) {
	t.Helper()
	s, variant := setOf(t, p.class, "fixed")
	fixed := replay(t, programOf(t, s, build), "--variant", variant, p.path)
	t.Log(fixed.last)
	if fixed.verdict != "none" {
		t.Errorf("the variant %s is not silent: %s", variant, fixed.verdict)
	}
}

// TestSeeds replays each seed: it decodes, and the fixed variant is silent; its own variant too, if its header says so.
func TestSeeds(t *testing.T) {
	for _, p := range source.corpus(t, "seeds") {
		t.Run(p.name(), func(t *testing.T) {
			t.Parallel()
			build := p.build
			if build == "" {
				build = "plain"
			}
			requireSilence(t, p, build)
			if p.verdict == "" {
				return
			}
			s, variant := setOf(t, p.class, p.variant)
			own := replay(t, programOf(t, s, build), "--variant", variant, p.path)
			t.Log(own.last)
			if own.verdict != p.verdict {
				t.Errorf("the verdict is %s; the seed's header says %s", own.verdict, p.verdict)
			}
		})
	}
}

// op is a line of the replay program's --list.
type op struct {
	class, name string
	buggy       bool
}

func listOps(t *testing.T, program string) (ops []op) {
	t.Helper()
	listed, stderr, code := start(t, program, "--list")
	if code != 0 {
		t.Fatalf("--list: exit code %d: %s", code, stderr)
	}
	for line := range strings.Lines(listed) {
		fields := strings.Split(strings.TrimSpace(line), "\t")
		if len(fields) != 4 {
			t.Fatalf("--list: %q has not four fields", line)
		}
		ops = append(ops, op{fields[0], fields[1], strings.HasPrefix(fields[2], "buggy")})
	}
	if len(ops) == 0 {
		t.Fatal("--list names no op")
	}
	return ops
}

// TestEveryBugIsReproduced keeps an op from being forgotten: each that has a bug is called by a reproducer.
func TestEveryBugIsReproduced(t *testing.T) {
	if testing.Short() {
		t.Skip("-short reads a part of the corpus")
	}
	type bug struct{ set, class, op string }
	reproduced := map[bug]bool{}
	for _, p := range source.reproducers(t) {
		s, _ := setOf(t, p.class, p.variant)
		for _, op := range p.ops() {
			reproduced[bug{s.name, p.class, op}] = true
		}
	}
	for _, s := range allSets() {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			for _, op := range listOps(t, programOf(t, s, s.anyBuild())) {
				if op.buggy && !reproduced[bug{s.name, op.class, op.name}] {
					t.Errorf("no reproducer in corpus/%s/repros calls the op %s; promote one", op.class, op.name)
				}
			}
		})
	}
}
