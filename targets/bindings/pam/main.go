// This program is github.com/msteinert/pam, unchanged, on the real libpam, with the runner around it. Each NAME.mod pins
// one version of the package, and NAME is the variant. Version 2 is another import path: transaction_v1.go and
// transaction_v2.go say what they call by different names.
package main

import (
	"strings"

	"cgofault/fuzz/replay"
	"cgofault/fuzz/runner"
	"cgofault/targets/registry"
)

func main() {
	replay.Main()
}

var _ = registry.Add(registry.Class{
	Name:  "pam",
	About: "github.com/msteinert/pam on the real libpam",
	Ops: []registry.Op{
		op("authenticate", "a finalizer ends the transaction, on a thread that is not its own", authenticate),
		op("environment", "a finalizer ends the transaction while pam_getenv runs", environment),
		op("error_kept", "an error says how the latest call has ended, and not its own", errorKept),
		{Name: "owner", About: "a goroutine on a thread of its own has the transaction, for ever", Control: askOwner},
	},
})

// op is Buggy in version 1, and Fixed in version 2.
func op(name, about string, run func(*registry.Call) error) registry.Op {
	op := registry.Op{Name: name, About: about}
	if strings.HasPrefix(runner.Variant, "fixed") {
		op.Fixed = run
	} else {
		op.Buggy = run
	}
	return op
}
