package tests

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// runTimeout is above the replay program's own limit, which tells more.
const runTimeout = 5 * time.Minute

// outcome is what the replay program said of one run.
type outcome struct {
	verdict string // "asan/use-after-poison at=retained_pointer_fire", or "none"
	trace   string
	goLine  string // "targets.canaryAsan targets/canary.go:37", where known
	last    string // its last line
}

// replay runs a plan in a fresh process. A run that ends without a verdict fails the test.
func replay(t *testing.T, program string, arguments ...string) outcome {
	t.Helper()
	stdout, stderr, code := start(t, program, arguments...)
	o := outcome{last: stdout[strings.LastIndexByte(stdout, '\n')+1:]}
	for line := range strings.Lines(stdout) {
		if at, found := strings.CutPrefix(line, "cgofault: go "); found {
			o.goLine = strings.TrimSpace(at)
		}
	}
	said, found := strings.CutPrefix(o.last, "cgofault: verdict=")
	o.verdict, said, _ = strings.Cut(said, " class=")
	_, o.trace, _ = strings.Cut(said, " trace=")
	if (o.verdict == "harness/unavailable" || o.verdict == "harness/no-symbolizer") && len(required) == 0 {
		t.Skip(tail(stderr))
	}
	if !found || strings.HasPrefix(o.verdict, "harness/") || o.trace == "" || (code == 0) != (o.verdict == "none") {
		t.Fatalf("%s %s: exit code %d, last line %q; stderr ends:\n%s", filepath.Base(program),
			strings.Join(arguments, " "), code, o.last, tail(stderr))
	}
	return o
}

// start runs the replay program and returns what it wrote, without a newline at the end, and its exit code.
func start(t *testing.T, program string, arguments ...string) (stdout, stderr string, code int) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), runTimeout)
	defer cancel()
	var out, said strings.Builder
	command := exec.CommandContext(ctx, program, arguments...)
	command.Stdout, command.Stderr = &out, &said
	command.Env = environment()
	if err := command.Run(); err != nil && !isExit(err) {
		t.Fatal(err)
	}
	return strings.TrimSuffix(out.String(), "\n"), said.String(), command.ProcessState.ExitCode()
}

func isExit(err error) bool {
	var exit *exec.ExitError
	return errors.As(err, &exit)
}

// environment is the user's without what would steer a replay.
func environment() (all []string) {
	for _, variable := range os.Environ() {
		if !strings.HasPrefix(variable, "CGF_") {
			all = append(all, variable)
		}
	}
	return all
}

func tail(text string) string {
	const bytesMax = 4000
	return text[max(0, len(text)-bytesMax):]
}

// writePlan writes a plan's text to a file that goes with the test.
func writePlan(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "test.plan")
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}
