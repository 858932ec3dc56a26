package main

import (
	"errors"
	"fmt"
	"runtime"
	"sync"

	"cgofault/targets/registry"
)

var errPermitted = errors.New("authenticated by a service that denies")

// One at a time: libpam notes each in the system's audit log, and libaudit has a static buffer for that.
var authenticating sync.Mutex

// conversation answers nothing to what a service says, and hands that on. Each version of the package has a Style of its own.
func conversation[Style any](hear func(text string)) func(Style, string) (string, error) {
	return func(_ Style, text string) (string, error) {
		if hear != nil {
			hear(text)
		}
		return "", nil
	}
}

func authenticated(transaction *transaction) error {
	authenticating.Lock()
	defer authenticating.Unlock()
	return transaction.Authenticate(0)
}

// authenticate lets one of the services decide. Version 1 leaves it to the garbage collector to end the transaction.
func authenticate(call *registry.Call) error {
	heard := ""
	service := services[int(call.Argument)%len(services)]
	return withTransaction(service.name, func(text string) { heard = text }, func(transaction *transaction) error {
		err := authenticated(transaction)
		switch {
		case err != nil:
			return err
		case service.denies:
			return errPermitted
		case heard != service.says:
			return fmt.Errorf("heard %q, want %q", heard, service.says)
		}
		return nil
	})
}

// environment asks the transaction for what it has just set, and does not need it after that.
func environment(call *registry.Call) error {
	want := fmt.Sprintf("value %d", call.Argument)
	return withTransaction(permit.name, nil, func(transaction *transaction) error {
		if err := transaction.PutEnv("NAME=" + want); err != nil {
			return err
		}
		if value := transaction.GetEnv("NAME"); value != want {
			return fmt.Errorf("got %q, want %q", value, want)
		}
		return nil
	})
}

// errorKept fails, does something else, and tells then why it has failed.
func errorKept(call *registry.Call) error {
	return withTransaction(deny.name, nil, func(transaction *transaction) error {
		denied := authenticated(transaction)
		if denied == nil {
			return errPermitted
		}
		err := transaction.PutEnv("NAME=value")
		call.Asked, call.Got = "why", denied.Error()
		return err
	})
}

// owner has one transaction for all, on a thread of its own, and never ends it: that is right in each version.
var owner struct {
	sync.Once
	requests chan chan error
}

func own() {
	runtime.LockOSThread()
	err := withTransaction(permit.name, nil, func(transaction *transaction) error {
		for answer := range owner.requests {
			answer <- authenticated(transaction)
		}
		return nil
	})
	for answer := range owner.requests {
		answer <- err
	}
}

func askOwner(*registry.Call) error {
	owner.Do(func() {
		owner.requests = make(chan chan error)
		go own()
	})
	answer := make(chan error)
	owner.requests <- answer
	return <-answer
}
