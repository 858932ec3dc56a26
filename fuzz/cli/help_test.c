/*
 * help_test.c: how `cgofault test` works, at the end of its --help.
 */
#include "verbs.h"

#include <stdio.h>

static const char *const lines[] = {
        "Each test runs in a process of its own, three times without faults, and those that call",
        "t.Parallel also at once, up to eight: TestA|TestB. One whose results differ then is left out,",
        "and named; so are calls of C that differ. Faults, at the Nth call of F:",
        "  gc@F.entry#N gc@F.return#N gc@F.callback#N  a full collection, with its finalizers",
        "  leave@F=EAGAIN#N       it succeeds, and leaves an errno behind",
        "  late@F.entry#N late@F.return#N  it begins, or returns, when all others have come to rest;",
        "                         only where there are other goroutines, and by 20 ms or so",
        "  hop@F#N                its goroutine goes on on another thread, unless it is locked to its own",
        "With --jobs 2 or more the sweep is quicker where there are as many cores. It is for tests that "
        "share",
        "no files, ports or agents with others nor with another run of their own: two at once fail. What is",
        "found is looked at again while nothing else runs.",
        "A finding is told when five processes with the fault agree and five without are silent. A",
        "report of a sanitizer, a crash and a panic of cgocheck need no fault, and are told of tests",
        "that fail elsewhere too:",
        "  contract/freed-in-use  C frees what another C call is using, by a finalizer or another goroutine",
        "  contract/kept-pointer  C has the address of a Go object that is dead, used or not (--kept)",
        "  asan/..., crash/...    a report of AddressSanitizer, or a signal",
        "  go-panic, go-fatal     Go's runtime ended the process",
        "  tsan/data-race         with --build tsan: two calls of C that are open at once, one of which "
        "writes",
        "  errno/false            errno is tested after a call that succeeded, and the test fails",
        "  test/failed            the test fails, and does not without the fault: what it needs",
        "                         is collected, another goroutine changes it (late), or it stays with a",
        "                         thread (hop)",
        "  progress/stalled       the test does not end",
        "",
        "--build tsan compiles the package's own C with ThreadSanitizer and makes the same faults: late "
        "calls",
        "and hops show races inside of it, and of what it does with Go memory. It does not see what Go code",
        "does, which go test -race sees, libraries that are installed compiled, memory that is dead or too",
        "short, nor what C.GoString reads.",
        "",
        "The object that --json prints, version 1; a field that is added is no new version:",
        "  packages, not_seen     import paths whose calls of C stand open; what goes another way",
        "  functions              function, form: c, c2 with errno, m macro, cb callback",
        "  tests                  package, test (TestA|TestB: at once), ms, left_out: why, if it is;",
        "                         calls: function, form, line, calls, uneven: if they differ",
        "  findings               verdict, at, package, test, line, function, by, by_line, test_said,",
        "                         faults, confirmed, agreed, tried, seen, what, fix, rule; known: a plan",
        "                         of the package has the verdict",
        "  kept                   Go pointers that C keeps: function, argument, bytes, offset, library, dead",
        "  runs, runs_together    with faults; and of these, those in a process that made several",
        "  runs_without_faults, faults_made, faults_not_made, runs_left_out, build_ms, sweep_ms",
        "",
};

void cgf_help_test(void)
{
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		puts(lines[i]);
}
