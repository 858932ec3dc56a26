package tests

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

const newBindingFolder = "tests/testdata/newbinding"

// TestNewBinding writes the files of two bindings of one Go package into a copy of the sources and edits no other. Their
// folders are named as nothing else is, the C library is the package's own, one version has build tags, gcc compiles
// both, and a wrapped function stands in one place.
func TestNewBinding(t *testing.T) {
	if _, err := exec.LookPath("gcc"); err != nil {
		t.Skip(err)
	}
	scratch := scratchTree(t)
	scratch.addFiles(t, newBindingFolder, strings.NewReplacer("FOLDER", "go-Fixture.v1"))
	scratch.addFiles(t, newBindingFolder, strings.NewReplacer("FOLDER", "other", "newcomer", "latecomer"))
	t.Run("go test", func(t *testing.T) {
		said, err := scratch.goTest("^(TestReplay|TestEveryBugIsReproduced)$/^(newcomer|latecomer|go-Fixture.v1-.*|other-.*)$", "-v")
		for _, want := range []string{"TestReplay/newcomer/", "TestReplay/latecomer/",
			"TestEveryBugIsReproduced/go-Fixture.v1-buggy-v1", "TestEveryBugIsReproduced/other-fixed-v2"} {
			if err != nil || !strings.Contains(said, "--- PASS: "+want) {
				t.Errorf("no pass of %q: %v\n%s", want, err, tail(said))
			}
		}
	})
	t.Run("cmake", func(t *testing.T) { testOneBuild(t, scratch) })
}

// testOneBuild makes one build of one version by the command that HACKING.md names, and fuzzes it.
func testOneBuild(t *testing.T, scratch tree) {
	const set = "other-buggy-v1"
	cmake, err := exec.LookPath("cmake")
	if err != nil {
		t.Skip(err)
	}
	scratch.write(t, "CMakeLists.txt", source.read(t, "CMakeLists.txt"))
	build := filepath.Join(t.TempDir(), "build")
	runTool(t, cmake, "-S", scratch.root, "-B", build)
	runTool(t, cmake, "--build", build, "--target", "programs-"+set+"-plain")
	made, _ := filepath.Glob(filepath.Join(build, "programs", "*", "replay-*"))
	if want := filepath.Join(build, "programs", set, "replay-plain"); len(made) != 1 || made[0] != want {
		t.Errorf("the target makes %q, not %s alone", made, want)
	}
	command := filepath.Join(build, "cgofault")
	if _, err := os.Stat(command); err != nil {
		t.Skip("the command is not built on this machine")
	}
	for _, engine := range []string{"libfuzzer", "afl"} {
		if _, err := os.Stat(filepath.Join(build, "programs", set, engine+"-plain")); err != nil {
			continue
		}
		stdout, stderr, code := start(t, command, "fuzz", "latecomer", "--engine", engine, "--build", "plain",
			"--runs", "20000", "--out", t.TempDir())
		if want := "found contract/double-free at=fixture_close object=box"; code != 77 || !strings.Contains(stdout, want) {
			t.Errorf("%s: exit code %d, no %q:\n%s%s", engine, code, want, tail(stdout), tail(stderr))
		}
	}
}

// runTool runs a command that has to succeed.
func runTool(t *testing.T, name string, arguments ...string) {
	t.Helper()
	if said, err := exec.Command(name, arguments...).CombinedOutput(); err != nil {
		t.Fatalf("%s %s: %v\n%s", filepath.Base(name), strings.Join(arguments, " "), err, tail(string(said)))
	}
}
