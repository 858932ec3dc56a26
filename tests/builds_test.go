package tests

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// tools are the builds of the classes that show when building: a C compiler and a linker.
var tools = []string{"gcc-bfd", "gcc-lld", "clang-bfd", "clang-lld"}

var buildsSet = set{name: "builds", folder: filepath.Join("targets", "build")}

// buildClasses are the classes that show when building.
func (tr tree) buildClasses() (names []string) {
	folders, _ := filepath.Glob(filepath.Join(tr.root, buildsSet.folder, "*", "ops"))
	for _, folder := range folders {
		names = append(names, filepath.Base(filepath.Dir(folder)))
	}
	return names
}

// toolsMissing says what this machine lacks of a compiler and a linker.
func (tr tree) toolsMissing(name string) error {
	if !slices.Contains(tools, name) {
		return fmt.Errorf("unknown tools %q; there are %s", name, strings.Join(tools, ", "))
	}
	said, err := exec.Command("sh", filepath.Join(tr.root, "fuzz", "builds", "try"), "--tools", name).CombinedOutput()
	if err != nil {
		return fmt.Errorf("no builds with %s: %s", name, firstLine(said))
	}
	return nil
}

// buildsProgram makes the replay program of the classes that show when building, which is C and one file for all tools.
func (tr tree) buildsProgram(name string) (string, error) {
	compiler, err := cCompiler("plain")
	if err != nil {
		return "", err
	}
	path := filepath.Join(tr.out, buildsSet.name, "replay-"+name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return "", err
	}
	arguments := append(compiler[1:], "-std=c17", "-D_GNU_SOURCE", "-O1", "-DCGF_SOURCES=\""+tr.root+"\"")
	for _, folder := range []string{"shims/core", "fuzz", "fuzz/runner", "fuzz/verdict"} {
		arguments = append(arguments, "-I"+filepath.Join(tr.root, folder))
	}
	for _, pattern := range []string{"fuzz/builds/*.c", "fuzz/verdict/*.c", "fuzz/replay/*.c", "shims/core/plan*.c"} {
		sources, _ := filepath.Glob(filepath.Join(tr.root, pattern))
		arguments = append(arguments, sources...)
	}
	command := exec.Command(compiler[0], append(arguments, "-o", path)...)
	if said, err := command.CombinedOutput(); err != nil {
		return "", fmt.Errorf("%s: %w\n%s", buildsSet.name, err, said)
	}
	return path, nil
}

// buildReproducers are the reproducers of the classes that show when building.
func buildReproducers(t *testing.T) (plans []plan) {
	classes := source.buildClasses()
	for _, p := range source.reproducers(t) {
		if slices.Contains(classes, p.class) {
			plans = append(plans, p)
		}
	}
	return plans
}

// TestTools replays each reproducer with every compiler and linker but its own, which TestReplay takes. The verdict is the
// same, or there is none: a linker may not care. With each of them each kind of verdict is given by some reproducer of the class.
func TestTools(t *testing.T) {
	if testing.Short() {
		t.Skip("builds each reproducer with each compiler and linker")
	}
	type kind struct{ class, name, tools string }
	for _, name := range tools {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			program := programOf(t, buildsSet, name)
			given := map[kind]bool{}
			for _, p := range buildReproducers(t) {
				word, _, _ := strings.Cut(p.verdict, " ")
				k := kind{p.class, word, name}
				if p.build == name {
					given[k] = true
					continue
				}
				got := replay(t, program, "--variant", p.variant, p.path)
				given[k] = given[k] || got.verdict == p.verdict
				if got.verdict != p.verdict && got.verdict != "none" {
					t.Errorf("%s: the verdict with %s is %s, with %s it is %s", p.name(), name, got.verdict, p.build, p.verdict)
				}
			}
			for k, seen := range given {
				if !seen {
					t.Errorf("class %s: no reproducer gives %s with %s", k.class, k.name, k.tools)
				}
			}
		})
	}
}

