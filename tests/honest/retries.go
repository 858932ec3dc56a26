package main

// #include "honest_retries.h"
import "C"

import (
	"errors"
	"syscall"

	"cgofault/targets/registry"
)

var _ = registry.Add(registry.Class{
	Name:  "retries",
	About: "calls that fail and are tried again, otherwise, or not at all",
	Ops: []registry.Op{
		{Name: "interrupted", About: "EINTR is tried again, or taken for an end",
			Buggy: retriesInterruptedBuggy, Fixed: retriesInterrupted},
		{Name: "again", About: "EAGAIN: waits and sends again, or only waits", Buggy: retriesAgainBuggy, Fixed: retriesAgain},
		{Name: "busy", About: "EBUSY: a few tries, and then the error, or none", Buggy: retriesBusyBuggy, Fixed: retriesBusy},
		{Name: "fallback", About: "the fast way, then the slow one, whose error counts or not",
			Buggy: retriesFallbackBuggy, Fixed: retriesFallback},
		{Name: "cleanup", About: "closes after an error, and returns that error, or the close's result",
			Buggy: retriesCleanupBuggy, Fixed: retriesCleanup},
		{Name: "translated", About: "ENOENT becomes an error of the program's own, or nothing",
			Buggy: retriesTranslatedBuggy, Fixed: retriesTranslated},
		{Name: "goroutine", About: "a goroutine writes, and its error is waited for, or only its end",
			Buggy: retriesGoroutineBuggy, Fixed: retriesGoroutine},
		{Name: "either", About: "copies in both ways at once, of which one must succeed, or none",
			Buggy: retriesEitherBuggy, Fixed: retriesEither},
		{Name: "errno", About: "looks at the result before errno, or at errno alone",
			Buggy: retriesErrnoBuggy, Fixed: retriesErrno},
	},
})

func retriesInterrupted(*registry.Call) error {
	var number C.int
	for {
		n, err := C.retries_read(&number)
		if n == 0 {
			return nil
		}
		if err != syscall.EINTR {
			return err
		}
	}
}

func retriesInterruptedBuggy(*registry.Call) error {
	var number C.int
	n, err := C.retries_read(&number)
	if n != 0 && err != syscall.EINTR {
		return err
	}
	return nil
}

func retriesAgain(call *registry.Call) error {
	for {
		n, err := C.retries_send(C.int(call.Argument))
		if n == 0 {
			return nil
		}
		if err != syscall.EAGAIN {
			return err
		}
		C.retries_wait()
	}
}

func retriesAgainBuggy(call *registry.Call) error {
	n, err := C.retries_send(C.int(call.Argument))
	if n == 0 {
		return nil
	}
	if err != syscall.EAGAIN {
		return err
	}
	C.retries_wait()
	return nil
}

const claimsMax = 2

func retriesBusy(*registry.Call) (err error) {
	var n C.int
	for range claimsMax {
		if n, err = C.retries_claim(); n == 0 {
			C.retries_release()
			return nil
		}
	}
	return err
}

func retriesBusyBuggy(*registry.Call) error {
	for range claimsMax {
		if n, _ := C.retries_claim(); n == 0 {
			C.retries_release()
			return nil
		}
	}
	return nil
}

func retriesFallback(call *registry.Call) error {
	number := C.int(call.Argument)
	if n, _ := C.retries_copy_fast(number); n == 0 {
		return nil
	}
	if n, err := C.retries_copy_slow(number); n != 0 {
		return err
	}
	return nil
}

func retriesFallbackBuggy(call *registry.Call) error {
	number := C.int(call.Argument)
	if n, _ := C.retries_copy_fast(number); n == 0 {
		return nil
	}
	C.retries_copy_slow(number)
	return nil
}

func retriesClose() error {
	if n, err := C.retries_close(); n != 0 {
		return err
	}
	return nil
}

func retriesCleanup(call *registry.Call) error {
	if n, err := C.retries_write(C.int(call.Argument)); n != 0 {
		retriesClose()
		return err
	}
	return retriesClose()
}

func retriesCleanupBuggy(call *registry.Call) error {
	if n, err := C.retries_write(C.int(call.Argument)); n != 0 {
		err = retriesClose()
		return err
	}
	return retriesClose()
}

var errNoKey = errors.New("there is no such key")

func retriesTranslated(call *registry.Call) error {
	if n, _ := C.retries_find(C.int(call.Argument)); n != 0 {
		return errNoKey
	}
	return nil
}

func retriesTranslatedBuggy(call *registry.Call) error {
	C.retries_find(C.int(call.Argument))
	return nil
}

func retriesErrno(call *registry.Call) error {
	if n, err := C.retries_check(C.int(call.Argument)); n != 0 {
		return err
	}
	return nil
}

func retriesErrnoBuggy(call *registry.Call) error {
	if _, err := C.retries_check(C.int(call.Argument)); err != nil {
		return err
	}
	return nil
}

// ---- calls of goroutines ----

func retriesGoroutine(call *registry.Call) error {
	failed := make(chan error)
	go func() {
		n, err := C.retries_write(C.int(call.Argument))
		if n == 0 {
			err = nil
		}
		failed <- err
	}()
	return <-failed
}

func retriesGoroutineBuggy(call *registry.Call) error {
	done := make(chan bool)
	go func() {
		C.retries_write(C.int(call.Argument))
		done <- true
	}()
	<-done
	return nil
}

// retriesCopyBoth returns the errors of both ways.
func retriesCopyBoth(number C.int) (fast, slow error) {
	done := make(chan bool)
	go func() {
		if n, err := C.retries_copy_fast(number); n != 0 {
			fast = err
		}
		done <- true
	}()
	go func() {
		if n, err := C.retries_copy_slow(number); n != 0 {
			slow = err
		}
		done <- true
	}()
	<-done
	<-done
	return fast, slow
}

func retriesEither(call *registry.Call) error {
	fast, slow := retriesCopyBoth(C.int(call.Argument))
	if fast != nil && slow != nil {
		return slow
	}
	return nil
}

func retriesEitherBuggy(call *registry.Call) error {
	if n, err := C.retries_write(C.int(call.Argument)); n != 0 && err != syscall.ENOSPC {
		return err
	}
	return retriesEither(call)
}
