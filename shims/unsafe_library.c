/*
 * unsafe_library.c: see unsafe_library.h.
 */
#include "unsafe_library.h"

#include "cgf.h"
#include "cgf_ledger.h"

#include <stddef.h>
#include <string.h>

static const struct cgf_function lookup_function = {
        "unsafe_library_lookup", (const char *const[]){"late.entry", "late.written", "hop", NULL}};
static const struct cgf_function find_function = {"unsafe_library_find", (const char *const[]){"hop", NULL}};
static const struct cgf_function note_function = {"unsafe_library_note",
                                                  (const char *const[]){"late.entry", "hop", NULL}};

static const struct cgf_function *const functions[] = {&lookup_function, &find_function, &note_function,
                                                       NULL};

enum { ANSWER_BYTES = 64 };
static char answer[ANSWER_BYTES];

static void reset(void)
{
	memset(answer, 0, sizeof answer);
}

static struct cgf_library unsafe_library = {.name = "unsafe_library", .functions = functions, .reset = reset};
CGF_LIBRARY(unsafe_library)

/* "value of KEY", byte by byte: whoever shares the buffer shares this code. */
static void answer_write(struct cgf_call *call, const char *key)
{
	static const char words[] = "value of ";
	size_t length = 0;
	for (const char *at = words; *at; at++)
		answer[length++] = *at;
	for (const char *at = key; *at && length < ANSWER_BYTES - 1; at++)
		answer[length++] = *at;
	answer[length] = 0;
	cgf_answer(call, key, strlen(key), answer, length);
}

const char *unsafe_library_lookup(const char *key)
{
	struct cgf_call call;
	cgf_call_begin(&call, &lookup_function);
	cgf_point(&call, "entry");
	answer_write(&call, key);
	cgf_point(&call, "written");
	cgf_call_end(&call, 0);
	return answer;
}

const char *unsafe_library_find(const char *key)
{
	struct cgf_call call;
	cgf_call_begin(&call, &find_function);
	answer_write(&call, key);
	cgf_call_end(&call, 0);
	return answer;
}

void unsafe_library_note(void)
{
	struct cgf_call call;
	cgf_call_begin(&call, &note_function);
	cgf_point(&call, "entry");
	cgf_call_end(&call, 0);
}
