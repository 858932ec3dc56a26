// This program is example.org/fixture, on the C library that it carries along, with the runner around it.
package main

import (
	"cgofault/fuzz/replay"
	"cgofault/targets/registry"
)

func main() {
	replay.Main()
}

var _ = registry.Add(registry.Class{
	Name:  "newcomer",
	About: "example.org/fixture",
	Ops: []registry.Op{
		{Name: "close_twice", About: "closes a box twice", Buggy: closeTwice, Fixed: closeTwice},
	},
})
