package main

// #include "ledger.h"
import "C"

import (
	"errors"
	"os"

	"cgofault/targets/registry"
)

// One op for each rule of cgf_ledger.h that no class of its own needs, and for cgf_call_end_code.
var _ = registry.Add(registry.Class{
	Name:  "ledger",
	About: "the rules of the ledger, one by one",
	Ops: []registry.Op{
		{Name: "child", About: "closes the outer box first", Buggy: ledgerChild, Fixed: ledgerChildFirst},
		{Name: "references", About: "releases more often than it has references", Buggy: ledgerReferences,
			Fixed: ledgerReferencesEven},
		{Name: "lent", About: "reads a result after the next call", Buggy: ledgerLent, Fixed: ledgerLentCopied},
		{Name: "lent_on_thread", About: "reads a result after the next call on its thread", Buggy: ledgerLentOnThread,
			Fixed: ledgerLentOnThreads},
		{Name: "lent_of_box", About: "reads a result after its box is closed", Buggy: ledgerLentOfBox,
			Fixed: ledgerLentOfBoxCopied},
		{Name: "lent_until_shaken", About: "reads a result after its box is shaken", Buggy: ledgerLentUntilShaken,
			Fixed: ledgerLentAfterOther},
		{Name: "code", About: "ignores what a function returns", Buggy: ledgerCode, Fixed: ledgerCodeReported},
		{Name: "code_again", About: "asks again, or not", Buggy: ledgerCode, Fixed: ledgerCodeAgain},
		{Name: "descriptor", About: "closes a file that C watches", Buggy: ledgerDescriptor, Fixed: ledgerDescriptorOpen},
		{Name: "descriptor_reused", About: "the number of the closed file names another one", Buggy: ledgerDescriptorReused,
			Fixed: ledgerDescriptorOpen},
	},
})

// ---- objects ----

func ledgerChild(*registry.Call) error {
	outer := C.ledger_open()
	inner := C.ledger_open_inside(outer)
	C.ledger_close(outer)
	C.ledger_close(inner)
	return nil
}

func ledgerChildFirst(*registry.Call) error {
	outer := C.ledger_open()
	C.ledger_close(C.ledger_open_inside(outer))
	C.ledger_close(outer)
	return nil
}

func ledgerReferences(*registry.Call) error {
	box := C.ledger_open()
	C.ledger_release(box)
	C.ledger_release(box)
	return nil
}

func ledgerReferencesEven(*registry.Call) error {
	box := C.ledger_open()
	C.ledger_refer(box)
	C.ledger_release(box)
	C.ledger_release(box)
	return nil
}

// ---- lent results ----

// ledgerAnswer reports what C has answered to what the op has asked.
func ledgerAnswer(call *registry.Call, text string) error {
	call.Got = text
	return nil
}

func ledgerLent(call *registry.Call) error {
	text := C.ledger_text(ask(call))
	C.ledger_text(1000)
	return ledgerAnswer(call, C.GoString(text))
}

func ledgerLentCopied(call *registry.Call) error {
	text := C.GoString(C.ledger_text(ask(call)))
	C.ledger_text(1000)
	return ledgerAnswer(call, text)
}

func ledgerLentOnThread(call *registry.Call) error {
	text := C.ledger_text_of_thread(ask(call))
	C.ledger_text_of_thread(1000)
	return ledgerAnswer(call, C.GoString(text))
}

// ledgerLentOnThreads makes the second call on another thread: the op's own is locked to its goroutine.
func ledgerLentOnThreads(call *registry.Call) error {
	done := make(chan struct{})
	text := C.ledger_text_of_thread(ask(call))
	go func() {
		C.ledger_text_of_thread(1000)
		close(done)
	}()
	<-done
	return ledgerAnswer(call, C.GoString(text))
}

func ledgerLentOfBox(call *registry.Call) error {
	box := C.ledger_open()
	text := C.ledger_text_of_box(box, ask(call))
	C.ledger_close(box)
	return ledgerAnswer(call, C.GoString(text))
}

func ledgerLentOfBoxCopied(call *registry.Call) error {
	box := C.ledger_open()
	defer C.ledger_close(box)
	return ledgerAnswer(call, C.GoString(C.ledger_text_of_box(box, ask(call))))
}

func ledgerLentUntilShaken(call *registry.Call) error {
	box := C.ledger_open()
	defer C.ledger_close(box)
	text := C.ledger_text_of_box(box, ask(call))
	C.ledger_shake(box)
	return ledgerAnswer(call, C.GoString(text))
}

// ledgerLentAfterOther shakes another box.
func ledgerLentAfterOther(call *registry.Call) error {
	box, other := C.ledger_open(), C.ledger_open()
	defer C.ledger_close(box)
	text := C.ledger_text_of_box(box, ask(call))
	C.ledger_shake(other)
	C.ledger_close(other)
	return ledgerAnswer(call, C.GoString(text))
}

// ---- failures told by a code ----

var errLedger = errors.New("the library has failed")

func ledgerCode(*registry.Call) error {
	C.ledger_ask()
	return nil
}

func ledgerCodeReported(*registry.Call) error {
	if C.ledger_ask() < 0 {
		return errLedger
	}
	return nil
}

func ledgerCodeAgain(*registry.Call) error {
	for range 4 {
		if C.ledger_ask() == 0 {
			return nil
		}
	}
	return errLedger
}

// ---- descriptors ----

func ledgerOpenFile() *os.File {
	file, err := os.Open("/")
	if err != nil {
		panic(err)
	}
	return file
}

func ledgerDescriptor(*registry.Call) error {
	file := ledgerOpenFile()
	C.ledger_watch(C.int(file.Fd()))
	file.Close()
	C.ledger_poll()
	C.ledger_unwatch()
	return nil
}

func ledgerDescriptorReused(*registry.Call) error {
	file := ledgerOpenFile()
	C.ledger_watch(C.int(file.Fd()))
	file.Close()
	other, err := os.Open("/dev/null")
	if err != nil {
		panic(err)
	}
	C.ledger_poll()
	C.ledger_unwatch()
	return other.Close()
}

func ledgerDescriptorOpen(*registry.Call) error {
	file := ledgerOpenFile()
	defer file.Close()
	C.ledger_watch(C.int(file.Fd()))
	C.ledger_poll()
	C.ledger_unwatch()
	return nil
}
