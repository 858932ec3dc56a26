package tests

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
)

// treeFolders are what the module's own Go programs, and these tests, are made of.
var treeFolders = []string{"shims", "targets", "fuzz", "corpus", "tests"}

// scratchFolder is where the changed copies of the sources stand: the same place in every run, since Go's cache knows C code
// by its folder. A run beside another one has a place of its own.
func scratchFolder(root string) string {
	folder := filepath.Join(root, "build", "go-test")
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return temporary
	}
	lock, err := os.OpenFile(folder+".lock", os.O_CREATE|os.O_RDWR, 0o644)
	if err != nil {
		return temporary
	}
	// Held until the process ends: nobody closes it.
	if err := syscall.Flock(int(lock.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		return temporary
	}
	scratchLock = lock
	return folder
}

// scratchTree returns a fresh copy of the sources, to be changed. All tests use one place, so that Go compiles again
// only what a test has changed; they do not run in parallel.
func scratchTree(t *testing.T) tree {
	t.Helper()
	if testing.Short() {
		t.Skip("builds a changed copy of the sources")
	}
	scratch := tree{root: filepath.Join(scratches, "tree"), out: filepath.Join(temporary, "scratch-programs")}
	if err := os.RemoveAll(scratch.root); err != nil {
		t.Fatal(err)
	}
	for _, name := range treeFolders {
		if err := copyFolder(filepath.Join(scratch.root, name), filepath.Join(source.root, name)); err != nil {
			t.Fatal(err)
		}
	}
	scratch.write(t, "go.mod", source.read(t, "go.mod"))
	return scratch
}

func copyFolder(to, from string) error {
	return filepath.WalkDir(from, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		target := filepath.Join(to, strings.TrimPrefix(path, from))
		if entry.IsDir() {
			return os.MkdirAll(target, 0o755)
		}
		status, err := entry.Info()
		if err != nil {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		return os.WriteFile(target, text, status.Mode().Perm())
	})
}

func (tr tree) read(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(tr.root, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// readFile returns "" for what cannot be read.
func readFile(path string) string {
	text, _ := os.ReadFile(path)
	return string(text)
}

func (tr tree) write(t *testing.T, name, text string) {
	t.Helper()
	path := filepath.Join(tr.root, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// edit replaces every match of an expression in a file, and fails where there is none.
func (tr tree) edit(t *testing.T, name, expression, replacement string) {
	t.Helper()
	text := tr.read(t, name)
	edited := regexp.MustCompile("(?m)"+expression).ReplaceAllString(text, replacement)
	if edited == text {
		t.Fatalf("%s: nothing matches %q; the test has to follow the sources", name, expression)
	}
	tr.write(t, name, edited)
}

// program builds the main set of a changed copy.
func (tr tree) program(t *testing.T, build string) string {
	t.Helper()
	if err := sanitizerMissing(build); err != nil {
		skip(t, mainSet, build, err)
	}
	path, err := tr.buildProgram(mainSet, build)
	if err != nil {
		t.Fatal(err)
	}
	return path
}
