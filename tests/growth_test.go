package tests

import (
	"path/filepath"
	"strings"
	"testing"
)

// TestGrowthChangesNoReproducer adds an op, a function, a fault, a point and an action at the front of every list, and a
// class in front of all others: the verdict and the trace of each reproducer stay as they are.
func TestGrowthChangesNoReproducer(t *testing.T) {
	scratch := scratchTree(t)
	for _, class := range scratch.classes(t) {
		scratch.grow(t, class)
	}
	scratch.addClass(t, "aardvark")
	programs := map[string]string{}
	for _, p := range source.reproducers(t) {
		if s, _ := setOf(t, p.class, p.variant); s != mainSet {
			continue
		}
		if programs[p.build] == "" && sanitizerMissing(p.build) == nil {
			programs[p.build] = scratch.program(t, p.build)
		}
		t.Run(p.name(), func(t *testing.T) {
			t.Parallel()
			before := replay(t, programOf(t, mainSet, p.build), p.path)
			after := replay(t, programs[p.build], p.path)
			if after.verdict != before.verdict || after.trace != before.trace {
				t.Errorf("the longer lists changed\n%s to\n%s", before.last, after.last)
			}
		})
	}
}

// classes returns the names of the classes whose shims are in a tree.
func (tr tree) classes(t *testing.T) (names []string) {
	t.Helper()
	paths, _ := filepath.Glob(filepath.Join(tr.root, "shims", "*.h"))
	for _, path := range paths {
		names = append(names, strings.TrimSuffix(filepath.Base(path), ".h"))
	}
	if len(names) == 0 {
		t.Fatal("there is no shim")
	}
	return names
}

// grow adds to the front of every list of a class, and a point that nothing parks at to every call.
func (tr tree) grow(t *testing.T, class string) {
	t.Helper()
	shim, target := filepath.Join("shims", class+".c"), filepath.Join("targets", class+".go")
	tr.edit(t, target, `^\tOps: +\[\]registry\.Op\{`,
		"$0\n\t\t{Name: \"added\", About: \"does nothing\", Control: func(*registry.Call) error { return nil }},")
	tr.edit(t, shim, `\(const char \*const\[\]\)\{`, `$0"added", "late.added", "errno=EPERM", `)
	tr.edit(t, shim, `^\tcgf_call_begin\(&(call), .*;$`, "$0\n\tcgf_point(&$1, \"added\");")
	tr.edit(t, shim, `^static const struct cgf_function \*const functions\[\] = \{`,
		`static const struct cgf_function added_function = {"`+class+`_added", (const char *const[]){"late.entry", NULL}};
$0&added_function, `)
	if actions := `^static const struct cgf_action actions\[\] = \{`; strings.Contains(tr.read(t, shim), "cgf_action ") {
		tr.edit(t, shim, actions, "static void added_action(void)\n{\n}\n$0{\"added\", added_action}, ")
	}
}
