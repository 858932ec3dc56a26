/*
 * kept.c: see kept.h. What C keeps of an object that lives on, or is pinned, breaks the rule by its letter,
 * and nothing else: so the object is followed to its death, which -asan tells, since Go poisons what it
 * frees.
 */
#include "kept.h"

#include "blocks.h"
#include "collect.h"
#include "open_calls.h"
#include "report.h"
#include "trace.h"

#include <stdio.h>
#include <string.h>

enum { KEPT_MAX = 16, COLLECTIONS_MAX = 32, ADDRESS_MIN = 1 << 16 };

static struct kept {
	struct cgf_own_call call;
	unsigned argument;
	uintptr_t word;
	struct cgf_own_place_in_c place;
} kept[KEPT_MAX];
static unsigned count, collections;

extern int __asan_address_is_poisoned(const volatile void *) __attribute__((weak));

void cgf_own_kept_watch(void)
{
	cgf_own_blocks_watch();
}

static bool look_for(const struct cgf_own_call *call, unsigned argument, uintptr_t word)
{
	struct kept found = {.call = *call, .argument = argument, .word = word};
	char text[256];
	if (count == KEPT_MAX || word < ADDRESS_MIN || !cgf_own_word_find(&found.place, word) ||
	    !cgf_own_go_has(call->site, word))
		return false;
	kept[count++] = found;
	snprintf(text, sizeof(text), "%s argument=%u call=%lu pc=%lx bytes=%zu offset=%zu%s",
	         call->site->name, argument, call->nth, (unsigned long)call->go_pc, found.place.bytes,
	         (size_t)(found.place.at - found.place.block), found.place.in_library ? " library" : "");
	cgf_own_trace_kept(text);
	return true;
}

bool cgf_own_kept_look(const struct cgf_own_call *call)
{
	bool stays = false;
	unsigned from = 0, argument = 0;
	for (uintptr_t word; cgf_own_next_word(&word, &argument, &from, call);)
		stays = look_for(call, argument, word) || stays;
	return stays;
}

bool cgf_own_kept_wants_collection(void)
{
	return count > 0 && collections++ < COLLECTIONS_MAX;
}

static void report(const struct kept *k, const struct cgf_own_call *during)
{
	cgf_own_report(
	        "cgofault: own contract/kept-pointer at=%s argument=%u call=%lu pc=%lx by=%s bypc=%lx\n"
	        "%s keeps argument %u, an address of Go memory, in %s of %zu bytes at +%zu; the collection "
	        "in call %lu of %s "
	        "has freed that memory\n",
	        k->call.site->name, k->argument, k->call.nth, (unsigned long)k->call.go_pc,
	        during->site->name, (unsigned long)during->go_pc, k->call.site->name, k->argument,
	        k->place.in_library ? "a library's variables" : "a C block", k->place.bytes,
	        (size_t)(k->place.at - k->place.block), during->nth, during->site->name);
}

void cgf_own_kept_judge(const struct cgf_own_call *during)
{
	for (unsigned i = 0; i < count && __asan_address_is_poisoned; i++)
		if (__asan_address_is_poisoned((const void *)kept[i].word) &&
		    cgf_own_word_stands(&kept[i].place, kept[i].word))
			report(&kept[i], during);
}

void cgf_own_kept_forget(void)
{
	count = collections = 0;
}
