package main

// #include "failures.h"
import "C"

import (
	"errors"
	"syscall"

	"cgofault/targets/registry"
)

// The class failures has what the core must tell apart: an op that loses a failed call, and its twin, often a line
// away, that makes up for it or reports it.
var _ = registry.Add(registry.Class{
	Name:  "failures",
	About: "failed calls that an op loses, reports, or makes up for; answers that it reports wrongly",
	Ops: []registry.Op{
		{Name: "retry", About: "EINTR: lost, or tried again", Buggy: readOnce, Fixed: readAgain},
		{Name: "give_up", About: "EINTR three times, and then it is reported", Fixed: readThrice, Buggy: readThriceForNothing},
		{Name: "fallback", About: "the fast way, then the slow one", Buggy: squareFast, Fixed: squareAnyWay},
		{Name: "fallback_in_go", About: "the fast way, then one without C", Buggy: squareFast, Fixed: squareInGo},
		{Name: "fallback_file", About: "an object for the fast way, closed before the slow one", Buggy: fileFast, Fixed: fileAnyWay},
		{Name: "worker", About: "another goroutine goes the slow way", Buggy: squareFast, Fixed: squareByWorker},
		{Name: "cleanup", About: "the close after an error fails too", Buggy: writeLost, Fixed: writeReported},
		{Name: "skip", About: "a seek that failed, and reading goes on", Buggy: seekLost, Fixed: seekReported},
		{Name: "end", About: "a failed read taken for the end", Buggy: readToFailure, Fixed: readToEnd},
		{Name: "log", About: "what went wrong is asked for, and not reported", Buggy: logged, Fixed: reported},
		{Name: "stale", About: "errno is tested although the call succeeded", Buggy: errnoTested, Fixed: resultTested},
		{Name: "own", About: "an errno of the op's own, and no call failed", Control: ownErrno},
		{Name: "narrow", About: "the answer is cut to 16 bits", Buggy: squareNarrow, Fixed: squareWide},
		{Name: "other", About: "the answer to another question", Buggy: squareOther, Fixed: squareWide},
	},
})

// ---- files ----

func with(run func(file *C.struct_failures) error) error {
	file, err := C.failures_open()
	if file == nil {
		return err
	}
	err = run(file)
	if n, failed := C.failures_close(file); n < 0 && err == nil {
		err = failed
	}
	return err
}

func readOnce(*registry.Call) error {
	return with(func(file *C.struct_failures) error {
		C.failures_read(file)
		return nil
	})
}

func readAgain(*registry.Call) error {
	return with(func(file *C.struct_failures) error {
		for {
			n, err := C.failures_read(file)
			if n >= 0 {
				return nil
			}
			if err != syscall.EINTR {
				return err
			}
		}
	})
}

func threeTimes(file *C.struct_failures) (err error) {
	for range 3 {
		var n C.int
		if n, err = C.failures_read(file); n >= 0 {
			return nil
		}
	}
	return err
}

func readThrice(*registry.Call) error {
	return with(threeTimes)
}

func readThriceForNothing(*registry.Call) error {
	return with(func(file *C.struct_failures) error {
		threeTimes(file)
		return nil
	})
}

func writeLost(call *registry.Call) error {
	writeReported(call)
	return nil
}

func writeReported(*registry.Call) error {
	file, err := C.failures_open()
	if file == nil {
		return err
	}
	if n, err := C.failures_write(file, 7); n < 0 {
		C.failures_close(file)
		return err
	}
	if n, err := C.failures_close(file); n < 0 {
		return err
	}
	return nil
}

func readAll(file *C.struct_failures) error {
	for {
		n, err := C.failures_read(file)
		if n < 0 {
			return err
		}
		if n == 0 {
			return nil
		}
	}
}

func seekLost(*registry.Call) error {
	return with(func(file *C.struct_failures) error {
		C.failures_seek(file, 2)
		return readAll(file)
	})
}

