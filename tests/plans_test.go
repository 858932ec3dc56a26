package tests

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// plan is a plan's text, cut into lines that stand or go by themselves.
type plan struct {
	path                           string
	class, variant, build, verdict string
	header                         []string // with the empty line behind it
	steps                          [][]string
}

// name is what a subtest of this plan is called.
func (p plan) name() string {
	return p.class + "/" + strings.TrimSuffix(filepath.Base(p.path), ".plan")
}

func readPlan(t *testing.T, path string) plan {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	p := plan{path: path}
	fields := map[string]*string{"class:": &p.class, "variant:": &p.variant, "build:": &p.build, "verdict:": &p.verdict}
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSpace(line)
		words := strings.Fields(line)
		switch {
		case len(words) == 0 || words[0][0] == '#':
		case len(p.header) > 0 && !strings.HasSuffix(words[0], ":"):
			p.steps = append(p.steps, words)
		default:
			p.header = append(p.header, line)
			if field := fields[words[0]]; field != nil {
				*field = strings.TrimSpace(strings.TrimPrefix(line, words[0]))
			}
		}
	}
	return p
}

// with returns the plan with other steps.
func (p plan) with(steps [][]string) string {
	lines := append(slices.Clone(p.header), "")
	for _, step := range steps {
		lines = append(lines, strings.Join(step, " "))
	}
	return strings.Join(lines, "\n") + "\n"
}

// ops are the ops that the plan calls.
func (p plan) ops() (names []string) {
	for _, step := range p.steps {
		if step[0] == "call" && len(step) > 2 {
			names = append(names, step[2])
		}
	}
	return names
}

// removal is a plan without one of its parts.
type removal struct{ what, text string }

// removals takes each step, and each fault of a step, away in turn.
func (p plan) removals() (all []removal) {
	for i, step := range p.steps {
		steps := slices.Delete(slices.Clone(p.steps), i, i+1)
		all = append(all, removal{strings.Join(step, " "), p.with(steps)})
		for j, word := range step {
			if strings.Contains(word, "@") {
				steps := slices.Clone(p.steps)
				steps[i] = slices.Delete(slices.Clone(step), j, j+1)
				all = append(all, removal{word + " of " + strings.Join(step[:3], " "), p.with(steps)})
			}
		}
	}
	return all
}

// corpus returns the plans of a kind, "repros" or "seeds", in a tree; only the first of each class with -short.
func (tr tree) corpus(t *testing.T, kind string) (plans []plan) {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(tr.root, "corpus", "*", kind, "*.plan"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range paths {
		p := readPlan(t, path)
		if testing.Short() && len(plans) > 0 && plans[len(plans)-1].class == p.class {
			continue
		}
		if folder := filepath.Base(filepath.Dir(filepath.Dir(path))); p.class != folder {
			t.Errorf("%s: its class is %q, its folder is %q", path, p.class, folder)
		}
		plans = append(plans, p)
	}
	return plans
}

// reproducers returns the plans of corpus/*/repros, whose headers say what they reproduce.
func (tr tree) reproducers(t *testing.T) []plan {
	t.Helper()
	plans := tr.corpus(t, "repros")
	for _, p := range plans {
		if p.variant == "" || p.build == "" || p.verdict == "" || p.verdict == "none" {
			t.Errorf("%s: the header of a reproducer has variant, build and verdict; promote writes them", p.path)
		}
	}
	return plans
}
