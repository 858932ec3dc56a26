/*
 * thread_bound_context.c: see thread_bound_context.h. What is current, and the last error, are thread-local
 * as in the libraries that it stands for: nothing here knows of goroutines.
 */
#include "thread_bound_context.h"

#include "cgf.h"
#include "cgf_ledger.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct cgf_function create_function = {"thread_bound_context_create",
                                                    (const char *const[]){NULL}};
static const struct cgf_function destroy_function = {"thread_bound_context_destroy",
                                                     (const char *const[]){NULL}};
static const struct cgf_function make_current_function = {"thread_bound_context_make_current",
                                                          (const char *const[]){"hop", NULL}};
static const struct cgf_function release_function = {"thread_bound_context_release",
                                                     (const char *const[]){NULL}};
static const struct cgf_function draw_function = {"thread_bound_context_draw",
                                                  (const char *const[]){"late.entry", "hop", NULL}};
static const struct cgf_function start_function = {"thread_bound_context_start", (const char *const[]){NULL}};
static const struct cgf_function handle_events_function = {"thread_bound_context_handle_events",
                                                           (const char *const[]){"late.entry", "hop", NULL}};
static const struct cgf_function stop_function = {"thread_bound_context_stop", (const char *const[]){NULL}};
static const struct cgf_function compile_function = {
        "thread_bound_context_compile", (const char *const[]){"late.entry", "fails", "hop", NULL}};
static const struct cgf_function error_function = {"thread_bound_context_error", (const char *const[]){NULL}};
static const struct cgf_function forget_function = {"thread_bound_context_forget",
                                                    (const char *const[]){NULL}};

static const struct cgf_function *const functions[] = {
        &create_function,  &destroy_function, &make_current_function,  &release_function,
        &draw_function,    &start_function,   &handle_events_function, &stop_function,
        &compile_function, &error_function,   &forget_function,        NULL};

enum { ERROR_BYTES = 48 };

static const char context_kind[] = "context", events_kind[] = "events";

struct thread_bound_context {
	unsigned drawn;
};

static _Thread_local char last_error[ERROR_BYTES];

/* What the library as a whole is, for the ledger: it stands for the events' queue. */
static char events;

static struct cgf_library thread_bound_context = {.name = "thread_bound_context", .functions = functions};
CGF_LIBRARY(thread_bound_context)

struct thread_bound_context *thread_bound_context_create(void)
{
	struct cgf_call call;
	cgf_call_begin(&call, &create_function);
	struct thread_bound_context *context = calloc(1, sizeof *context);
	if (context)
		cgf_object_create(&call, context_kind, context);
	cgf_call_end(&call, 0);
	return context;
}

void thread_bound_context_destroy(struct thread_bound_context *context)
{
	struct cgf_call call;
	cgf_call_begin(&call, &destroy_function);
	cgf_object_free(&call, context_kind, context);
	free(context);
	cgf_call_end(&call, 0);
}

void thread_bound_context_make_current(struct thread_bound_context *context)
{
	struct cgf_call call;
	cgf_call_begin(&call, &make_current_function);
	cgf_object_bind(&call, context_kind, context);
	cgf_call_end(&call, 0);
}

void thread_bound_context_release(struct thread_bound_context *context)
{
	struct cgf_call call;
	cgf_call_begin(&call, &release_function);
	cgf_object_use(&call, context_kind, context);
	cgf_call_end(&call, 0);
}

void thread_bound_context_draw(struct thread_bound_context *context)
{
	struct cgf_call call;
	cgf_call_begin(&call, &draw_function);
	cgf_point(&call, "entry");
	cgf_object_use(&call, context_kind, context);
	context->drawn++;
	cgf_call_end(&call, 0);
}

void thread_bound_context_start(void)
{
	struct cgf_call call;
	cgf_call_begin(&call, &start_function);
	cgf_object_create(&call, events_kind, &events);
	cgf_object_bind(&call, events_kind, &events);
	cgf_call_end(&call, 0);
}

void thread_bound_context_handle_events(void)
{
	struct cgf_call call;
	cgf_call_begin(&call, &handle_events_function);
	cgf_point(&call, "entry");
	cgf_object_use(&call, events_kind, &events);
	cgf_call_end(&call, 0);
}

void thread_bound_context_stop(void)
{
	struct cgf_call call;
	cgf_call_begin(&call, &stop_function);
	cgf_object_use(&call, events_kind, &events);
	cgf_object_free(&call, events_kind, &events);
	cgf_call_end(&call, 0);
}

/* The answer to the question what became of this program. */
static int outcome(struct cgf_call *call, const char *verb, unsigned program)
{
	bool fails = cgf_fault(call, "fails");
	if (fails)
		snprintf(last_error, sizeof last_error, "cannot %s %u", verb, program);
	else
		last_error[0] = 0;
	cgf_answer(call, &program, sizeof program, last_error, strlen(last_error));
	return fails ? -1 : 0;
}

int thread_bound_context_compile(unsigned program)
{
	struct cgf_call call;
	cgf_call_begin(&call, &compile_function);
	cgf_point(&call, "entry");
	int result = outcome(&call, "compile", program);
	cgf_call_end_code(&call, result);
	return result;
}

const char *thread_bound_context_error(void)
{
	struct cgf_call call;
	cgf_call_begin(&call, &error_function);
	cgf_no_recovery(&call);
	cgf_call_end(&call, 0);
	return last_error;
}

void thread_bound_context_forget(unsigned program)
{
	struct cgf_call call;
	(void)program;
	cgf_call_begin(&call, &forget_function);
	cgf_no_recovery(&call);
	last_error[0] = 0;
	cgf_call_end(&call, 0);
}
