package targets

// #include "missing_free.h"
// #include <stdlib.h>
import "C"

import (
	"errors"
	"runtime"
	"sync"
	"unsafe"

	"cgofault/targets/registry"
)

// C memory is nobody's who does not free it: cmd/cgo, "Go references to C": C.CString and C.CBytes allocate in the C heap,
// and it is the caller's responsibility to arrange for that to be freed. What C returns is freed as its own documentation
// says, by the function that it names.
var _ = registry.Add(registry.Class{
	Name:  "missing_free",
	About: "C memory is never freed, not on every path, or by the wrong function",
	Ops: []registry.Op{
		{Name: "string", About: "a C.CString is never freed",
			Buggy: missingFreeString, Fixed: missingFreeStringFreed},
		{Name: "result", About: "a text that C returns is never freed",
			Buggy: missingFreeResult, Fixed: missingFreeResultFreed},
		{Name: "error_path", About: "a string is freed, but not when sending fails",
			Buggy: missingFreeErrorPath, Fixed: missingFreeEveryPath},
		{Name: "two_strings", About: "a title and a body, each of them made in a place of its own and never freed",
			Buggy: missingFreeTwoStrings, Fixed: missingFreeTwoStringsFreed},
		{Name: "stored", About: "a string whose only pointer was in Go memory, which is dropped",
			Buggy: missingFreeStored, Fixed: missingFreeStoredFreed},
		{Name: "panic", About: "a callback panics, and is recovered above the line that frees",
			Buggy: missingFreePanic, Fixed: missingFreePanicDeferred},
		{Name: "reference", About: "a reference is taken twice and dropped once",
			Buggy: missingFreeReference, Fixed: missingFreeReferenceDropped},
		{Name: "wrong_free", About: "C.free of what comes from the library's own allocator",
			Buggy: missingFreeWrongFree, Fixed: missingFreeRightRelease},
		{Name: "wrong_release", About: "what comes from malloc is given to the library's own allocator",
			Buggy: missingFreeWrongRelease, Fixed: missingFreeRightFree},
		{Name: "handed_over", About: "C takes the string over and frees it",
			Control: missingFreeHandedOver},
		{Name: "borrowed", About: "a text that stays the library's",
			Control: missingFreeBorrowed},
		{Name: "kept", About: "a string that is made once and kept for as long as the program runs",
			Control: missingFreeKept},
		{Name: "cleaned", About: "a string that a cleanup frees some time later",
			Control: missingFreeCleaned},
	},
	Reset: missingFreeReset,
})

func missingFreeSend(text *C.char) error {
	if n, err := C.missing_free_send(text); n != 0 {
		return err
	}
	return nil
}

func missingFreeString(*registry.Call) error {
	return missingFreeSend(C.CString("a string that is sent"))
}

func missingFreeStringFreed(*registry.Call) error {
	text := C.CString("a string that is sent")
	defer C.free(unsafe.Pointer(text))
	return missingFreeSend(text)
}

// missingFreeTopic is in the C heap for as long as the program runs.
var missingFreeTopic = C.CString("the number of messages")

func missingFreeResult(call *registry.Call) error {
	return missingFreeSend(C.missing_free_format(missingFreeTopic, C.int(call.Argument)))
}

func missingFreeResultFreed(call *registry.Call) error {
	message := C.missing_free_format(missingFreeTopic, C.int(call.Argument))
	defer C.free(unsafe.Pointer(message))
	return missingFreeSend(message)
}

func missingFreeErrorPath(*registry.Call) error {
	text := C.CString("a string that cannot always be sent")
	if err := missingFreeSend(text); err != nil {
		return err
	}
	C.free(unsafe.Pointer(text))
	return nil
}

func missingFreeEveryPath(*registry.Call) error {
	text := C.CString("a string that cannot always be sent")
	defer C.free(unsafe.Pointer(text))
	if err := missingFreeSend(text); err != nil {
		return err
	}
	return nil
}

// ---- two of them ----

// Which parts a message has is in the op's argument.
const (
	missingFreeHasTitle = 1 << iota
	missingFreeHasBody
)

// missingFreeParts sends the parts that a message has.
func missingFreeParts(call *registry.Call, title, body func() error) error {
	if call.Argument&missingFreeHasTitle != 0 {
		if err := title(); err != nil {
			return err
		}
	}
	if call.Argument&missingFreeHasBody != 0 {
		return body()
	}
	return nil
}

func missingFreeTitle() error {
	title := C.CString("title")
	return missingFreeSend(title)
}

func missingFreeBody() error {
	body := C.CString("what the message has to say")
	return missingFreeSend(body)
}

func missingFreeTwoStrings(call *registry.Call) error {
	return missingFreeParts(call, missingFreeTitle, missingFreeBody)
}

func missingFreeTitleFreed() error {
	title := C.CString("title")
	defer C.free(unsafe.Pointer(title))
	return missingFreeSend(title)
}

func missingFreeBodyFreed() error {
	body := C.CString("what the message has to say")
	defer C.free(unsafe.Pointer(body))
	return missingFreeSend(body)
}

func missingFreeTwoStringsFreed(call *registry.Call) error {
	return missingFreeParts(call, missingFreeTitleFreed, missingFreeBodyFreed)
}

// ---- in Go memory for a while ----

// missingFreeDraft is a message that has not been sent yet.
type missingFreeDraft struct {
	text *C.char
	next *missingFreeDraft
}

