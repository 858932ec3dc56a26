package main

// #include <stdlib.h>
// #include "direct.h"
import "C"

import (
	"errors"
	"time"
	"unsafe"

	"github.com/miekg/pkcs11"

	"cgofault/targets/registry"
)

// failure is the package's error for what the module returned.
func failure(result C.CK_RV) error {
	if result == C.CKR_OK {
		return nil
	}
	return pkcs11.Error(result)
}

// taken is a result in C memory as bytes of Go's; the memory is freed.
func taken(result C.CK_RV, memory *C.CK_BYTE, size C.CK_ULONG) ([]byte, error) {
	defer C.free(unsafe.Pointer(memory))
	if err := failure(result); err != nil {
		return nil, err
	}
	return C.GoBytes(unsafe.Pointer(memory), C.int(size)), nil
}

// withText lends a string to C.
func withText(text string, use func(text *C.char, size C.CK_ULONG)) {
	copied := C.CString(text)
	defer C.free(unsafe.Pointer(copied))
	use(copied, C.CK_ULONG(len(text)))
}

func signDirect(call *registry.Call) error {
	return inSession(func(context *pkcs11.Ctx, session pkcs11.SessionHandle) (err error) {
		if err := context.SignInit(session, mechanism(), theKey); err != nil {
			return err
		}
		withText(message(call), func(text *C.char, size C.CK_ULONG) {
			var memory *C.CK_BYTE
			var count C.CK_ULONG
			var signature []byte
			result := C.direct_sign(C.CK_ULONG(session), text, size, &memory, &count)
			if signature, err = taken(result, memory, count); err == nil {
				call.Asked, call.Got = message(call), string(signature)
			}
		})
		return err
	})
}

func recoverDirect(call *registry.Call) error {
	return recovering(call, func(_ *pkcs11.Ctx, session pkcs11.SessionHandle) (data []byte, err error) {
		withText(message(call), func(text *C.char, size C.CK_ULONG) {
			var memory *C.CK_BYTE
			var count C.CK_ULONG
			result := C.direct_recover(C.CK_ULONG(session), text, size, &memory, &count)
			data, err = taken(result, memory, count)
		})
		return data, err
	})
}

func randomDirect(call *registry.Call) error {
	return inSession(func(_ *pkcs11.Ctx, session pkcs11.SessionHandle) error {
		var memory *C.CK_BYTE
		count := C.CK_ULONG(1 + call.Argument%16)
		_, err := taken(C.direct_random(C.CK_ULONG(session), count, &memory), memory, count)
		return err
	})
}

func findDirect(*registry.Call) error {
	return finding(func(_ *pkcs11.Ctx, session pkcs11.SessionHandle) (int, error) {
		var count C.CK_ULONG
		err := failure(C.direct_find(C.CK_ULONG(session), &count))
		return int(count), err
	})
}

func attributesDirect(*registry.Call) error {
	return inSession(func(_ *pkcs11.Ctx, session pkcs11.SessionHandle) error {
		var memory *C.CK_BYTE
		var count C.CK_ULONG
		label, err := taken(C.direct_label(C.CK_ULONG(session), theKey, &memory, &count), memory, count)
		if err != nil {
			return err
		}
		return wantLabel(label)
	})
}

func slotsDirect(*registry.Call) error {
	return withToken(func(*pkcs11.Ctx) error {
		var list *C.CK_ULONG
		var count C.CK_ULONG
		defer func() { C.free(unsafe.Pointer(list)) }()
		return failure(C.direct_slots(&list, &count))
	})
}

// openEmptyChecked asks for the module's functions before the package does.
func openEmptyChecked(call *registry.Call) (err error) {
	withText(moduleNone, func(file *C.char, _ C.CK_ULONG) {
		if C.direct_has_functions(file) == 0 {
			err = errors.New("the module has no functions")
		}
	})
	if err != nil {
		return err
	}
	return openEmpty(call)
}

// poll asks for an event, and does not wait for one: slot 0 is none.
func poll() (slot uint, err error) {
	var number C.CK_ULONG
	switch result := C.C_WaitForSlotEvent(C.CKF_DONT_BLOCK, &number, nil); result {
	case C.CKR_NO_EVENT:
		return 0, nil
	default:
		return uint(number), failure(result)
	}
}

func eventDirect(call *registry.Call) error {
	return withToken(func(*pkcs11.Ctx) error {
		slot, err := poll()
		switch {
		case err != nil:
			return err
		case slot == 0:
			call.Asked, call.Got = "which slot", "none"
		default:
			call.Asked, call.Got = "which slot", registry.BytesOf(&slot)
		}
		return nil
	})
}

// giveUpPolling looks for an event now and then, so that it can stop.
func giveUpPolling(*registry.Call) error {
	return withToken(func(*pkcs11.Ctx) error {
		for range 3 {
			if slot, err := poll(); slot != 0 || err != nil {
				return err
			}
			time.Sleep(time.Millisecond)
		}
		return errors.New("no event yet")
	})
}
