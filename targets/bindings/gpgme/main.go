// This program is github.com/proglottis/gpgme, unchanged, on Debian's real libgpgme, with the runner around it. Each
// NAME.mod pins one version of the package, and NAME is the variant.
package main

import (
	"slices"
	"strings"

	"cgofault/fuzz/replay"
	"cgofault/fuzz/runner"
	"cgofault/targets/registry"
)

func main() {
	replay.Main()
}

var _ = registry.Add(registry.Class{
	Name:  "gpgme",
	About: "github.com/proglottis/gpgme on the real libgpgme",
	Ops: []registry.Op{
		op("write_memory", "errno is tested although gpgme_data_write succeeded", writeMemory,
			"buggy-v0.1.0", "buggy-v0.1.5"),
		op("read_memory", "a finalizer releases the handle while gpgme_data_read runs", readMemory,
			"buggy-v0.1.0"),
		{Name: "read_kept", About: "the object is closed after the call", Control: ignoringCall(readKept)},
		{Name: "read_callback", About: "an object with callbacks is kept by the package",
			Control: ignoringCall(readCallback)},
	},
})

// op is Buggy in the versions that have the bug, Fixed in the one that has none, and a control in the others.
func op(name, about string, run func(argument byte) error, buggyIn ...string) registry.Op {
	op := registry.Op{Name: name, About: about}
	switch {
	case slices.Contains(buggyIn, runner.Variant):
		op.Buggy = ignoringCall(run)
	case strings.HasPrefix(runner.Variant, "fixed"):
		op.Fixed = ignoringCall(run)
	default:
		op.Control = ignoringCall(run)
	}
	return op
}

func ignoringCall(run func(argument byte) error) func(*registry.Call) error {
	return func(call *registry.Call) error { return run(call.Argument) }
}
