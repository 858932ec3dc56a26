package main

import (
	"errors"

	"example.org/fixture"

	"cgofault/targets/registry"
)

func closeTwice(call *registry.Call) error {
	box := fixture.Open()
	defer box.Close()
	defer box.Close()
	if box.Has(uint64(call.Argument) + 1) {
		return errors.New("found what is not there")
	}
	return nil
}
