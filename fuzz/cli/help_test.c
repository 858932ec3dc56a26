/*
 * help_test.c: how `cgofault test` works, at the end of its --help.
 */
#include "verbs.h"

#include <stdio.h>

void cgf_help_test(void)
{
	fputs("Each test runs in a process of its own, three times without faults; one whose results or "
	      "calls of C\n"
	      "differ then is left out, and named. A fault is a full collection, with its finalizers, at the "
	      "entry of a\n"
	      "call, before its return or inside of a callback; or an errno that a call leaves behind "
	      "although it\n"
	      "succeeded. A finding is told when five processes with the fault agree and five without are "
	      "silent:\n"
	      "  contract/freed-in-use  C frees what another C call is using\n"
	      "  asan/..., crash/...    a report of AddressSanitizer, or a signal\n"
	      "  go-panic, go-fatal     Go's runtime ended the process\n"
	      "  errno/false            the test fails because an errno is tested after a call that "
	      "succeeded\n"
	      "  test/failed            the test fails, and does not without the fault\n"
	      "  progress/stalled       the test does not end\n"
	      "\n"
	      "The object that --json prints, version 1:\n"
	      "  version                1; a field that is added does not change it\n"
	      "  packages, not_seen     import paths whose calls of C stand open; what goes another way\n"
	      "  functions              of these packages: function, form (c, c2 with errno, m macro, cb "
	      "callback)\n"
	      "  tests                  package, test, ms, left_out (why, if it is), calls (function, form, "
	      "line, calls)\n"
	      "  findings               verdict, at, package, test, line, function, by, by_line, test_said, "
	      "faults,\n"
	      "                         confirmed, agreed, tried, seen, what, fix, rule\n"
	      "  runs, runs_without_faults, faults_made, faults_not_made, runs_left_out, build_ms, sweep_ms\n"
	      "\n",
	      stdout);
}
