// Package tests replays the corpus and judges the reproducers in it: each run is a fresh process of the replay program,
// which go build alone makes once for each sanitizer.
//
// CGOFAULT_REQUIRE=asan,tsan makes a failure of what is a skip where a sanitizer is missing. CC chooses the compiler.
package tests

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

var (
	source    tree   // the module that is tested
	temporary string // removed at the end
	scratches string // see scratchFolder

	scratchLock *os.File // or the collector would close it
	required    []string
)

func TestMain(m *testing.M) {
	os.Exit(setUpAndRun(m))
}

func setUpAndRun(m *testing.M) int {
	err := setUp()
	if temporary != "" {
		defer os.RemoveAll(temporary)
	}
	if scratches != "" {
		defer os.RemoveAll(filepath.Join(scratches, "tree"))
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 2
	}
	return m.Run()
}

func setUp() error {
	root, err := filepath.Abs("..")
	if err != nil {
		return err
	}
	if temporary, err = os.MkdirTemp("", "cgofault-tests-"); err != nil {
		return err
	}
	source = tree{root: root, out: filepath.Join(temporary, "programs")}
	scratches = scratchFolder(root)
	required = splitList(os.Getenv("CGOFAULT_REQUIRE"))
	if err := readBuilds(source); err != nil {
		return err
	}
	known := slices.Concat(buildNames(), tools, bindings())
	for _, name := range required {
		if !slices.Contains(known, name) {
			return fmt.Errorf("CGOFAULT_REQUIRE: unknown name %q; it may list %s", name, strings.Join(known, ", "))
		}
	}
	return noteInputs(root)
}

// noteInputs looks at every source: go test caches a result by what the test itself has looked at, and these are read by
// the processes that it starts.
func noteInputs(root string) error {
	for _, name := range []string{"CC", "CGO_CFLAGS", "CGO_LDFLAGS", "GOFLAGS", "GODEBUG"} {
		os.Getenv(name)
	}
	for _, folder := range treeFolders {
		err := filepath.WalkDir(filepath.Join(root, folder), func(_ string, _ fs.DirEntry, err error) error { return err })
		if err != nil {
			return err
		}
	}
	return nil
}

func splitList(list string) []string {
	return strings.FieldsFunc(list, func(r rune) bool { return r == ',' || r == ' ' })
}
