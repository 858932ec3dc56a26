package tests

import (
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// bindings are the folders of the real packages: each with a Go module for each version.
func bindings() (folders []string) {
	paths, _ := filepath.Glob(filepath.Join(source.root, "targets", "bindings", "*", "go.mod"))
	for _, path := range paths {
		folders = append(folders, filepath.Base(filepath.Dir(path)))
	}
	return folders
}

var classOfBinding = regexp.MustCompile(`registry\.Class\{\s*Name:\s*"([^"]+)"`)

// bindingsOf are the folders whose programs have a class: its name stands in the program alone.
func bindingsOf(class string) (folders []string) {
	for _, folder := range bindings() {
		files, _ := filepath.Glob(filepath.Join(source.root, "targets", "bindings", folder, "*.go"))
		for _, path := range files {
			found := classOfBinding.FindStringSubmatch(readFile(path))
			if found != nil && found[1] == class {
				folders = append(folders, folder)
			}
		}
	}
	return folders
}

// setsOf returns the sets of a binding: one for each of its versions. CMake reads the same lines of the .mod files.
func (tr tree) setsOf(binding string) (sets []set) {
	folder := filepath.Join("targets", "bindings", binding)
	found, _ := filepath.Glob(filepath.Join(tr.root, folder, "*.mod"))
	for _, path := range found {
		s := set{folder: folder, pack: ".", modfile: filepath.Base(path)}
		if s.modfile == "go.mod" {
			continue
		}
		s.name = binding + "-" + s.variant()
		for line := range strings.Lines(readFile(path)) {
			words := strings.Fields(line)
			switch {
			case len(words) == 2 && words[0] == "//cgofault:tags":
				s.tags = words[1]
			case len(words) == 2 && words[0] == "//cgofault:cc":
				s.cc = words[1]
			}
		}
		sets = append(sets, s)
	}
	return sets
}

// variant is the only one that a binding's program has.
func (s set) variant() string {
	return strings.TrimSuffix(s.modfile, ".mod")
}

// flags choose a set's version and build tags.
func (s set) flags() (flags []string) {
	if s.modfile != "" {
		flags = append(flags, "-modfile="+s.modfile)
	}
	if s.tags != "" {
		flags = append(flags, "-tags="+s.tags)
	}
	return flags
}

// environment says which compiler a set needs, where it is another than that of all else.
func (s set) environment() []string {
	if s.cc == "" {
		return nil
	}
	return []string{"CC=" + s.cc}
}

// listFormat makes lines of what a package needs; go list ends with the program itself.
const listFormat = "package {{.ImportPath}}\n" +
	"{{range .CgoPkgConfig}}pkg {{.}}\n{{end}}" +
	"{{range .CgoCPPFLAGS}}cflag {{.}}\n{{end}}{{range .CgoCFLAGS}}cflag {{.}}\n{{end}}"

// linkerFlags asks the go command what one version of a binding needs. An error says what the machine lacks.
func (tr tree) linkerFlags(s set) (string, error) {
	command := tr.goCommand(s.folder, "plain",
		append(append([]string{"list", "-deps", "-f", listFormat}, s.flags()...), s.pack)...)
	said, err := command.Output()
	if err != nil {
		return "", fmt.Errorf("the Go modules of %s are missing: %s", s.name, whyFailed(err))
	}
	var cflags []string
	for line := range strings.Lines(string(said)) {
		kind, value, _ := strings.Cut(strings.TrimSpace(line), " ")
		switch kind {
		case "package":
			cflags = nil
		case "cflag":
			cflags = append(cflags, value)
		case "pkg":
			flags, err := exec.Command("pkg-config", "--cflags", "--print-errors", value).CombinedOutput()
			if err != nil {
				return "", fmt.Errorf("%s: %w: %s", s.name, err, firstLine(flags))
			}
			cflags = append(cflags, strings.Fields(string(flags))...)
		}
	}
	return tr.wrapsOf(s, cflags)
}

var wrapped = regexp.MustCompile(`\b__wrap_\w+`)

// wrapsOf are the linker's flags for the functions that a binding's C files wrap, as the preprocessor sees them: see
// shims/core/cgf_wrap.h.
func (tr tree) wrapsOf(s set, cflags []string) (string, error) {
	compiler, err := cCompiler("plain")
	if err != nil {
		return "", err
	}
	if s.cc != "" {
		compiler = []string{s.cc}
	}
	files, _ := filepath.Glob(filepath.Join(tr.root, s.folder, "*.c"))
	var functions []string
	for _, path := range files {
		command := exec.Command(compiler[0], slices.Concat(compiler[1:], []string{"-E", "-P"}, cflags, []string{path})...)
		command.Dir = filepath.Join(tr.root, s.folder)
		said, err := command.Output()
		if err != nil {
			return "", fmt.Errorf("%s: %s", s.name, whyFailed(err))
		}
		for _, name := range wrapped.FindAllString(string(said), -1) {
			functions = append(functions, "-Wl,--wrap="+strings.TrimPrefix(name, "__wrap_"))
		}
	}
	slices.Sort(functions)
	if functions = slices.Compact(functions); len(functions) == 0 {
		return "", nil
	}
	return " '-extldflags=" + strings.Join(functions, " ") + "'", nil
}

// whyFailed is what a command said first, or why it was not run.
func whyFailed(err error) string {
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return firstLine(exit.Stderr)
	}
	return err.Error()
}
