/*
 * memory.c: see honest_memory.h.
 */
#include "honest_memory.h"

#include "honest_shim.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

FUNCTION(use_function, "memory_use", "late.entry", "errno=EIO");
FUNCTION(begin_function, "memory_begin", "late.entry");
FUNCTION(end_function, "memory_end", "late.entry", "errno=EIO");
FUNCTION(entry_of_function, "memory_entry_of", "late.entry");
FUNCTION(entry_free_function, "memory_entry_free", "late.entry");
FUNCTION(make_function, "memory_make", "late.entry");
FUNCTION(swap_function, "memory_swap", "late.entry");
FUNCTION(swap_of_thread_function, "memory_swap_of_thread", "late.entry");
FUNCTION(call_function, "memory_call", "late.entry", "errno=EIO");

static const struct cgf_function *const functions[] = {&use_function,        &begin_function,
                                                       &end_function,        &entry_of_function,
                                                       &entry_free_function, &make_function,
                                                       &swap_function,       &swap_of_thread_function,
                                                       &call_function,       NULL};

static struct cgf_library memory = {.name = "memory", .functions = functions};
CGF_LIBRARY(memory)

int memory_use(const char *text)
{
	struct cgf_call call;
	(void)text;
	shim_begin(&call, &use_function);
	int error = cgf_fault_errno(&call);
	cgf_call_end(&call, error);
	return error ? -1 : 0;
}

struct cgf_hold *memory_begin(char *text)
{
	struct cgf_call call;
	shim_begin(&call, &begin_function);
	struct cgf_hold *kept = cgf_hold(&call, text, strlen(text));
	cgf_call_end(&call, 0);
	return kept;
}

int memory_end(struct cgf_hold *kept)
{
	struct cgf_call call;
	shim_begin(&call, &end_function);
	int error = cgf_fault_errno(&call);
	cgf_hold_check(&call, kept);
	if (!error)
		cgf_hold_end(kept); /* the library forgets, and its ledger does not */
	cgf_call_end(&call, error);
	return error ? -1 : 0;
}

struct memory_entry *memory_entry_of(char *text)
{
	struct cgf_call call;
	shim_begin(&call, &entry_of_function);
	struct memory_entry *entry = malloc(sizeof *entry);
	if (!entry)
		abort();
	entry->text = text;
	cgf_object_create(&call, "entry", entry);
	cgf_call_end(&call, 0);
	return entry;
}

void memory_entry_free(struct memory_entry *entry)
{
	struct cgf_call call;
	shim_begin(&call, &entry_free_function);
	cgf_object_free(&call, "entry", entry);
	free(entry->text);
	free(entry);
	cgf_call_end(&call, 0);
}

static void *make_text(void *unused)
{
	char *text = malloc(sizeof "a text");
	(void)unused;
	if (!text)
		abort();
	return strcpy(text, "a text");
}

char *memory_make(void)
{
	struct cgf_call call;
	pthread_t thread;
	void *text;
	shim_begin(&call, &make_function);
	if (pthread_create(&thread, NULL, make_text, NULL) || pthread_join(thread, &text))
		abort();
	cgf_call_end(&call, 0);
	return text;
}

static _Atomic(char *) last;
static __thread char *last_of_thread;

char *memory_swap(char *text)
{
	struct cgf_call call;
	shim_begin(&call, &swap_function);
	char *before = atomic_exchange(&last, text);
	cgf_call_end(&call, 0);
	return before;
}

char *memory_swap_of_thread(char *text)
{
	struct cgf_call call;
	shim_begin(&call, &swap_of_thread_function);
	char *before = last_of_thread;
	last_of_thread = text;
	cgf_call_end(&call, 0);
	return before;
}

int memory_call(char **text)
{
	struct cgf_call call;
	shim_begin(&call, &call_function);
	cgf_callback_enter(&call);
	*text = memoryCalled();
	cgf_callback_leave(&call);
	int error = cgf_fault_errno(&call);
	cgf_call_end(&call, error);
	return error ? -1 : 0;
}