var (
	missingFreeDrafts     *missingFreeDraft
	missingFreeDraftsLock sync.Mutex
)

func missingFreeStore(text string) {
	draft := &missingFreeDraft{text: C.CString(text)}
	missingFreeDraftsLock.Lock()
	defer missingFreeDraftsLock.Unlock()
	draft.next, missingFreeDrafts = missingFreeDrafts, draft
}

func missingFreeTake() *missingFreeDraft {
	missingFreeDraftsLock.Lock()
	defer missingFreeDraftsLock.Unlock()
	draft := missingFreeDrafts
	missingFreeDrafts = draft.next
	return draft
}

func missingFreeStored(*registry.Call) error {
	missingFreeStore("a string of a draft")
	draft := missingFreeTake()
	return missingFreeSend(draft.text)
}

func missingFreeStoredFreed(*registry.Call) error {
	missingFreeStore("a string of a draft")
	draft := missingFreeTake()
	defer C.free(unsafe.Pointer(draft.text))
	return missingFreeSend(draft.text)
}

// ---- panics ----

var (
	missingFreeValues     = [2]C.int{3, 1024}
	errMissingFreeNoValue = errors.New("a placeholder has no value")
)

//export missingFreeValue
func missingFreeValue(placeholder C.int) C.int {
	return missingFreeValues[placeholder]
}

// missingFreeText has a placeholder without a value for some arguments.
func missingFreeText(call *registry.Call) string {
	texts := [...]string{"nothing new", "%0 messages", "%0 messages of %1 bytes", "%0 messages of %1 bytes for %2"}
	return texts[call.Argument%4]
}

func missingFreeMeasure(text *C.char) {
	C.missing_free_measure(text, C.missing_free_value(C.missingFreeValue))
}

// missingFreeRecover makes an error of a panic.
func missingFreeRecover(err *error) {
	if recover() != nil {
		*err = errMissingFreeNoValue
	}
}

func missingFreePanic(call *registry.Call) (err error) {
	defer missingFreeRecover(&err)
	text := C.CString(missingFreeText(call))
	missingFreeMeasure(text)
	C.free(unsafe.Pointer(text))
	return nil
}

func missingFreePanicDeferred(call *registry.Call) (err error) {
	defer missingFreeRecover(&err)
	text := C.CString(missingFreeText(call))
	defer C.free(unsafe.Pointer(text))
	missingFreeMeasure(text)
	return nil
}

// ---- references ----

func missingFreeSendTemplate(message *C.struct_missing_free_template) error {
	if n, err := C.missing_free_template_send(message); n != 0 {
		return err
	}
	return nil
}

func missingFreeReference(*registry.Call) error {
	message := C.missing_free_template_new(missingFreeTopic)
	defer C.missing_free_template_unref(message)
	C.missing_free_template_ref(message)
	return missingFreeSendTemplate(message)
}

func missingFreeReferenceDropped(*registry.Call) error {
	message := C.missing_free_template_new(missingFreeTopic)
	defer C.missing_free_template_unref(message)
	C.missing_free_template_ref(message)
	defer C.missing_free_template_unref(message)
	return missingFreeSendTemplate(message)
}

// ---- the library's own allocator ----

func missingFreeWrongFree(*registry.Call) error {
	rendered := C.missing_free_render(missingFreeTopic)
	defer C.free(unsafe.Pointer(rendered))
	return missingFreeSend(rendered)
}

func missingFreeRightRelease(*registry.Call) error {
	rendered := C.missing_free_render(missingFreeTopic)
	defer C.missing_free_release(rendered)
	return missingFreeSend(rendered)
}

func missingFreeWrongRelease(call *registry.Call) error {
	message := C.missing_free_format(missingFreeTopic, C.int(call.Argument))
	defer C.missing_free_release(message)
	return missingFreeSend(message)
}

func missingFreeRightFree(call *registry.Call) error {
	message := C.missing_free_format(missingFreeTopic, C.int(call.Argument))
	defer C.free(unsafe.Pointer(message))
	return missingFreeSend(message)
}

// ---- what is no leak ----

func missingFreeHandedOver(*registry.Call) error {
	if n, err := C.missing_free_post(C.CString("a string that is given away")); n != 0 {
		return err
	}
	return nil
}

func missingFreeBorrowed(call *registry.Call) error {
	return missingFreeSend(C.missing_free_level(C.uint(call.Argument)))
}

var (
	missingFreeGreeting     *C.char
	missingFreeGreetingLock sync.Mutex
)

func missingFreeKept(*registry.Call) error {
	missingFreeGreetingLock.Lock()
	if missingFreeGreeting == nil {
		missingFreeGreeting = C.CString("a string that is made once")
	}
	greeting := missingFreeGreeting
	missingFreeGreetingLock.Unlock()
	return missingFreeSend(greeting)
}

func missingFreeCleaned(*registry.Call) error {
	draft := &missingFreeDraft{text: C.CString("a string with an owner")}
	runtime.AddCleanup(draft, func(text *C.char) { C.free(unsafe.Pointer(text)) }, draft.text)
	err := missingFreeSend(draft.text)
	runtime.KeepAlive(draft)
	return err
}

func missingFreeReset() {
	C.free(unsafe.Pointer(missingFreeGreeting))
	missingFreeGreeting, missingFreeDrafts = nil, nil
}