func seekReported(*registry.Call) error {
	return with(func(file *C.struct_failures) error {
		if n, err := C.failures_seek(file, 2); n < 0 {
			return err
		}
		return readAll(file)
	})
}

func readToFailure(*registry.Call) error {
	return with(func(file *C.struct_failures) error {
		for C.failures_read(file) > 0 {
		}
		return nil
	})
}

func readToEnd(*registry.Call) error {
	return with(readAll)
}

var lastMessage string

func logged(call *registry.Call) error {
	reported(call)
	return nil
}

func reported(*registry.Call) error {
	return with(func(file *C.struct_failures) error {
		n, err := C.failures_write(file, 7)
		if n < 0 {
			lastMessage = C.GoString(C.failures_message())
			return err
		}
		return nil
	})
}

func errnoTested(*registry.Call) error {
	return with(func(file *C.struct_failures) error {
		_, err := C.failures_read(file)
		return err
	})
}

func resultTested(*registry.Call) error {
	return with(func(file *C.struct_failures) error {
		if n, err := C.failures_read(file); n < 0 {
			return err
		}
		return nil
	})
}

func ownErrno(*registry.Call) error {
	return errors.Join(with(func(*C.struct_failures) error { return nil }), syscall.EINVAL)
}

// ---- squares ----

func ask(call *registry.Call) C.int {
	number := C.int(call.Argument) + 300
	call.Asked = registry.BytesOf(&number)
	return number
}

func answer(call *registry.Call, square int64) {
	call.Got = registry.BytesOf(&square)
}

func squareFast(call *registry.Call) error {
	var square C.int64_t
	C.failures_fast(ask(call), &square)
	answer(call, int64(square))
	return nil
}

func squareAnyWay(call *registry.Call) error {
	var square C.int64_t
	if C.failures_fast(ask(call), &square) < 0 {
		C.failures_slow(ask(call), &square)
	}
	answer(call, int64(square))
	return nil
}

func squareInGo(call *registry.Call) error {
	var square C.int64_t
	number := ask(call)
	if C.failures_fast(number, &square) < 0 {
		square = C.int64_t(number) * C.int64_t(number)
	}
	answer(call, int64(square))
	return nil
}

func squareByWorker(call *registry.Call) error {
	var square C.int64_t
	if number := ask(call); C.failures_fast(number, &square) < 0 {
		done := make(chan C.int64_t)
		go func() {
			var square C.int64_t
			C.failures_slow(number, &square)
			done <- square
		}()
		square = <-done
	}
	answer(call, int64(square))
	return nil
}

func fileFast(*registry.Call) error {
	return fileWays(func() {})
}

func fileAnyWay(*registry.Call) error {
	return fileWays(func() {
		var square C.int64_t
		C.failures_slow(7, &square)
	})
}

func fileWays(slow func()) error {
	file := C.failures_open()
	if file == nil {
		slow()
		return nil
	}
	if C.failures_write(file, 7) < 0 {
		C.failures_close(file) // as well as it can
		slow()
		return nil
	}
	if n, err := C.failures_close(file); n < 0 {
		return err
	}
	return nil
}

func squareNarrow(call *registry.Call) error {
	var square C.int64_t
	if n, err := C.failures_fast(ask(call), &square); n < 0 {
		call.Asked = ""
		return err
	}
	answer(call, int64(uint16(square)))
	C.failures_message()
	return nil
}

func squareWide(call *registry.Call) error {
	var square C.int64_t
	if n, err := C.failures_fast(ask(call), &square); n < 0 {
		call.Asked = ""
		return err
	}
	answer(call, int64(square))
	C.failures_message()
	return nil
}

func squareOther(call *registry.Call) error {
	var square, other C.int64_t
	if n, err := C.failures_fast(ask(call), &square); n < 0 {
		call.Asked = ""
		return err
	}
	C.failures_slow(1, &other)
	answer(call, int64(other))
	return nil
}
