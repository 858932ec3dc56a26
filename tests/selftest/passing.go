package main

// #include "selftest.h"
import "C"

import (
	"errors"
	"time"

	"cgofault/targets/registry"
)

// Ops that go on until something happens which takes time, or that wake each other.

var errPassed = errors.New("the time is over")

func opDeadline(call *registry.Call) error {
	for end := time.Now().Add(5 * time.Millisecond); time.Now().Before(end); {
		if err := work(call.Argument); err != nil {
			return err
		}
	}
	return nil
}

// opTimer is stopped by a goroutine that calls C, too.
func opTimer(call *registry.Call) error {
	stopped := make(chan struct{})
	timer := time.AfterFunc(5*time.Millisecond, func() {
		C.selftest_note(0)
		close(stopped)
	})
	defer timer.Stop()
	for {
		select {
		case <-stopped:
			return errPassed
		default:
			if err := work(call.Argument); err != nil {
				return err
			}
		}
	}
}

func opWoken(call *registry.Call) error {
	wake, gone := make(chan struct{}), make(chan struct{})
	go func() {
		C.selftest_note(0)
		<-wake
		close(gone)
	}()
	C.selftest_note(C.int(call.Argument))
	close(wake)
	<-gone
	C.selftest_note(C.int(call.Argument))
	return nil
}
