package tests

import "testing"

// TestEveryStepIsNecessary takes each step, GC and fault of a reproducer away in turn: the verdict changes.
func TestEveryStepIsNecessary(t *testing.T) {
	if testing.Short() {
		t.Skip("takes a run for each part of each reproducer")
	}
	for _, p := range source.reproducers(t) {
		t.Run(p.name(), func(t *testing.T) {
			t.Parallel()
			s, variant := setOf(t, p.class, p.variant)
			program := programOf(t, s, p.build)
			for _, r := range p.removals() {
				without := replay(t, program, "--variant", variant, writePlan(t, r.text))
				if without.verdict == p.verdict {
					t.Errorf("%q is not necessary: without it the verdict is the same; run cgofault minimize", r.what)
				}
			}
		})
	}
}
