/*
 * threads.c: see honest_threads.h.
 */
#include "honest_threads.h"

#include "honest_shim.h"

#include <stdlib.h>

FUNCTION(set_language_function, "threads_set_language", "late.entry", "hop");
FUNCTION(translate_function, "threads_translate", "late.entry", "hop");
FUNCTION(find_function, "threads_find", "late.entry", "missing", "locked", "hop");
FUNCTION(last_error_function, "threads_last_error", "late.entry", "hop");
FUNCTION(open_function, "threads_open", "late.entry", "hop");
FUNCTION(draw_function, "threads_draw", "late.entry", "hop");
FUNCTION(close_function, "threads_close", "late.entry");

static const struct cgf_function *const functions[] = {
        &set_language_function, &translate_function, &find_function,  &last_error_function,
        &open_function,         &draw_function,      &close_function, NULL};

static struct cgf_library threads = {.name = "threads", .functions = functions};
CGF_LIBRARY(threads)

enum { MISSING = 1, LOCKED };

static __thread int language, last_error;

void threads_set_language(int number)
{
	struct cgf_call call;
	shim_begin(&call, &set_language_function);
	language = number;
	cgf_call_end(&call, 0);
}

int threads_translate(int word)
{
	struct cgf_call call;
	shim_begin(&call, &translate_function);
	int answer = word + 1000 * language;
	cgf_answer(&call, &word, sizeof word, &answer, sizeof answer);
	cgf_call_end(&call, 0);
	return answer;
}

int threads_find(int key)
{
	struct cgf_call call;
	shim_begin(&call, &find_function);
	int error = cgf_fault(&call, "missing") ? MISSING : cgf_fault(&call, "locked") ? LOCKED : 0;
	if (error)
		last_error = error;
	cgf_answer(&call, &key, sizeof key, &error, sizeof error);
	cgf_call_end(&call, 0);
	return error ? -1 : 0;
}

int threads_last_error(void)
{
	struct cgf_call call;
	shim_begin(&call, &last_error_function);
	int error = last_error;
	cgf_call_end(&call, 0);
	return error;
}

struct threads_window {
	int drawn;
};

struct threads_window *threads_open(void)
{
	struct cgf_call call;
	shim_begin(&call, &open_function);
	struct threads_window *window = calloc(1, sizeof *window);
	if (window) {
		cgf_object_create(&call, "window", window);
		cgf_object_bind(&call, "window", window);
	}
	cgf_call_end(&call, 0);
	return window;
}

void threads_draw(struct threads_window *window)
{
	struct cgf_call call;
	cgf_call_begin(&call, &draw_function);
	cgf_object_use(&call, "window", window);
	cgf_point(&call, "entry");
	window->drawn++;
	cgf_call_end(&call, 0);
}

void threads_close(struct threads_window *window)
{
	struct cgf_call call;
	cgf_call_begin(&call, &close_function);
	cgf_object_use(&call, "window", window);
	cgf_point(&call, "entry");
	cgf_object_free(&call, "window", window);
	free(window);
	cgf_call_end(&call, 0);
}
