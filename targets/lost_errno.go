package targets

/*
#include "lost_errno.h"
#include <errno.h>

// What errno is on the thread of this call.
static inline int lost_errno_now(void)
{
	return errno;
}

static inline int lost_errno_replace(unsigned record, int value)
{
	int result = lost_errno_write(record, value);
	if (result < 0)
		lost_errno_roll_back(record);
	return result;
}

static inline int lost_errno_replace_saved(unsigned record, int value)
{
	int result = lost_errno_write(record, value);
	int error = errno;
	if (result < 0)
		lost_errno_roll_back(record);
	errno = error;
	return result;
}

extern void lostErrnoFailed(unsigned record);

static inline int lost_errno_write_told(unsigned record, int value)
{
	int result = lost_errno_write(record, value);
	if (result < 0)
		lostErrnoFailed(record);
	return result;
}

static inline int lost_errno_write_told_saved(unsigned record, int value)
{
	int result = lost_errno_write(record, value);
	int error = errno;
	if (result < 0)
		lostErrnoFailed(record);
	errno = error;
	return result;
}
*/
import "C"

import (
	"errors"
	"fmt"
	"syscall"

	"cgofault/targets/registry"
)

// errno is the second result of the call itself, and means something only where the call failed: cmd/cgo, "Go references
// to C": a C function may be called in a multiple assignment to retrieve errno, too, and the return value is to be looked at
// first, since errno may be set although the call succeeded. A later call may come on another thread, which has an errno of
// its own: errno(3).
var _ = registry.Add(registry.Class{
	Name:  "lost_errno",
	About: "why a C call failed is lost, or an errno is taken for a failure that was none",
	Ops: []registry.Op{
		{Name: "ignored", About: "nobody looks whether the call failed",
			Buggy: lostErrnoIgnored, Fixed: lostErrnoReported},
		{Name: "second_call", About: "errno is fetched by another cgo call, which may come on another thread",
			Buggy: lostErrnoSecondCall, Fixed: lostErrnoReported},
		{Name: "errno_first", About: "errno is looked at, and not the return value",
			Buggy: lostErrnoErrnoFirst, Fixed: lostErrnoResultFirst},
		{Name: "text_kept", About: "the error's text is kept, and its errno is not",
			Buggy: lostErrnoTextKept, Fixed: lostErrnoWrapped},
		{Name: "cleanup_in_c", About: "the program's own C code cleans up after a failure, which changes errno",
			Buggy: lostErrnoCleanup, Fixed: lostErrnoCleanupSaved},
		{Name: "callback", About: "the program's own C code calls Go after a failure, which changes errno",
			Buggy: lostErrnoCallback, Fixed: lostErrnoCallbackSaved},
		{Name: "retry", About: "EINTR: the same call again", Control: lostErrnoRetry},
		{Name: "fallback", About: "EOPNOTSUPP: the other way", Control: lostErrnoFallback},
		{Name: "translated", About: "ENOENT becomes an error of the program's own", Control: lostErrnoTranslated},
	},
})

func lostErrnoIgnored(call *registry.Call) error {
	C.lost_errno_write(C.uint(call.Argument), 1)
	return nil
}

func lostErrnoReported(call *registry.Call) error {
	if n, err := C.lost_errno_write(C.uint(call.Argument), 1); n < 0 {
		return err
	}
	return nil
}

func lostErrnoSecondCall(call *registry.Call) error {
	if C.lost_errno_write(C.uint(call.Argument), 1) < 0 {
		return syscall.Errno(C.lost_errno_now())
	}
	return nil
}

func lostErrnoErrnoFirst(call *registry.Call) error {
	var value C.int
	if _, err := C.lost_errno_read(C.uint(call.Argument), &value); err != nil {
		return err
	}
	return nil
}

func lostErrnoResultFirst(call *registry.Call) error {
	var value C.int
	if n, err := C.lost_errno_read(C.uint(call.Argument), &value); n < 0 {
		return err
	}
	return nil
}

// ---- errors that are told on ----

// lostErrnoStatus is what a program tells a client that knows numbers alone, as a file system tells the kernel.
func lostErrnoStatus(err error) error {
	var errno syscall.Errno
	switch {
	case err == nil:
		return nil
	case errors.As(err, &errno):
		return errno
	}
	return syscall.EIO
}

func lostErrnoTextKept(call *registry.Call) error {
	err := lostErrnoReported(call)
	if err != nil {
		err = fmt.Errorf("writing record %d: %v", call.Argument, err)
	}
	return lostErrnoStatus(err)
}

func lostErrnoWrapped(call *registry.Call) error {
	err := lostErrnoReported(call)
	if err != nil {
		err = fmt.Errorf("writing record %d: %w", call.Argument, err)
	}
	return lostErrnoStatus(err)
}

// ---- what happens in C before the call returns ----

func lostErrnoCleanup(call *registry.Call) error {
	if n, err := C.lost_errno_replace(C.uint(call.Argument), 1); n < 0 {
		return err
	}
	return nil
}

func lostErrnoCleanupSaved(call *registry.Call) error {
	if n, err := C.lost_errno_replace_saved(C.uint(call.Argument), 1); n < 0 {
		return err
	}
	return nil
}

//export lostErrnoFailed
func lostErrnoFailed(record C.uint) {
	C.lost_errno_log(record)
}

func lostErrnoCallback(call *registry.Call) error {
	if n, err := C.lost_errno_write_told(C.uint(call.Argument), 1); n < 0 {
		return err
	}
	return nil
}

func lostErrnoCallbackSaved(call *registry.Call) error {
	if n, err := C.lost_errno_write_told_saved(C.uint(call.Argument), 1); n < 0 {
		return err
	}
	return nil
}

// ---- what loses nothing ----

func lostErrnoRetry(call *registry.Call) error {
	for {
		n, err := C.lost_errno_write(C.uint(call.Argument), 1)
		if n == 0 {
			return nil
		}
		if err != syscall.EINTR {
			return err
		}
	}
}

func lostErrnoFallback(call *registry.Call) error {
	n, err := C.lost_errno_write_direct(C.uint(call.Argument), 1)
	if n == 0 {
		return nil
	}
	if err == syscall.EOPNOTSUPP {
		return lostErrnoReported(call)
	}
	return err
}

var errLostErrnoNoRecord = errors.New("there is no such record")

func lostErrnoTranslated(call *registry.Call) error {
	var value C.int
	n, err := C.lost_errno_read(C.uint(call.Argument), &value)
	if n == 0 {
		return nil
	}
	if err == syscall.ENOENT {
		return errLostErrnoNoRecord
	}
	return err
}
