// This program is github.com/proglottis/gpgme, unchanged, on Debian's real libgpgme, with the runner around it. Each
// *.mod file pins one version of the package: build with -modfile=NAME.mod, and NAME is the variant.
package main

import (
	"runtime/debug"

	"cgofault/fuzz/replay"
	"cgofault/fuzz/runner"
	"cgofault/targets/registry"
)

// The first version without the bugs of the two before it.
const fixedVersion = "v0.1.6"

func main() {
	replay.Main()
}

func init() {
	version := packageVersion()
	variant := "buggy-" + version
	if version == fixedVersion {
		variant = "fixed-" + version
	}
	runner.Variants = []string{variant}
	registry.Add(registry.Class{
		Name:  "gpgme",
		About: "github.com/proglottis/gpgme on the real libgpgme",
		Ops: []registry.Op{
			op("write_memory", "errno is tested although gpgme_data_write succeeded", writeMemory,
				version == "v0.1.0" || version == "v0.1.5"),
			op("read_memory", "a finalizer releases the handle while gpgme_data_read runs", readMemory,
				version == "v0.1.0"),
			{Name: "read_kept", About: "the object is closed after the call", Control: ignoringCall(readKept)},
			{Name: "read_callback", About: "an object with callbacks is kept by the package",
				Control: ignoringCall(readCallback)},
		},
	})
}

// op is Buggy in the versions that have the bug, Fixed in the one that has none, and a control in the others.
func op(name, about string, run func(argument byte) error, buggy bool) registry.Op {
	op := registry.Op{Name: name, About: about}
	switch {
	case buggy:
		op.Buggy = ignoringCall(run)
	case packageVersion() == fixedVersion:
		op.Fixed = ignoringCall(run)
	default:
		op.Control = ignoringCall(run)
	}
	return op
}

func ignoringCall(run func(argument byte) error) func(*registry.Call) error {
	return func(call *registry.Call) error { return run(call.Argument) }
}

// packageVersion is the version of the package under test that this program was built from.
func packageVersion() string {
	info, _ := debug.ReadBuildInfo()
	for _, module := range info.Deps {
		if module.Path == "github.com/proglottis/gpgme" {
			return module.Version
		}
	}
	return "unknown"
}
