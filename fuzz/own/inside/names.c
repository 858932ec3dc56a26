/*
 * names.c: see names.h.
 */
#include "names.h"

#include <string.h>

enum { NAMES_MAX = 1 << 14, BUCKETS = 1 << 12 };

static struct cgf_own_name names[NAMES_MAX];
static struct cgf_own_name *buckets[BUCKETS];
static unsigned count;

/* The linker makes them where a section is named as a C identifier is; none, where no package was opened. */
extern struct cgf_own_site *__start_cgf_own_sites[] __attribute__((weak));
extern struct cgf_own_site *__stop_cgf_own_sites[] __attribute__((weak));

/* FNV-1a. */
static struct cgf_own_name **bucket_of(const char *name, unsigned long length)
{
	unsigned hash = 2166136261u;
	for (unsigned long i = 0; i < length; i++)
		hash = (hash ^ (unsigned char)name[i]) * 16777619u;
	return &buckets[hash % BUCKETS];
}

struct cgf_own_name *cgf_own_name_find(const char *name, unsigned long length, bool callback)
{
	struct cgf_own_name *found = *bucket_of(name, length);
	while (found && (found->callback != callback || strncmp(found->name, name, length) != 0 ||
	                 found->name[length] != '\0'))
		found = found->next;
	return found;
}

static struct cgf_own_name *add(const char *name, bool callback)
{
	struct cgf_own_name *added = &names[count++], **bucket = bucket_of(name, strlen(name));
	*added = (struct cgf_own_name){.name = name, .callback = callback, .next = *bucket};
	return *bucket = added;
}

bool cgf_own_names_make(void)
{
	for (struct cgf_own_site **at = __start_cgf_own_sites; at != __stop_cgf_own_sites; at++) {
		struct cgf_own_site *site = *at;
		bool callback = strcmp(site->form, "cb") == 0;
		site->counted = cgf_own_name_find(site->name, strlen(site->name), callback);
		if (!site->counted && count == NAMES_MAX)
			return false;
		if (!site->counted)
			site->counted = add(site->name, callback);
	}
	return true;
}

unsigned long cgf_own_calls_made(void)
{
	unsigned long made = 0;
	for (unsigned i = 0; i < count; i++)
		made += __atomic_load_n(&names[i].calls, __ATOMIC_RELAXED);
	return made;
}

void cgf_own_names_begin(void)
{
	for (unsigned i = 0; i < count; i++)
		names[i].calls_at_begin = __atomic_load_n(&names[i].calls, __ATOMIC_RELAXED);
}

void cgf_own_names_restart(void)
{
	for (unsigned i = 0; i < count; i++)
		__atomic_store_n(&names[i].calls, names[i].calls_at_begin, __ATOMIC_RELAXED);
}
