//go:build gocover

package main

// #include <stdlib.h>
import "C"

import (
	"fmt"
	"os"
	"runtime/coverage"
)

// Go writes its coverage where main returns or os.Exit is called, which a program of an engine never does: target.c calls this
// as it ends, for a build with `go build -cover`. The counters go where GOCOVERDIR says.
//
//export cgf_write_go_coverage
func cgf_write_go_coverage() {
	folder := os.Getenv("GOCOVERDIR")
	if folder == "" {
		return
	}
	if err := coverage.WriteMetaDir(folder); err != nil {
		fmt.Fprintln(os.Stderr, "cgofault: harness no coverage:", err)
		return
	}
	if err := coverage.WriteCountersDir(folder); err != nil {
		fmt.Fprintln(os.Stderr, "cgofault: harness no coverage:", err)
	}
}
