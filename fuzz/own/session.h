/*
 * session.h: one `cgofault test`: what it was asked for, the tests that it found, and what came of them.
 */
#ifndef CGF_OWN_SESSION_H
#define CGF_OWN_SESSION_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "build.h"
#include "functions.h"
#include "judge.h"
#include "packages.h"
#include "places.h"
#include "process.h"
#include "trace.h"

#include "plans/files.h"

enum {
	CGF_OWN_JOBS_MAX = 64,
	CGF_OWN_TESTS_MAX = 8192,
	CGF_OWN_FINDINGS_MAX = 1024,
	CGF_OWN_MANY_BASELINES = 4, /* and so many in one process, before it makes others there */
	CGF_OWN_BASELINES = 3,      /* runs without faults that must agree before a test is swept */
	CGF_OWN_FAULTS_OF_A_RUN_MAX = 256,
};

struct cgf_own_options {
	const char *const *patterns; /* ended by NULL, as `with` is */
	const char *const *with;
	const char *tags; /* or NULL */
	enum cgf_own_sanitizer sanitizer;
	const char *run;     /* names of tests, an extended regular expression; NULL: all */
	long minutes;        /* 0: until each fault has been tried at each Go line */
	long timeout;        /* s, that a run of a test may last; 0: see test_run.h */
	long calls_per_line; /* the first ones of each test that faults are tried at */
	long jobs;           /* processes of the sweep at the same time, at most; 1 to CGF_OWN_JOBS_MAX */
	bool list_only;      /* no faults */
	bool elsewhere; /* its programs were built elsewhere: there is no go, and one plan at a time comes */
	bool kept;      /* the address of a dead object in C is a finding, used or not */
};

struct cgf_own_test {
	char *name;     /* of several: see units.h */
	bool parallel;  /* it calls t.Parallel */
	size_t package; /* of session.packages.tested */
	enum cgf_own_result result;
	struct cgf_own_trace trace; /* of a run without faults */
	int64_t ms;                 /* how long that took */
	size_t many_max;            /* runs that one process may make of it; 0: one. See many_tests.h */
	int64_t many_ms;            /* how long one of these takes */
	bool fails_in_plain;        /* it fails in plain go test too, where that was tried */
	char left_out[160];         /* why it is not swept; empty: it is */
	bool steady; /* were its runs without faults silent and equal once more, before a confirmation? */
};

struct cgf_own_finding {
	struct cgf_own_verdict verdict;
	size_t test;
	size_t fault_count;
	struct cgf_own_fault faults[CGF_OWN_FAULTS_OF_A_RUN_MAX]; /* none: it needs no fault */
	char function[CGF_VERDICT_WORD_BYTES_MAX];                /* of Go, "" where it is not known */
	char line[CGF_VERDICT_WORD_BYTES_MAX];                    /* of Go: "gpgme.go:428" */
	char by_line[CGF_VERDICT_WORD_BYTES_MAX];                 /* of the call that did it, or "" */
	bool gives_up_go;       /* a collection, in which no finalizer calls C: what is dead is Go's own */
	bool fails_in_plain;    /* without a fault, and plain go test says so too */
	unsigned agreed, tried; /* runs with the fault that gave this very verdict, and all of them */
	unsigned seen;          /* how often the sweep met it */
	bool located;           /* its line is that of the last call that its run has told of */
	bool confirmed;
};

struct cgf_own_session {
	struct cgf_own_options options;
	FILE *to; /* where it tells how far it is */
	char scratch[CGF_PATH_BYTES_MAX];
	struct cgf_own_slot slot; /* of the runs that no other one runs beside */
	struct cgf_own_packages packages;
	size_t unbuilt; /* packages that are not among them any more: their tests do not build */
	struct cgf_own_functions functions;
	struct cgf_own_places places[CGF_OWN_PACKAGES_MAX]; /* of each tested package's program */
	size_t test_count;
	struct cgf_own_test *tests;
	size_t finding_count;
	struct cgf_own_finding *findings;
	uint64_t baseline_runs, runs, faults_fired, faults_not_fired, runs_without_fault;
	uint64_t runs_together; /* of the runs, those in a process that made several */
	size_t not_fired_count;
	char not_fired[CGF_OWN_NOT_FIRED_MAX][160]; /* "FAULT why", each once, the first ones */
	size_t kept_count;
	struct cgf_own_kept kept[CGF_OWN_KEPT_MAX]; /* addresses of Go memory that C keeps, each once */
	int64_t build_ms, sweep_ms, end_ms;         /* the last by cgf_now_ms: when the time is over */
	size_t untried;                             /* faults that the time did not reach */
};

/* Lists the packages and builds their tests. 0, -EINTR, or an exit code after one line. */
int cgf_own_session_build(struct cgf_own_session *session);
/* The same, and then runs and sweeps. 0 when all was done, -EINTR, or an exit code after one line. What was
 * found is in the session in any case, which is to be ended. */
int cgf_own_session_run(struct cgf_own_session *session);
/* 0: all packages were built. Else an exit code after one line. */
int cgf_own_session_whole(const struct cgf_own_session *session);
/* Is there a finding that was confirmed? */
bool cgf_own_session_found(const struct cgf_own_session *session);
/* Removes what it has made, and frees what it holds. */
void cgf_own_session_end(struct cgf_own_session *session);

#endif
