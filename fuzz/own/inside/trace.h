/*
 * trace.h: what happened, as lines of a file. A line is in the file when its function returns, so a process
 * that dies loses none.
 */
#ifndef CGF_OWN_TRACE_H
#define CGF_OWN_TRACE_H

#include <stdbool.h>
#include <stdint.h>

struct cgf_own_site;

/* 0 or a negative errno. Without it nothing is written. `calls_too`: a line for each call, which takes it a
 * microsecond. */
int cgf_own_trace_open(const char *path, bool calls_too);
/* The `nth` call of its function. After 1,000,000 calls they are only counted. */
void cgf_own_trace_call(const struct cgf_own_site *site, unsigned long nth, uintptr_t go_pc, bool initial);
/* A fault came to its place and was begun. */
void cgf_own_trace_fired(const char *fault);
/* What became of a fault, where it may turn out later to be something else. */
enum cgf_own_answer {
	CGF_OWN_FIRED,
	CGF_OWN_ALONE,      /* it came to its place, and there is nobody who would see it */
	CGF_OWN_SAME_THREAD /* a hop that has not happened */
};
/* The place of the line, for cgf_own_trace_answer_again. */
long cgf_own_trace_answer(const char *fault, enum cgf_own_answer answer);
void cgf_own_trace_answer_again(long line, const char *fault, enum cgf_own_answer answer);
/* A collection of ours begins, and is over: what the program does between the two, its finalizers do. */
void cgf_own_trace_collection(bool begins);
/* It came to its place, and could not be made. */
void cgf_own_trace_not(const char *fault, const char *why);

/* One of several runs, from 1, begins, in a process that holds so many bytes; and it is over: what comes
 * until the next one begins is none's. */
void cgf_own_trace_run(uint64_t run, uint64_t bytes);
void cgf_own_trace_run_ended(uint64_t run);

/* "PACKAGE FUNCTION why": calls of that function are not seen, or without their arguments. */
void cgf_own_trace_refused(const char *text);

/* "NAME argument=I call=N pc=HEX bytes=SIZE offset=OFFSET": C memory of SIZE bytes holds a Go address at
 * OFFSET. */
void cgf_own_trace_kept(const char *text);

#endif
