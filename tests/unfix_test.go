package tests

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
)

const unfixFolder = "tests/unfix"

// TestFixedNeedsItsFix takes the fix out of each Fixed op with the patch tests/unfix/CLASS-OP.patch, one at a time: a
// reproducer of its Buggy twin then finds it in the variant fixed.
func TestFixedNeedsItsFix(t *testing.T) {
	scratch := scratchTree(t)
	patches, _ := filepath.Glob(filepath.Join(source.root, unfixFolder, "*.patch"))
	for _, op := range listOps(t, programOf(t, mainSet, "plain")) {
		// The canaries have no fix, they only have something quiet to be compared with.
		if !op.buggy || op.class == "canary" {
			continue
		}
		patch := filepath.Join(source.root, unfixFolder, op.class+"-"+op.name+".patch")
		patches = slices.DeleteFunc(patches, func(path string) bool { return path == patch })
		t.Run(op.class+"/"+op.name, func(t *testing.T) { testUnfixed(t, scratch, op, patch) })
	}
	for _, patch := range patches {
		t.Errorf("%s: there is no such op", patch)
	}
}

func testUnfixed(t *testing.T, scratch tree, op op, patch string) {
	if _, err := os.Stat(patch); err != nil {
		t.Fatalf("a patch has to take the fix out of this op: %v", err)
	}
	file := filepath.Join("targets", op.class+".go")
	defer scratch.write(t, file, source.read(t, file))
	apply := exec.Command("git", "apply", "--whitespace=nowarn", patch)
	apply.Dir = scratch.root
	// Inside another repository git would take the paths for its own.
	apply.Env = append(os.Environ(), "GIT_CEILING_DIRECTORIES="+temporary)
	if said, err := apply.CombinedOutput(); err != nil {
		t.Fatalf("git apply %s: %v\n%s", patch, err, said)
	}
	if scratch.read(t, file) == source.read(t, file) {
		t.Fatalf("%s does not change %s", patch, file)
	}
	tried, missing, lacks := 0, "", error(nil)
	for _, p := range source.reproducers(t) {
		if p.class != op.class || !slices.Contains(p.ops(), op.name) {
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
