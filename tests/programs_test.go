package tests

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
)

// build is a line of fuzz/verdict/builds.def, which says what its fields are.
type build struct{ name, of, sanitizer, goFlag, debug, experiment, goDebug, classes string }

// builds are filled by setUp.
var builds []build

func readBuilds(tr tree) error {
	line := regexp.MustCompile(`(?m)^CGF_BUILD\((.*)\)$`)
	field := regexp.MustCompile(`"([^"]*)"`)
	text := readFile(filepath.Join(tr.root, "fuzz", "verdict", "builds.def"))
	for _, match := range line.FindAllStringSubmatch(text, -1) {
		fields := field.FindAllStringSubmatch(match[1], -1)
		if len(fields) < 8 {
			return fmt.Errorf("builds.def: %q has too few fields", match[0])
		}
		builds = append(builds, build{fields[0][1], fields[1][1], fields[2][1], fields[3][1], fields[4][1], fields[5][1],
			fields[6][1], fields[7][1]})
	}
	if len(builds) == 0 {
		return errors.New("builds.def has no builds")
	}
	return nil
}

func buildNames() (names []string) {
	for _, b := range builds {
		names = append(names, b.name)
	}
	return names
}

// compiler is what the environment says of the C compiler, beside the user's own choice: gcc has no MemorySanitizer.
func (b build) compiler() []string {
	if b.sanitizer != "memory" || os.Getenv("CC") != "" {
		return nil
	}
	for _, name := range []string{"clang-19", "clang-20", "clang-21", "clang-22", "clang"} {
		if _, err := exec.LookPath(name); err == nil {
			return []string{"CC=" + name}
		}
	}
	return nil
}

// commonBuilds are those that every class is run in.
func commonBuilds() (names []string) {
	for _, b := range builds {
		if b.classes == "every" {
			names = append(names, b.name)
		}
	}
	return names
}

// buildOf returns the line of that name, and an empty one for a name that is none.
func buildOf(name string) build {
	for _, b := range builds {
		if b.name == name {
			return b
		}
	}
	return build{}
}

// tree is a copy of the module's sources, and where its programs go.
type tree struct{ root, out string }

// set is what one replay program holds: the classes of targets/, or one version of a binding.
type set struct{ name, folder, pack, modfile, tags, cc string }

var mainSet = set{name: "main", folder: ".", pack: "./fuzz/program"}

// anyBuild is the build of a set that needs least.
func (s set) anyBuild() string {
	if s == buildsSet {
		return "gcc-bfd"
	}
	return "plain"
}

func allSets() []set {
	sets := []set{mainSet, buildsSet}
	for _, folder := range bindings() {
		sets = append(sets, source.setsOf(folder)...)
	}
	return sets
}

// setOf returns the set that has this variant of a class, and the variant's whole name: "fixed" stands for a binding's
// first fixed version.
func setOf(t *testing.T, class, variant string) (set, string) {
	t.Helper()
	if slices.Contains(source.buildClasses(), class) {
		return buildsSet, variant
	}
	folders := bindingsOf(class)
	if len(folders) == 0 {
		return mainSet, variant
	}
	for _, folder := range folders {
		for _, s := range source.setsOf(folder) {
			if strings.HasPrefix(s.variant(), variant) {
				return s, s.variant()
			}
		}
	}
	t.Fatalf("%s: no %s*.mod in %s", class, variant, strings.Join(folders, ", "))
	return set{}, ""
}

// goCommand runs the go tool in a tree as the sanitizer needs it. CMake's flags are the same.
func (tr tree) goCommand(folder, build string, arguments ...string) *exec.Cmd {
	b := buildOf(build)
	cflags, ldflags := "-g -O1", ""
	if b.sanitizer != "" && b.goFlag == "" {
		// Go's own -race would bring a second run time of ThreadSanitizer.
		ldflags = "-fsanitize=" + b.sanitizer
		cflags += " " + ldflags
	}
	command := exec.Command("go", arguments...)
	command.Env = append(os.Environ(), b.compiler()...)
	command.Dir = filepath.Join(tr.root, folder)
	command.Env = append(command.Env, "CGO_ENABLED=1", "GOTOOLCHAIN=local", "GOFLAGS=", "GOWORK=off",
		"GOEXPERIMENT="+b.experiment, "CGO_CFLAGS="+cflags, "CGO_LDFLAGS="+ldflags)
	return command
}

