package tests

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
)

const unfixFolder = "tests/unfix"

// unfixed is an op whose fix a patch takes out.
type unfixed struct {
	op
	patch, file string
	failed      error // the patch was not applied
}

// TestFixedNeedsItsFix takes the fix out of each Fixed op with the patch tests/unfix/CLASS-OP.patch: a reproducer of its
// Buggy twin then finds it in the variant fixed. Each class is a file, so the programs are built once for an op of every
// class, and not for each op.
func TestFixedNeedsItsFix(t *testing.T) {
	scratch := scratchTree(t)
	patches, _ := filepath.Glob(filepath.Join(source.root, unfixFolder, "*.patch"))
	var rounds [][]unfixed
	seen := map[string]int{} // ops of a class
	for _, op := range listOps(t, programOf(t, mainSet, "plain")) {
		// The canaries have no fix, they only have something quiet to be compared with.
		if !op.buggy || op.class == "canary" {
			continue
		}
		u := unfixed{op: op, patch: filepath.Join(source.root, unfixFolder, op.class+"-"+op.name+".patch"),
			file: filepath.Join("targets", op.class+".go")}
		patches = slices.DeleteFunc(patches, func(path string) bool { return path == u.patch })
		if seen[op.class] == len(rounds) {
			rounds = append(rounds, nil)
		}
		rounds[seen[op.class]] = append(rounds[seen[op.class]], u)
		seen[op.class]++
	}
	for _, round := range rounds {
		testUnfixed(t, scratch, round)
	}
	for _, patch := range patches {
		t.Errorf("%s: there is no such op", patch)
	}
}

// testUnfixed takes out the fixes of ops of different classes.
func testUnfixed(t *testing.T, scratch tree, round []unfixed) {
	for i := range round {
		round[i].failed = round[i].apply(t, scratch)
	}
	for _, u := range round {
		t.Run(u.class+"/"+u.name, func(t *testing.T) { u.test(t, scratch) })
	}
	for _, u := range round {
		scratch.write(t, u.file, source.read(t, u.file))
	}
}

func (u *unfixed) apply(t *testing.T, scratch tree) error {
	if _, err := os.Stat(u.patch); err != nil {
		return fmt.Errorf("a patch has to take the fix out of this op: %w", err)
	}
	apply := exec.Command("git", "apply", "--whitespace=nowarn", u.patch)
	apply.Dir = scratch.root
	// Inside another repository git would take the paths for its own.
	apply.Env = append(os.Environ(), "GIT_CEILING_DIRECTORIES="+scratches)
	if said, err := apply.CombinedOutput(); err != nil {
		return fmt.Errorf("git apply %s: %w\n%s", u.patch, err, said)
	}
	if scratch.read(t, u.file) == source.read(t, u.file) {
		return fmt.Errorf("%s does not change %s", u.patch, u.file)
	}
	return nil
}

func (u *unfixed) test(t *testing.T, scratch tree) {
	if u.failed != nil {
		t.Fatal(u.failed)
	}
	tried, missing, lacks := 0, "", error(nil)
	for _, p := range source.reproducers(t) {
		if p.class != u.class || !slices.Contains(p.ops(), u.name) {
			continue
		}
		if err := sanitizerMissing(p.build); err != nil {
			missing, lacks = p.build, err
			continue
		}
		tried++
		got := replay(t, scratch.program(t, p.build), "--variant", "fixed", p.path)
		t.Log(got.last)
		if got.verdict != "none" {
			return
		}
	}
	if lacks != nil {
		skip(t, mainSet, missing, lacks)
	}
	t.Errorf("without its fix the op is silent in all of its %d reproducers", tried)
}
