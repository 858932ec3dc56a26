/*
 * enumerate_parts.c: see enumerate_parts.h.
 */
#include "enumerate_parts.h"

const struct cgf_fault_set *cgf_enumerating_set(const struct cgf_enumerating *all, size_t index)
{
	return &all->sets.sets[(index + (size_t)all->request->first) % all->sets.count];
}

void cgf_enumerating_plan(char *out, size_t size, const struct cgf_enumerating *all, size_t index)
{
	cgf_fault_set_plan(out, size, &all->sets, cgf_enumerating_set(all, index), all->request->target);
}
