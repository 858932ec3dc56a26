// Package replay is the program that runs one plan in a fresh process and says on its last line what came of it.
package replay

// #cgo CFLAGS: -std=c17 -D_GNU_SOURCE -Wall -Wextra -Werror -Wno-unused-parameter -I../../shims/core -I../runner -I../verdict
// #include "replay.h"
// #include <stdlib.h>
import "C"

import (
	"fmt"
	"os"
	"strings"

	"cgofault/fuzz/runner"
	_ "cgofault/fuzz/verdict" // the supervisor, in C
	"cgofault/targets/registry"
)

// One program can be several builds, in other surroundings: the supervisor says which one it has started.
func init() {
	if build := os.Getenv("CGF_BUILD"); build != "" {
		runner.Build = build
	}
}

// Main never returns.
func Main() {
	if len(os.Args) == 2 && os.Args[1] == "--list" {
		list(os.Stdout)
		os.Exit(0)
	}
	if len(os.Args) == 2 && os.Args[1] == "--classes" {
		classes(os.Stdout)
		os.Exit(0)
	}
	arguments := make([]*C.char, len(os.Args)+1)
	for i, argument := range os.Args {
		arguments[i] = C.CString(argument)
	}
	os.Exit(int(C.cgf_replay_main(C.int(len(os.Args)), &arguments[0])))
}

// list prints one line an op: class, op, variants, what it does.
func list(to *os.File) {
	for _, class := range registry.Classes() {
		for _, op := range class.Ops {
			fmt.Fprintf(to, "%s\t%s\t%s\t%s\n", class.Name, op.Name, strings.Join(kinds(op), ","), op.About)
		}
	}
}

func kinds(op registry.Op) (kinds []string) {
	if op.Control != nil {
		return []string{"control"}
	}
	for _, variant := range runner.Variants {
		if op.Run(variant) != nil {
			kinds = append(kinds, variant)
		}
	}
	return kinds
}

// classes prints one line a class: its name, the variants that this program has, and the builds that it asks for.
func classes(to *os.File) {
	for _, class := range registry.Classes() {
		fmt.Fprintf(to, "%s\t%s\t%s\n", class.Name, strings.Join(runner.Variants, ","), class.Builds)
	}
}
