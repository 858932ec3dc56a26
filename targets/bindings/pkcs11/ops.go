package main

import (
	"bytes"
	"errors"
	"fmt"
	"time"

	"github.com/miekg/pkcs11"
	"github.com/miekg/pkcs11/p11"

	"cgofault/targets/registry"
)

// ---- memory that a failure leaves ----

func sign(call *registry.Call) error {
	return inSession(func(context *pkcs11.Ctx, session pkcs11.SessionHandle) error {
		if err := context.SignInit(session, mechanism(), theKey); err != nil {
			return err
		}
		signature, err := context.Sign(session, []byte(message(call)))
		if err == nil {
			call.Asked, call.Got = message(call), string(signature)
		}
		return err
	})
}

func random(call *registry.Call) error {
	return inSession(func(context *pkcs11.Ctx, session pkcs11.SessionHandle) error {
		_, err := context.GenerateRandom(session, 1+int(call.Argument%16))
		return err
	})
}

func find(*registry.Call) error {
	return finding(func(context *pkcs11.Ctx, session pkcs11.SessionHandle) (int, error) {
		objects, _, err := context.FindObjects(session, 10)
		return len(objects), err
	})
}

// finding looks for the token's one object by the function given.
func finding(look func(*pkcs11.Ctx, pkcs11.SessionHandle) (int, error)) error {
	return inSession(func(context *pkcs11.Ctx, session pkcs11.SessionHandle) error {
		if err := context.FindObjectsInit(session, nil); err != nil {
			return err
		}
		count, err := look(context, session)
		if err == nil && count != 1 {
			err = fmt.Errorf("%d objects, want 1", count)
		}
		return errors.Join(err, context.FindObjectsFinal(session))
	})
}

func attributes(*registry.Call) error {
	return inSession(func(context *pkcs11.Ctx, session pkcs11.SessionHandle) error {
		found, err := context.GetAttributeValue(session, theKey, []*pkcs11.Attribute{pkcs11.NewAttribute(pkcs11.CKA_LABEL, nil)})
		if err != nil {
			return err
		}
		return wantLabel(found[0].Value)
	})
}

func wantLabel(label []byte) error {
	if string(label) != "the key" {
		return fmt.Errorf("the label is %q", label)
	}
	return nil
}

func slots(*registry.Call) error {
	return withToken(func(context *pkcs11.Ctx) error {
		_, err := context.GetSlotList(true)
		return err
	})
}

// ---- modules ----

// openDead opens a module whose device does not answer: nobody gets the context that it has made.
func openDead(*registry.Call) error {
	loading.Lock()
	defer loading.Unlock()
	_, err := p11.OpenModule(moduleDead)
	return err
}

// openDeadAndDestroy does so with the package below, and destroys the context.
func openDeadAndDestroy(*registry.Call) error {
	loading.Lock()
	defer loading.Unlock()
	context := pkcs11.New(moduleDead)
	defer context.Destroy()
	return context.Initialize()
}

// openEmpty opens a module that cannot give its functions: New does not say so.
func openEmpty(*registry.Call) error {
	loading.Lock()
	defer loading.Unlock()
	context := pkcs11.New(moduleNone)
	if context == nil {
		return errors.New("no module")
	}
	defer context.Destroy()
	return context.Initialize()
}

func openAndDestroy(*registry.Call) error {
	loading.Lock()
	defer loading.Unlock()
	opened, err := p11.OpenModule(module)
	if err != nil {
		return err
	}
	opened.Destroy()
	return nil
}

// ---- events ----

// event asks whether a slot has changed. The package always says that one has.
func event(call *registry.Call) error {
	return withToken(func(context *pkcs11.Ctx) error {
		slot := (<-context.WaitForSlotEvent(pkcs11.CKF_DONT_BLOCK)).SlotID
		call.Asked, call.Got = "which slot", registry.BytesOf(&slot)
		return nil
	})
}

// giveUp waits for an event for a while. The token stays in use, as in a server: C_Finalize alone would end the wait.
func giveUp(*registry.Call) error {
	return withToken(func(context *pkcs11.Ctx) error {
		keep()
		events := context.WaitForSlotEvent(0)
		for range 3 {
			time.Sleep(time.Millisecond)
			select {
			case <-events:
				return nil
			default:
			}
		}
		return errors.New("no event yet")
	})
}

// ---- signatures from which the data come back ----

func recoverData(call *registry.Call) error {
	return recovering(call, func(context *pkcs11.Ctx, session pkcs11.SessionHandle) ([]byte, error) {
		return context.VerifyRecover(session, []byte(message(call)))
	})
}

func recovering(call *registry.Call, verify func(*pkcs11.Ctx, pkcs11.SessionHandle) ([]byte, error)) error {
	return inSession(func(context *pkcs11.Ctx, session pkcs11.SessionHandle) error {
		if err := context.VerifyRecoverInit(session, mechanism(), theKey); err != nil {
			return err
		}
		data, err := verify(context, session)
		if err == nil && string(data) != message(call) {
			err = fmt.Errorf("recovered %q, want %q", data, message(call))
		}
		return err
	})
}

// ---- controls ----

// state is the package's only function with a result in C memory that frees it when the second call fails.
func state(*registry.Call) error {
	return inSession(func(context *pkcs11.Ctx, session pkcs11.SessionHandle) error {
		_, err := context.GetOperationState(session)
		return err
	})
}

// verify checks a signature that nobody has made.
func verify(call *registry.Call) error {
	return inSession(func(context *pkcs11.Ctx, session pkcs11.SessionHandle) error {
		if err := context.VerifyInit(session, mechanism(), theKey); err != nil {
			return err
		}
		err := context.Verify(session, []byte(message(call)), bytes.Repeat([]byte{1}, 8))
		if err == nil {
			return errors.New("a forged signature was accepted")
		}
		if err == pkcs11.Error(pkcs11.CKR_SIGNATURE_INVALID) {
			return nil
		}
		return err
	})
}

func sessions(*registry.Call) error {
	return inSession(func(context *pkcs11.Ctx, first pkcs11.SessionHandle) error {
		second, err := context.OpenSession(firstSlot, pkcs11.CKF_SERIAL_SESSION)
		if err != nil {
			return err
		}
		return context.CloseSession(second)
	})
}
