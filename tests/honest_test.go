package tests

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

var honestSet = set{name: "honest", folder: ".", pack: "./tests/honest"}

// honestRow is a row of tests/honest/verdicts.
type honestRow struct {
	class, op, variant, verdict string
	builds                      []string
	goLine                      string // "function: text", or "-"
	steps                       string
}

func (r honestRow) plan() string {
	steps := strings.ReplaceAll(r.steps, "; ", "\n")
	return fmt.Sprintf("cgofault plan 1\nclass: %s\nvariant: %s\n\n%s\n", r.class, r.variant, steps)
}

// TestHonestVerdicts replays the table of tests/honest/verdicts: each program that has a bug is found as it says, with
// place and Go line, and its correct twin is silent on the same plan. CGOFAULT_TIMES is how often each is replayed.
func TestHonestVerdicts(t *testing.T) {
	rows := readHonestRows(t)
	times := 1
	if text := os.Getenv("CGOFAULT_TIMES"); text != "" {
		var err error
		if times, err = strconv.Atoi(text); err != nil || times < 1 {
			t.Fatalf("CGOFAULT_TIMES is %q, not how often to replay", text)
		}
	}
	for i, row := range rows {
		for _, build := range row.builds {
			t.Run(fmt.Sprintf("%s/%s/%s/%s/%d", row.class, row.op, row.variant, build, i), func(t *testing.T) {
				t.Parallel()
				program := programOf(t, honestSet, build)
				path := writePlan(t, row.plan())
				for range times {
					row.require(t, replay(t, program, path))
					if row.variant == "buggy" && row.verdict != "none" {
						if fixed := replay(t, program, "--variant", "fixed", path); fixed.verdict != "none" {
							t.Errorf("the fixed twin is not silent: %s", fixed.last)
						}
					}
				}
			})
		}
	}
}

func (r honestRow) require(t *testing.T, got outcome) {
	t.Helper()
	if verdict, _, _ := strings.Cut(got.verdict, " object="); strings.TrimSpace(kindAndPlace(verdict)) != r.verdict {
		t.Errorf("the verdict is %s, not %s", got.verdict, r.verdict)
		return
	}
	if want := r.wantedLine(t); want != "" && !strings.HasSuffix(" "+got.goLine, " "+want) {
		t.Errorf("%s: the report names %q, not %q", got.verdict, got.goLine, want)
	}
}

// kindAndPlace cuts what else belongs to a verdict: "errno/lost at=f want=EIO got=nil".
func kindAndPlace(verdict string) string {
	words := strings.Fields(verdict)
	return strings.Join(words[:min(2, len(words))], " ")
}

// wantedLine is "honest/x.go:12" for the first line of the row's function that holds its text.
func (r honestRow) wantedLine(t *testing.T) string {
	function, text, found := strings.Cut(r.goLine, ": ")
	if !found {
		return ""
	}
	paths, err := filepath.Glob(filepath.Join(source.root, "tests", "honest", "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range paths {
		whole, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		begin := strings.Index(string(whole), "func "+function+"(")
		if begin < 0 {
			continue
		}
		at := strings.Index(string(whole[begin:]), text)
		if at < 0 {
			t.Fatalf("%s has no %q", function, text)
		}
		return fmt.Sprintf("honest/%s:%d", filepath.Base(path), 1+strings.Count(string(whole[:begin+at]), "\n"))
	}
	t.Fatalf("no file of tests/honest has the function %s", function)
	return ""
}

func readHonestRows(t *testing.T) (rows []honestRow) {
	t.Helper()
	for line := range strings.Lines(source.read(t, "tests/honest/verdicts")) {
		if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
			continue
		}
		columns := strings.Split(line, " | ")
		if len(columns) != 6 {
			t.Fatalf("tests/honest/verdicts: this row has not six columns: %s", line)
		}
		class, op, _ := strings.Cut(columns[0], "/")
		row := honestRow{class: class, op: op, variant: columns[1], builds: splitList(columns[2]), verdict: columns[3],
			goLine: columns[4], steps: columns[5]}
		if columns[2] == "all" {
			row.builds = commonBuilds()
		}
		rows = append(rows, row)
	}
	return rows
}
