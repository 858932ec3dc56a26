package tests

import (
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

const newClassFolder = "tests/testdata/newclass"

// addClass writes the files of the class newcomer, under another name, and returns their paths.
func (tr tree) addClass(t *testing.T, name string) (paths []string) {
	return tr.addFiles(t, newClassFolder, strings.NewReplacer("newcomer", name))
}

// addFiles copies a folder of test data to the places that its paths name, with words in paths and texts replaced, and
// returns the new paths.
func (tr tree) addFiles(t *testing.T, from string, words *strings.Replacer) (paths []string) {
	t.Helper()
	folder := filepath.Join(source.root, from)
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		relative, err := filepath.Rel(folder, path)
		if err != nil {
			return err
		}
		text := source.read(t, filepath.Join(from, relative))
		to := words.Replace(relative)
		tr.write(t, to, words.Replace(text))
		paths = append(paths, to)
		return nil
	})
	if err != nil || len(paths) == 0 {
		t.Fatalf("%s holds no files: %v", folder, err)
	}
	return paths
}

// TestNewClass writes the files of a class into a copy of the sources and edits no other: everything finds it.
func TestNewClass(t *testing.T) {
	const class = "newcomer"
	scratch := scratchTree(t)
	paths := scratch.addClass(t, class)
	t.Run("list", func(t *testing.T) {
		for _, op := range listOps(t, scratch.program(t, "plain")) {
			if op.class == class && op.buggy {
				return
			}
		}
		t.Error("--list does not name it")
	})
	t.Run("replay", func(t *testing.T) {
		said, err := scratch.goTest("^(TestReplay|TestSeeds)$/^"+class+"$", "-v")
		for _, want := range []string{"--- PASS: TestReplay/" + class + "/", "--- PASS: TestSeeds/" + class + "/"} {
			if err != nil || !strings.Contains(said, want) {
				t.Errorf("no %q: %v\n%s", want, err, tail(said))
			}
		}
	})
	t.Run("no reproducer", func(t *testing.T) {
		removePlans(t, scratch, class)
		said, err := scratch.goTest("^TestEveryBugIsReproduced$")
		if want := "corpus/" + class + "/repros"; err == nil || !strings.Contains(said, want) {
			t.Errorf("nothing is said about %s: %v\n%s", want, err, tail(said))
		}
	})
	t.Run("missing half", func(t *testing.T) {
		scratch.addClass(t, class)
		testMissingHalves(t, scratch, paths)
	})
}

func removePlans(t *testing.T, tr tree, class string) {
	t.Helper()
	if err := os.RemoveAll(filepath.Join(tr.root, "corpus", class, "repros")); err != nil {
		t.Fatal(err)
	}
}

// goTest runs the tests of a changed copy, as a user would.
func (tr tree) goTest(run string, arguments ...string) (string, error) {
	command := tr.goCommand(".", "plain", append([]string{"test", "./tests", "-run", run}, arguments...)...)
	said, err := command.CombinedOutput()
	return string(said), err
}

// testMissingHalves leaves each place of a class out in turn: the build stops and names it.
func testMissingHalves(t *testing.T, scratch tree, paths []string) {
	cmake, err := exec.LookPath("cmake")
	if errors.Is(err, exec.ErrNotFound) {
		t.Skip("cmake is missing")
	}
	configure := func() (string, error) {
		project := t.TempDir()
		list := "cmake_minimum_required(VERSION 3.22)\nproject(stems LANGUAGES NONE)\nset(PROJECT_SOURCE_DIR " + scratch.root +
			")\ninclude(" + scratch.root + "/fuzz/engines/stems.cmake)\n"
		if err := os.WriteFile(filepath.Join(project, "CMakeLists.txt"), []byte(list), 0o644); err != nil {
			t.Fatal(err)
		}
		said, err := exec.Command(cmake, "-S", project, "-B", filepath.Join(project, "build")).CombinedOutput()
		return string(said), err
	}
	if said, err := configure(); err != nil {
		t.Fatalf("a whole class is refused: %v\n%s", err, said)
	}
	for part := range partsOf(paths) {
		if err := os.Rename(filepath.Join(scratch.root, part), filepath.Join(scratch.root, "left-out")); err != nil {
			t.Fatal(err)
		}
		if said, err := configure(); err == nil || !strings.Contains(said, "has no "+part) {
			t.Errorf("without %s: %v\n%s", part, err, said)
		}
		if err := os.Rename(filepath.Join(scratch.root, "left-out"), filepath.Join(scratch.root, part)); err != nil {
			t.Fatal(err)
		}
	}
}

// partsOf returns the places of a class that its name finds: its sources, and for its plans their folder.
func partsOf(paths []string) map[string]bool {
	parts := map[string]bool{}
	for _, path := range paths {
		words := strings.Split(path, "/")
		switch words[0] {
		case "corpus":
			path = strings.Join(words[:2], "/")
		case "tests":
			continue // named by op: TestFixedNeedsItsFix asks for it
		}
		parts[path] = true
	}
	return parts
}