// buildProgram makes the replay program of a set.
func (tr tree) buildProgram(s set, build string) (string, error) {
	if s == buildsSet {
		return tr.buildsProgram(build)
	}
	path := filepath.Join(tr.out, s.name, "replay-"+build)
	b := buildOf(build)
	if b.of != "" {
		return path, tr.linkProgram(s, b.of, path)
	}
	linker := "-checklinkname=0 -X=cgofault/fuzz/runner.Build=" + build
	if s.modfile != "" {
		wraps, err := tr.linkerFlags(s)
		if err != nil {
			return "", err
		}
		linker += " -X=cgofault/fuzz/runner.Variant=" + s.variant() + wraps
	}
	arguments := []string{"build", "-buildvcs=false", "-trimpath", "-ldflags=" + linker, "-o", path}
	if b.goFlag != "" {
		arguments = append(arguments, b.goFlag)
	}
	if b.debug != "" {
		arguments = append(arguments, "-gcflags="+s.underTest()+"=-d="+b.debug)
	}
	command := tr.goCommand(s.folder, build, append(append(arguments, s.flags()...), s.pack)...)
	command.Env = append(command.Env, s.environment()...)
	if said, err := command.CombinedOutput(); err != nil {
		return "", fmt.Errorf("%s %s: %w\n%s", s.name, build, err, said)
	}
	return path, nil
}

// underTest is a pattern that matches the packages that a set is about. All of Go's own would be compiled once more.
func (s set) underTest() string {
	if s.modfile == "" {
		return "cgofault/..."
	}
	return "all"
}

// linkProgram makes a build that runs another one's program, by a link: its name decides in which surroundings.
func (tr tree) linkProgram(s set, of, path string) error {
	to, err := tr.buildProgram(s, of)
	if err != nil {
		return err
	}
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return os.Symlink(filepath.Base(to), path)
}

// program is a replay program that is built when the first test needs it.
type program struct {
	once    sync.Once
	path    string
	missing error // what the machine lacks
	err     error
}

var (
	programs     = map[string]*program{}
	programsLock sync.Mutex
)

// programOf returns the replay program of the sources under test, and skips the test where it cannot be built here.
func programOf(t *testing.T, s set, build string) string {
	t.Helper()
	programsLock.Lock()
	p := programs[s.name+" "+build]
	if p == nil {
		p = new(program)
		programs[s.name+" "+build] = p
	}
	programsLock.Unlock()
	p.once.Do(func() {
		if p.missing = s.missing(build); p.missing == nil {
			p.path, p.err = source.buildProgram(s, build)
		}
	})
	if p.missing != nil {
		skip(t, s, build, p.missing)
	}
	if p.err != nil {
		t.Fatal(p.err)
	}
	return p.path
}

// skip ends a test that this machine cannot run; as a failure, where the environment asks for what is missing.
func skip(t *testing.T, s set, build string, why error) {
	t.Helper()
	for _, name := range required {
		if name == build || s.folder == filepath.Join("targets", "bindings", name) {
			t.Fatalf("CGOFAULT_REQUIRE asks for %s: %v", name, why)
		}
	}
	t.Skip(why)
}

// missing says what this machine lacks to build a set, nil if nothing.
func (s set) missing(build string) error {
	if s == buildsSet {
		return source.toolsMissing(build)
	}
	if err := sanitizerMissing(build); err != nil || s.modfile == "" {
		return err
	}
	_, err := source.linkerFlags(s)
	return err
}

var (
	sanitizerErrors = map[string]error{}
	sanitizerLock   sync.Mutex
)

// sanitizerMissing says why the C compiler cannot make programs with a build's sanitizer.
func sanitizerMissing(build string) error {
	sanitizerLock.Lock()
	defer sanitizerLock.Unlock()
	err, known := sanitizerErrors[build]
	if !known {
		err = trySanitizer(build)
		sanitizerErrors[build] = err
	}
	return err
}

// cCompiler returns the command of the C compiler that the go command uses for a build, and its first arguments.
func cCompiler(build string) ([]string, error) {
	said, err := source.goCommand(".", build, "env", "CC").Output()
	compiler := strings.Fields(string(said))
	if err != nil || len(compiler) == 0 {
		return nil, errors.New("go env CC names no C compiler")
	}
	return compiler, nil
}

func trySanitizer(build string) error {
	if !slices.Contains(buildNames(), build) {
		return fmt.Errorf("unknown build %q; there are %s", build, strings.Join(buildNames(), ", "))
	}
	compiler, err := cCompiler(build)
	if err != nil {
		return err
	}
	path := filepath.Join(temporary, "try-"+build)
	if err := os.WriteFile(path+".c", []byte("int main(void) { return 0; }\n"), 0o644); err != nil {
		return err
	}
	arguments := append(compiler[1:], path+".c", "-o", path)
	if sanitizer := buildOf(build).sanitizer; sanitizer != "" {
		arguments = append(arguments, "-fsanitize="+sanitizer)
	}
	if said, err := exec.Command(compiler[0], arguments...).CombinedOutput(); err != nil {
		return fmt.Errorf("no %s build: %s cannot link it: %w: %s", build, strings.Join(compiler, " "), err, firstLine(said))
	}
	return nil
}

func firstLine(text []byte) string {
	line, _, _ := strings.Cut(strings.TrimSpace(string(text)), "\n")
	return line
}
