package main

import (
	"errors"
	"fmt"
	"sync"

	"github.com/miekg/pkcs11"

	"cgofault/targets/registry"
)

const (
	module     = "token.so"
	moduleDead = "dead-token.so"
	moduleNone = "empty-token.so"

	firstSlot = 1
	theKey    = 7
)

// Whoever uses the token holds `loading` for reading; who loads and unloads modules alone, for writing.
var loading sync.RWMutex

// token is loaded by its first user, and unloaded by its last.
var token struct {
	sync.Mutex
	context *pkcs11.Ctx
	users   int
	kept    bool // by the op that gives up: servers leave it open
}

// acquire loads and initialises the module.
func acquire() (*pkcs11.Ctx, error) {
	token.Lock()
	defer token.Unlock()
	if token.users == 0 {
		token.context = pkcs11.New(module)
		if err := token.context.Initialize(); err != nil {
			token.context.Destroy()
			return nil, err
		}
	}
	token.users++
	return token.context, nil
}

func release() error {
	token.Lock()
	defer token.Unlock()
	token.users--
	if token.users > 0 {
		return nil
	}
	err := token.context.Finalize()
	token.context.Destroy()
	return err
}

// keep makes one user more, once, and for ever.
func keep() {
	token.Lock()
	defer token.Unlock()
	if !token.kept {
		token.users++
	}
	token.kept = true
}

// forgetToken brings the Go side back to where nothing is loaded, as the C side does.
func forgetToken() {
	if token.context != nil && token.users > 0 {
		token.context.Destroy()
	}
	token.context, token.users, token.kept = nil, 0, false
}

// inSession is an op that needs a session, and closes it.
func inSession(use func(*pkcs11.Ctx, pkcs11.SessionHandle) error) error {
	return withToken(func(context *pkcs11.Ctx) error {
		session, err := context.OpenSession(firstSlot, pkcs11.CKF_SERIAL_SESSION)
		if err != nil {
			return err
		}
		err = use(context, session)
		return errors.Join(err, context.CloseSession(session))
	})
}

func withToken(use func(*pkcs11.Ctx) error) error {
	loading.RLock()
	defer loading.RUnlock()
	context, err := acquire()
	if err != nil {
		return err
	}
	err = use(context)
	return errors.Join(err, release())
}

func mechanism() []*pkcs11.Mechanism {
	return []*pkcs11.Mechanism{pkcs11.NewMechanism(pkcs11.CKM_RSA_PKCS, nil)}
}

// message is what the op's argument makes to be signed.
func message(call *registry.Call) string {
	return fmt.Sprintf("message %d", call.Argument%16)
}
