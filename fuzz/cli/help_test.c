/*
 * help_test.c: how `cgofault test` works, at the end of its --help.
 */
#include "verbs.h"

#include <stdio.h>

static const char *const lines[] = {
        "Each test runs in a process of its own, three times without faults. One whose results",
        "differ then is left out, and named; so are calls of C that differ. A fault is a full",
        "collection, with its finalizers, at the entry of a call, before its return or inside of a",
        "callback; or an errno that a call leaves behind although it succeeded. A finding is told when",
        "five processes with the fault agree and five without are silent. A report of a sanitizer, a",
        "crash and a panic of cgocheck need no fault, and are told of tests that fail elsewhere too:",
        "  contract/freed-in-use  C frees what another C call is using",
        "  contract/kept-pointer  C has the address of a Go object that is dead, used or not (--kept)",
        "  asan/..., crash/...    a report of AddressSanitizer, or a signal",
        "  go-panic, go-fatal     Go's runtime ended the process",
        "  errno/false            errno is tested after a call that succeeded, and the test fails",
        "  test/failed            the test fails, and does not without the fault",
        "  progress/stalled       the test does not end",
        "",
        "The object that --json prints, version 1; a field that is added is no new version:",
        "  packages, not_seen     import paths whose calls of C stand open; what goes another way",
        "  functions              function, form: c, c2 with errno, m macro, cb callback",
        "  tests                  package, test, ms, left_out: why, if it is;",
        "                         calls: function, form, line, calls, uneven: if they differ",
        "  findings               verdict, at, package, test, line, function, by, by_line, test_said,",
        "                         faults, confirmed, agreed, tried, seen, what, fix, rule; known: a plan",
        "                         of the package has the verdict",
        "  kept                   Go pointers that C keeps: function, argument, bytes, offset, library, dead",
        "  runs, runs_without_faults, faults_made, faults_not_made, runs_left_out, build_ms, sweep_ms",
        "",
};

void cgf_help_test(void)
{
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		puts(lines[i]);
}
