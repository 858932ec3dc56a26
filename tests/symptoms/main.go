// Symptoms calls one op of a class many times, and as many times again, as a program that runs for long does, and without
// a plan: the C libraries behave. It prints by how many bytes C's heap and Go's have grown the second time: what an
// operator sees of a leak, before anybody has looked for its cause.
package main

// #include <malloc.h>
import "C"

import (
	"fmt"
	"os"
	"runtime"
	"runtime/metrics"
	"strconv"

	_ "cgofault/targets" // registers the classes
	"cgofault/targets/registry"
)

const usage = "usage: symptoms CLASS VARIANT OP ARGUMENT CALLS"

// heaps are the bytes that are alive.
type heaps struct{ c, goHeap int64 }

// waitForCleanups lets the cleanups run that a collection has made ready.
func waitForCleanups() {
	counts := []metrics.Sample{{Name: "/gc/cleanups/queued:cleanups"}, {Name: "/gc/cleanups/executed:cleanups"}}
	for metrics.Read(counts); counts[0].Value.Uint64() != counts[1].Value.Uint64(); metrics.Read(counts) {
		runtime.Gosched()
	}
}

// measure collects first, and once more what cleanups have kept until then.
func measure() heaps {
	var stats runtime.MemStats
	for range 2 {
		runtime.GC()
		waitForCleanups()
	}
	runtime.ReadMemStats(&stats)
	return heaps{c: int64(C.mallinfo2().uordblks), goHeap: int64(stats.HeapAlloc)}
}

func fail(message any) {
	fmt.Fprintln(os.Stderr, message)
	os.Exit(2)
}

func number(text string, max int) int {
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 || n > max {
		fail(usage)
	}
	return n
}

// find returns the op's function.
func find(class, variant, op string) func(*registry.Call) error {
	found, _ := registry.Find(class)
	for _, each := range found.Ops {
		if run := each.Run(variant); each.Name == op && run != nil {
			return run
		}
	}
	fail("there is no " + class + " " + variant + " " + op)
	return nil
}

func main() {
	if len(os.Args) != 6 {
		fail(usage)
	}
	run := find(os.Args[1], os.Args[2], os.Args[3])
	argument := byte(number(os.Args[4], 255))
	calls := number(os.Args[5], 1000000)
	times := func() {
		for range calls {
			run(&registry.Call{Argument: argument})
		}
	}
	// What is made once, or grows until it is large enough, is no growth: caches, threads, the runtime's tables.
	times()
	before := measure()
	times()
	after := measure()
	fmt.Printf("c=%d go=%d\n", after.c-before.c, after.goHeap-before.goHeap)
}
