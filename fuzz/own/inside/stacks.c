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

/* Its state is one of these. */
static bool is_in(const char *block, const char *end, const char *const *states, unsigned count)
{
	const char *state = memchr(block, '[', end - block);
	for (unsigned i = 0; state && i < count; i++)
		if (strncmp(state + 1, states[i], strlen(states[i])) == 0)
			return true;
	return false;
}

/* It runs, or may run: neither asleep, nor in C or in the kernel. */
static bool runs(const char *block, const char *end)
{
	static const char *const running[] = {"running", "runnable", "preempted", "waiting"};
	return is_in(block, end, running, sizeof(running) / sizeof(running[0]));
}

static bool moves(const char *block, const char *end, const char *held)
{
	static const char *const asleep[] = {"sleep"}, *const in_c[] = {"syscall"};
	return runs(block, end) || is_in(block, end, asleep, 1) ||
	       (is_in(block, end, in_c, 1) && !is_held(block, end, held));
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

/* The next block; `*stacks` goes behind it. NULL: there is none. */
static const char *next_block(const char **block_end, const char **stacks, const char *end)
{
	const char *block = *stacks, *next = memmem(block, end - block, "\n\n", 2);
	if (block >= end)
		return NULL;
	*block_end = next ? next : end;
	*stacks = next ? next + 2 : end;
	return block;
}

void cgf_own_stacks_read(struct cgf_own_waiting *waiting, const char *stacks, long bytes, const char *held)
{
	const char *end = stacks + bytes, *block, *block_end;
	*waiting = (struct cgf_own_waiting){0};
	while ((block = next_block(&block_end, &stacks, end)))
		read_block(waiting, block, block_end, held);
}

/* It waits in a function of the package, which begins so. */
static bool waits_in(const char *block, const char *end, const char *package)
{
	const char *line = memchr(block, '\n', end - block);
	return line && strncmp(line + 1, package, strlen(package)) == 0;
}

void cgf_own_stacks_read_others(struct cgf_own_others *others, const char *stacks, long bytes,
                                const char *held)
{
	const char *end = stacks + bytes, *block, *block_end;
	bool met_held = false;
	*others = (struct cgf_own_others){0};
	next_block(&block_end, &stacks, end);
	while ((block = next_block(&block_end, &stacks, end))) {
		if (!met_held && is_held(block, block_end, held)) {
			met_held = true;
			continue;
		}
		bool moves_now = runs(block, block_end);
		others->move = others->move || moves_now;
		others->there += moves_now || (!waits_in(block, block_end, "testing.") &&
		                               !waits_in(block, block_end, "os/signal."));
	}
}

bool cgf_own_stacks_locked(const char *stacks, long bytes, const char *held)
{
	const char *end = stacks + bytes, *block, *block_end;
	bool locked = false;
	next_block(&block_end, &stacks, end);
	while ((block = next_block(&block_end, &stacks, end))) {
		const char *line_end = memchr(block, '\n', block_end - block);
		if (!line_end || !is_held(block, block_end, held))
			continue;
		if (!has(block, line_end, "locked to thread"))
			return false;
		locked = true;
	}
	return locked;
}
