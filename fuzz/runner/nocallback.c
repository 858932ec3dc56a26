/*
 * nocallback.c: see nocallback.h.
 */
#include "nocallback.h"

#include "unseen.h"

#include <link.h>

static __thread char here;    /* the runtime's thread-local is at a fixed distance from it */
static size_t goroutine_here; /* that distance */
static struct cgf_go_records records;
static bool known;

/* The thread-locals of one module, on the calling thread. */
struct thread_locals {
	char *begin, *end;
};

CGF_UNSEEN static int is_this_program(struct dl_phdr_info *module, size_t size, void *found)
{
	char *begin = module->dlpi_tls_data;
	(void)size;
	for (int i = 0; begin && i < module->dlpi_phnum; i++) {
		const ElfW(Phdr) *part = &module->dlpi_phdr[i];
		if (part->p_type == PT_TLS && &here >= begin && &here < begin + part->p_memsz) {
			*(struct thread_locals *)found = (struct thread_locals){begin, begin + part->p_memsz};
			return 1;
		}
	}
	return 0;
}

CGF_UNSEEN const uintptr_t *cgf_no_callback_find(uintptr_t schedules)
{
	struct thread_locals locals = {0};
	const uintptr_t *found = NULL;
	unsigned count = 0;
	dl_iterate_phdr(is_this_program, &locals);
	for (char *at = locals.begin; at && at + sizeof *found <= locals.end; at += sizeof *found) {
		if (*(const uintptr_t *)at == schedules) {
			found = (const uintptr_t *)at;
			count++;
		}
	}
	if (count != 1)
		return NULL;
	goroutine_here = (uintptr_t)found - (uintptr_t)&here;
	return found;
}

void cgf_no_callback_known(struct cgf_go_records found)
{
	records = found;
	known = true;
}

CGF_UNSEEN static uintptr_t word_at(uintptr_t record, size_t offset)
{
	return record ? *(const uintptr_t *)(record + offset) : 0;
}

/* A thread that never was in Go has no goroutine. */
CGF_UNSEEN bool *cgf_no_callback_lift(void)
{
	uintptr_t schedules = known ? word_at((uintptr_t)&here, goroutine_here) : 0;
	uintptr_t runs = word_at(word_at(schedules, records.thread), records.runs);
	bool *declared = runs ? (bool *)(runs + records.no_callback) : NULL;
	if (!declared || !*declared)
		return NULL;
	*declared = false;
	return declared;
}

CGF_UNSEEN void cgf_no_callback_restore(bool *lifted)
{
	if (lifted)
		*lifted = true;
}
