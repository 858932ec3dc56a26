// Program honest holds correct programs of every kind that a harness may accuse, and beside each one a twin that differs
// in a line or two and has the bug. Buggy and Fixed are these twins; verdicts says what each bug is found as.
package main

// #cgo CFLAGS: -std=c17 -D_GNU_SOURCE -Wall -Wextra -Werror -Wno-unused-parameter -I../../shims/core
import "C"

import (
	"os"

	"cgofault/fuzz/replay"
	"cgofault/targets/registry"
)

func main() {
	replay.Main()
}

// add makes a class known, without the ops that stand in `later`.
func add(class registry.Class) bool {
	var ops []registry.Op
	for _, op := range class.Ops {
		if !later[class.Name+"/"+op.Name] || os.Getenv("HONEST_LATER") != "" {
			ops = append(ops, op)
		}
	}
	if class.Ops = ops; len(ops) == 0 {
		return false
	}
	return registry.Add(class)
}
