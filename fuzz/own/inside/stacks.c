/*
 * stacks.c: see stacks.h. A goroutine is a block of lines that begins with "goroutine 18 [chan receive, 2
 * minutes]:", and an empty line ends it.
 */
#include "stacks.h"

#include <string.h>

static bool has(const char *block, const char *end, const char *text)
{
	return memmem(block, end - block, text, strlen(text)) != NULL;
}

/* Inside the call itself: package._Cfunc_NAME(...). */
static bool is_held(const char *block, const char *end, const char *held)
{
	static const char *const wrappers[] = {"._Cfunc_", "._C2func_", "._Cmacro_"};
	size_t length = strlen(held);
	for (unsigned i = 0; i < sizeof(wrappers) / sizeof(wrappers[0]); i++) {
		const char *at = memmem(block, end - block, wrappers[i], strlen(wrappers[i]));
		if (at && (size_t)(end - at) > strlen(wrappers[i]) + length) {
			at += strlen(wrappers[i]);
			if (memcmp(at, held, length) == 0 && at[length] == '(')
				return true;
		}
	}
	return false;
}

static bool moves(const char *block, const char *end, const char *held)
{
	static const char *const moving[] = {"running", "runnable",  "sleep",
	                                     "syscall", "preempted", "waiting"};
	const char *state = memchr(block, '[', end - block);
	for (unsigned i = 0; state && i < sizeof(moving) / sizeof(moving[0]); i++)
		if (strncmp(state + 1, moving[i], strlen(moving[i])) == 0)
			return strcmp(moving[i], "syscall") != 0 || !is_held(block, end, held);
	return false;
}

static void read_block(struct cgf_own_waiting *waiting, const char *block, const char *end, const char *held)
{
	bool finalizer = has(block, end, "runtime.runFinalizers("),
	     cleanup = has(block, end, "runtime.runCleanups(");
	if (!finalizer && !cleanup)
		return;
	if (moves(block, end, held))
		waiting->move = true;
	else if (finalizer)
		waiting->finalizers++;
	else
		waiting->cleanups++;
}

void cgf_own_stacks_read(struct cgf_own_waiting *waiting, const char *stacks, long bytes, const char *held)
{
	const char *end = stacks + bytes;
	*waiting = (struct cgf_own_waiting){0};
	while (stacks < end) {
		const char *next = memmem(stacks, end - stacks, "\n\n", 2);
		read_block(waiting, stacks, next ? next : end, held);
		stacks = next ? next + 2 : end;
	}
}
