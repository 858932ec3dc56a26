/*
 * process.c: see process.h.
 */
#include "process.h"

#include "cgf.h"

#define FUNCTION(variable, name, ...)                                                                        \
	static const struct cgf_function variable = {name, (const char *const[]){__VA_ARGS__, NULL}}

FUNCTION(note_function, "process_note", "late.entry", "hop");

static const struct cgf_function *const functions[] = {&note_function, NULL};
static struct cgf_library process = {.name = "process", .functions = functions};
CGF_LIBRARY(process)

int process_note(int number)
{
	struct cgf_call call;
	cgf_call_begin(&call, &note_function);
	cgf_point(&call, "entry");
	cgf_call_end(&call, 0);
	return number;
}
