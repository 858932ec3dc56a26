// Command places ends in code that is nobody's: what cgo, Go's library or C's do for the program. Each word on the command
// line is one way, to record where Go's runtime and the sanitizers say it happened.
package main

/*
#include <pthread.h>
#include <stdlib.h>

static void *raise_abort(void *unused) { (void)unused; abort(); return NULL; }
// On a thread that Go has never seen, while Go waits in a call.
static void abort_on_thread(void) { pthread_t t; pthread_create(&t, NULL, raise_abort, NULL); pthread_join(t, NULL); }
extern void placesCallBack(void);
static void *call_back(void *unused) { placesCallBack(); abort(); return unused; }
// On a thread that Go knows by a callback that has returned.
static void abort_on_known_thread(void) { pthread_t t; pthread_create(&t, NULL, call_back, NULL); pthread_join(t, NULL); }
static void end(void) { exit(4); }
*/
import "C"

import (
	"io"
	"os"
	"unsafe"
)

//export placesCallBack
func placesCallBack() {}

type reader struct{ bytes []byte }

func (r reader) Read(to []byte) (int, error) {
	return copy(to, r.bytes[:len(r.bytes)+len(to)]), nil
}

func freeMiddle() {
	block := C.malloc(64)
	C.free(unsafe.Add(block, 16))
}

func negativeBytes(n int) {
	C.GoBytes(C.malloc(8), C.int(n))
}

func badString(at uintptr) string {
	return C.GoString((*C.char)(unsafe.Pointer(at)))
}

func readAll() {
	io.ReadAll(reader{make([]byte, 3)})
}

func main() {
	switch os.Args[1] {
	case "free":
		freeMiddle()
	case "negative":
		negativeBytes(-len(os.Args))
	case "string":
		badString(uintptr(len(os.Args)))
	case "standard":
		readAll()
	case "thread":
		C.abort_on_thread()
	case "known_thread":
		C.abort_on_known_thread()
	}
}
