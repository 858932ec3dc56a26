/*
 * open_calls.c: see open_calls.h.
 */
#include "open_calls.h"

#include "monitor.h"
#include "names.h"

#include <stddef.h>

static _Thread_local struct cgf_own_thread this_thread;

struct cgf_own_thread *cgf_own_this_thread(void)
{
	return &this_thread;
}

/* No memcpy: AddressSanitizer would look whether the program may read there, and ThreadSanitizer whether this
 * thread may, where the call is another one's that is held. */
static void copy(unsigned char *to, const unsigned char *from, unsigned bytes)
{
	for (unsigned i = 0; i < bytes; i++)
		to[i] = from[i];
}

static void copy_arguments(struct cgf_own_call *call, const unsigned char *arguments)
{
	const struct cgf_own_site *site = call->site;
	unsigned bytes = site->argument_count > 0 ? site->argument_bytes[site->argument_count - 1] : 0;
	call->argument_bytes = bytes < CGF_OWN_ARGUMENT_BYTES_MAX ? bytes : CGF_OWN_ARGUMENT_BYTES_MAX;
	copy(call->arguments, arguments, call->argument_bytes);
}

struct cgf_own_call *cgf_own_open(const struct cgf_own_site *site, const void *arguments, void *frame)
{
	static _Thread_local struct cgf_own_call beyond;
	struct cgf_own_call *call;

	while (this_thread.depth > 0 && this_thread.open[this_thread.depth - 1].frame <= frame)
		this_thread.depth--;
	call = this_thread.depth < CGF_OWN_DEPTH_MAX ? &this_thread.open[this_thread.depth++] : &beyond;
	call->site = site;
	call->frame = frame;
	call->monitor_looks = cgf_own_monitor_looks();
	copy_arguments(call, arguments);
	return call;
}

const void *cgf_own_deepest(void)
{
	return this_thread.depth > 0 ? this_thread.open[this_thread.depth - 1].frame : NULL;
}

struct cgf_own_call *cgf_own_opened(void *frame)
{
	for (unsigned at = this_thread.depth; at-- > 0 && this_thread.open[at].frame <= frame;)
		if (this_thread.open[at].frame == frame)
			return &this_thread.open[at];
	return NULL;
}

void cgf_own_close(struct cgf_own_call *call)
{
	this_thread.depth = call - this_thread.open;
}

bool cgf_own_next_word(uintptr_t *word, unsigned *argument, unsigned *from, const struct cgf_own_call *call)
{
	const unsigned *ends = call->site->argument_bytes;
	for (unsigned at = *from; at + sizeof(*word) <= call->argument_bytes; at += sizeof(*word)) {
		while (*argument == 0 || ends[*argument - 1] <= at)
			++*argument;
		/* Two small ones that share a word are no pointer. */
		if (at + sizeof(*word) > ends[*argument - 1])
			continue;
		copy((unsigned char *)word, call->arguments + at, sizeof(*word));
		*from = at + sizeof(*word);
		return true;
	}
	return false;
}

const struct cgf_own_call *cgf_own_innermost(void)
{
	for (unsigned at = this_thread.depth; at-- > 0;)
		if (!this_thread.open[at].site->counted->callback)
			return &this_thread.open[at];
	return NULL;
}