// TestNewBuildClass writes the files of a class into a copy of the sources and edits no other: it is listed. With one file
// left out, the replay program says which.
func TestNewBuildClass(t *testing.T) {
	const class = "newcomer"
	scratch := scratchTree(t)
	folder := filepath.Join(scratch.root, buildsSet.folder, class)
	write := func() {
		if err := errors.Join(os.RemoveAll(folder),
			copyFolder(folder, filepath.Join(source.root, buildsSet.folder, "stale_header"))); err != nil {
			t.Fatal(err)
		}
	}
	write()
	program, err := scratch.buildsProgram("gcc-bfd")
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Contains(listOps(t, program), op{class, "include_path", true}) {
		t.Error("--list does not name it")
	}
	for _, half := range []string{"ops/include_path/about", "ops/include_path/fixed", "ops/include_path/buggy",
		"ops", "faults", "library/install"} {
		write()
		if err := os.RemoveAll(filepath.Join(folder, half)); err != nil {
			t.Fatal(err)
		}
		_, said, code := start(t, program, "--classes")
		want := class + "/" + strings.TrimSuffix(strings.TrimSuffix(half, "/fixed"), "/buggy")
		if code != 3 || strings.Count(said, "\n") != 1 || !strings.Contains(said, want) {
			t.Errorf("without %s: exit code %d, not 3 and a line with %s: %s", half, code, want, said)
		}
	}
}

// TestBrokenMachine takes from the machine what every build needs: nothing is said of the program, be it right or wrong.
func TestBrokenMachine(t *testing.T) {
	program := programOf(t, buildsSet, "gcc-bfd")
	without := func(names ...string) (all []string) {
		for _, variable := range environment() {
			if name, _, _ := strings.Cut(variable, "="); !slices.Contains(names, name) {
				all = append(all, variable)
			}
		}
		return all
	}
	commands := t.TempDir() // everything but go
	for _, folder := range filepath.SplitList(os.Getenv("PATH")) {
		files, _ := filepath.Glob(filepath.Join(folder, "*"))
		for _, file := range files {
			if filepath.Base(file) != "go" {
				os.Symlink(file, filepath.Join(commands, filepath.Base(file)))
			}
		}
	}
	machines := map[string][]string{
		"no home": without("HOME", "XDG_CACHE_HOME", "GOCACHE"),
		"no go":   append(without("PATH"), "PATH="+commands),
	}
	for name, machine := range machines {
		for _, variant := range []string{"buggy", "fixed"} {
			t.Run(name+"/"+variant, func(t *testing.T) {
				path := writePlan(t, "cgofault plan 1\nclass: stale_header\nvariant: "+variant+
					"\n\ncall A include_path removed@meter.h\n")
				command := exec.Command(program, path)
				command.Env = machine
				said, _ := command.Output()
				code := command.ProcessState.ExitCode()
				if code != 3 || !strings.Contains(string(said), "verdict=harness/") {
					t.Errorf("exit code %d, not 3: %s", code, said)
				}
			})
		}
	}
}

// TestOddFolder has the programs in a folder whose name cgo takes for two flags: the verdict is the same.
func TestOddFolder(t *testing.T) {
	programOf(t, buildsSet, "gcc-bfd") // skips where there is no gcc
	t.Setenv("TMPDIR", t.TempDir())
	odd := tree{root: source.root, out: filepath.Join(t.TempDir(), `it's a "test"`)}
	program, err := odd.buildProgram(buildsSet, "gcc-bfd")
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range buildReproducers(t) {
		if p.class == "stale_header" && strings.HasPrefix(p.verdict, "build/missing-header") {
			if got := replay(t, program, p.path); got.verdict != p.verdict {
				t.Errorf("%s: the verdict is %s, not %s", p.name(), got.verdict, p.verdict)
			}
			return
		}
	}
	t.Fatal("no reproducer of a missing header")
}
