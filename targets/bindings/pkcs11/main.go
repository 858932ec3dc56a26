// This program is github.com/miekg/pkcs11, unchanged, on a token in memory that it loads as it would load any vendor's
// module (token.c), with the runner around it. Each NAME.mod pins one version of the package, and NAME is the variant.
// What no version does right, the program does by itself in the fixed variant (direct.c).
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
	Name:  "pkcs11",
	About: "github.com/miekg/pkcs11 on a token in memory",
	Ops: []registry.Op{
		op("sign", "the signature's memory stays when C_Sign fails", sign, signDirect, everywhere),
		op("random", "the numbers' memory stays when C_GenerateRandom fails", random, randomDirect, everywhere),
		op("find", "the list's memory stays when C_FindObjects fails", find, findDirect, everywhere),
		op("attributes", "the values' memory stays when C_GetAttributeValue fails", attributes, attributesDirect, everywhere),
		op("slots", "the list's memory stays when there is a slot more by now", slots, slotsDirect, everywhere),
		op("dead", "the context stays when C_Initialize fails", openDead, openDeadAndDestroy, everywhere),
		op("empty", "what C_GetFunctionList returns is ignored", openEmpty, openEmptyChecked, everywhere),
		op("event", "what C_WaitForSlotEvent returns is ignored", event, eventDirect, everywhere),
		op("given_up", "a wait that nobody can end keeps its thread", giveUp, giveUpPolling, everywhere),
		op("recover", "VerifyRecover calls another function", recoverData, recoverDirect, everywhere),
		op("destroy", "p11 unloads the module before C_Finalize", openAndDestroy, openAndDestroy, []string{"buggy-v1.1.1"}),
		{Name: "state", About: "the state's memory is freed, whatever fails", Control: state},
		{Name: "verify", About: "a signature that does not fit is no failure", Control: verify},
		{Name: "sessions", About: "two sessions at once", Control: sessions},
	},
	Reset: forgetToken,
})

var everywhere = []string{"buggy-v1.1.1", "buggy-v1.1.2"}

// op is Buggy in the versions that have the bug, Fixed in the fixed variant, and a control in the others.
func op(name, about string, run, fixed func(*registry.Call) error, buggyIn []string) registry.Op {
	op := registry.Op{Name: name, About: about}
	switch {
	case slices.Contains(buggyIn, runner.Variant):
		op.Buggy = run
	case strings.HasPrefix(runner.Variant, "fixed"):
		op.Fixed = fixed
	default:
		op.Control = run
	}
	return op
}
