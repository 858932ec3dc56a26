/*
 * trace_compare.c: which calls two runs have in common. See trace.h.
 */
#include "trace.h"

#include <string.h>

bool cgf_own_site_same(const struct cgf_own_site *a, const struct cgf_own_site *b)
{
	return a->pc == b->pc && a->form == b->form && strcmp(a->function, b->function) == 0;
}

bool cgf_own_site_has(const struct cgf_own_site *site, unsigned number)
{
	for (size_t i = 0; i < CGF_OWN_FIRST_CALLS_MAX && i < site->calls; i++)
		if (site->numbers[i] == number)
			return true;
	return false;
}

/* Both have met their sites in about the same order. */
static const struct cgf_own_site *find_again(const struct cgf_own_trace *again, size_t guess,
                                             const struct cgf_own_site *like)
{
	for (size_t i = 0; i < again->site_count; i++) {
		const struct cgf_own_site *site = &again->sites[(guess + i) % again->site_count];

		if (cgf_own_site_same(site, like))
			return site;
	}
	return NULL;
}

/* Has the trace the same calls of that site? */
static bool has_same(const struct cgf_own_trace *again, size_t guess, const struct cgf_own_site *like)
{
	const struct cgf_own_site *other = find_again(again, guess, like);

	return other && other->digest == like->digest;
}

size_t cgf_own_trace_compare(struct cgf_own_trace *trace, const struct cgf_own_trace *again)
{
	size_t even = 0;

	for (size_t i = 0; i < trace->site_count; i++) {
		struct cgf_own_site *site = &trace->sites[i];

		site->uneven = site->uneven || !has_same(again, i, site);
		even += !site->uneven;
	}
	return even;
}

size_t cgf_own_trace_compare_later(struct cgf_own_trace *trace, const struct cgf_own_trace *later)
{
	size_t same = 0;

	for (size_t i = 0; i < trace->site_count; i++) {
		struct cgf_own_site *site = &trace->sites[i];

		site->fresh = site->fresh || !has_same(later, i, site);
		same += !site->fresh;
	}
	return same;
}
