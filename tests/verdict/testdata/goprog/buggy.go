// Command buggy has one defect for each word on the command line, to record what Go's runtime really says.
package main

/*
#cgo CFLAGS: -g -O1
#include <pthread.h>
#include <stdlib.h>

typedef struct { void *p; } box;
static char *kept;
static volatile int sink;
static volatile int shared_count;
static volatile int inside;

extern void goCallback(int);

__attribute__((noinline)) static void take(void *p) { (void)p; }
__attribute__((noinline)) static void crash_in_c(int *p) { *p = 1; }
__attribute__((noinline)) static void abort_in_c(void) { abort(); }
__attribute__((noinline)) static void keep(void *p) { kept = p; }
__attribute__((noinline)) static void keep_number(size_t p) { kept = (char *)p; }
__attribute__((noinline)) static void use_kept(void) { sink = kept[1]; }
__attribute__((noinline)) static int sum(unsigned char *p, int n) { int s = 0; for (int i = 0; i < n; i++) s += p[i]; return s; }
__attribute__((noinline)) static void call_back(int n) { goCallback(n); }
__attribute__((noinline)) static void count_up(void) { for (int i = 0; i < 100000; i++) shared_count++; }
#ifdef __has_feature
#if __has_feature(thread_sanitizer)
#define UNSEEN __attribute__((disable_sanitizer_instrumentation))
#endif
#endif
#ifndef UNSEEN
#define UNSEEN __attribute__((no_sanitize("thread")))
#endif
// Both callers are inside C at once when they count, and nothing that ThreadSanitizer sees orders them.
UNSEEN static void meet(void) { __atomic_fetch_add(&inside, 1, __ATOMIC_SEQ_CST); while (__atomic_load_n(&inside, __ATOMIC_SEQ_CST) < 2) ; }
static void count_together(void) { meet(); count_up(); }
static void *crash_thread(void *unused) { crash_in_c(unused); return NULL; }
static void crash_on_thread(void) { pthread_t t; pthread_create(&t, NULL, crash_thread, NULL); pthread_join(t, NULL); }
static void *back_thread(void *unused) { (void)unused; goCallback(1); return NULL; }
static void call_back_on_thread(void) { pthread_t t; pthread_create(&t, NULL, back_thread, NULL); pthread_join(t, NULL); }
#ifdef __has_feature
#if __has_feature(address_sanitizer)
#define HAVE_LSAN 1
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define HAVE_LSAN 1
#endif
#ifdef HAVE_LSAN
extern int __lsan_do_recoverable_leak_check(void);
static int check_leaks(void) { return __lsan_do_recoverable_leak_check(); }
#else
static int check_leaks(void) { return 0; }
#endif
*/
import "C"

import (
	"errors"
	"os"
	"runtime"
	"runtime/debug"
	"sync"
	"syscall"
	"time"
	"unsafe"
)

type inner struct{ p *int }

type device struct{ name *string }

//go:noinline
func (d *device) Name() string { return *d.name }

//go:noinline
func passNested() {
	b := &C.box{p: unsafe.Pointer(new(int))}
	C.take(unsafe.Pointer(b))
}

//go:noinline
func castTooWide(room []byte) {
	sinkByte = byte((*[64]int64)(unsafe.Pointer(&room[0]))[1])
}

//go:noinline
func unlockTwice() {
	var m sync.Mutex
	m.Lock()
	m.Unlock()
	m.Unlock()
}

//go:noinline
func exhaustThreads() {
	debug.SetMaxThreads(8)
	for i := 0; i < 20; i++ {
		go func() {
			runtime.LockOSThread()
			var fds [2]int
			_ = syscall.Pipe(fds[:])
			var b [1]byte
			syscall.Read(fds[0], b[:])
		}()
	}
	time.Sleep(10 * time.Second)
}

//go:noinline
func writeMap(m map[int]int) {
	for i := 0; ; i++ {
		m[i&15] = i
	}
}

//go:noinline
func readPast(room []byte, i int) byte { return room[i] }

//go:noinline
func cutPast(room []byte, i int) []byte { return room[:i] }

//export goCallback
func goCallback(n C.int) {
	if n == 1 {
		panic("no such number")
	}
}

//go:noinline
func readUnmapped() byte {
	p, _ := syscall.Mmap(-1, 0, 4096, syscall.PROT_NONE, syscall.MAP_ANON|syscall.MAP_PRIVATE)
	return p[10]
}

//go:noinline
func overflowStack(n int) int {
	var room [64]int
	room[n&63] = n
	return overflowStack(n+1) + room[(n+1)&63]
}

//go:noinline
func retain() {
	room := make([]byte, 4096)
	C.keep_number(C.size_t(uintptr(unsafe.Pointer(&room[0]))))
}

//go:noinline
func sumPast() {
	room := make([]byte, 11)
	C.sum((*C.uchar)(unsafe.Pointer(&room[0])), 20)
}

//go:noinline
func leakStrings() {
	for i := 0; i < 100; i++ {
		C.CString("never freed")
	}
}

//go:noinline
func readFreedFromGo() byte {
	p := (*[8]byte)(C.malloc(8))
	C.free(unsafe.Pointer(p))
	return p[3]
}

var sinkByte byte

func main() {
	switch os.Args[1] {
	case "cgocheck":
		passNested()
	case "nil":
		var d device
		d.Name()
	case "checkptr":
		castTooWide(make([]byte, 64))
	case "unlock":
		unlockTwice()
	case "threads":
		exhaustThreads()
	case "map":
		m := map[int]int{}
		go writeMap(m)
		writeMap(m)
	case "index":
		readPast(make([]byte, 3), 5)
	case "slice":
		cutPast(make([]byte, 3), 5)
	case "divide":
		zero := len(os.Args) - 2
		sinkByte = byte(1 / zero)
	case "text":
		func() { panic("widget 17 lost") }()
	case "error":
		panic(errors.New("device: not ready"))
	case "value":
		panic(inner{})
	case "again":
		defer func() { panic("second") }()
		panic("first")
	case "callback":
		C.call_back(1)
	case "segv":
		C.crash_in_c(nil)
	case "abort":
		C.abort_in_c()
	case "unmapped":
		sinkByte = readUnmapped()
	case "stack":
		overflowStack(0)
	case "retained":
		retain()
		runtime.GC()
		runtime.GC()
		C.use_kept()
	case "past":
		sumPast()
	case "leak":
		leakStrings()
		runtime.GC()
		runtime.GC()
		if C.check_leaks() != 0 {
			syscall.Exit(1)
		}
	case "freed":
		sinkByte = readFreedFromGo()
	case "race":
		done := make(chan int)
		for i := 0; i < 2; i++ {
			go func() { C.count_together(); done <- 1 }()
		}
		<-done
		<-done
	case "thread_segv":
		C.crash_on_thread()
	case "thread_callback":
		C.call_back_on_thread()
	case "exit":
		os.Exit(3)
	case "recovered":
		func() {
			defer func() { println("recovered:", recover().(string)) }()
			panic("swallowed")
		}()
	case "goroutine":
		go func() {
			go func() { sinkByte = readPast(nil, 2) }()
		}()
		time.Sleep(time.Second)
	}
}
