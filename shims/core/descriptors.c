/*
 * descriptors.c: which descriptors are open, and who made those that are new.
 *
 * Nothing tells of a descriptor that is made: a library has many ways. So all of them are looked at wherever
 * a caller goes from Go to C or back, while somebody wants to know.
 */
#include "descriptors.h"
#include "proc.h"

#include <fcntl.h>
#include <sys/stat.h>

enum { WORD_BITS = 64 };

static bool watched;
static uint32_t lock;
static struct cgf_descriptors known;
static const char *makers[CGF_DESCRIPTORS_MAX];

/* getdents64(2) */
struct entry {
	uint64_t inode;
	int64_t next;
	uint16_t bytes;
	uint8_t type;
	char name[];
};

CGF_UNSEEN static void add(struct cgf_descriptors *out, uint64_t descriptor)
{
	out->count++;
	if (descriptor < CGF_DESCRIPTORS_MAX)
		out->open[descriptor / WORD_BITS] |= UINT64_C(1) << descriptor % WORD_BITS;
}

CGF_UNSEEN void cgf_descriptors_look(struct cgf_descriptors *out)
{
	_Alignas(struct entry) char entries[4096];
	long folder =
	        cgf_raw_syscall(SYS_open, (long)"/proc/self/fd", O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0, 0);
	long bytes;
	cgf_clear(out, sizeof *out);
	if (folder < 0)
		return;
	while ((bytes = cgf_raw_syscall(SYS_getdents64, folder, (long)entries, sizeof entries, 0)) > 0) {
		for (long at = 0; at < bytes; at += ((const struct entry *)(entries + at))->bytes) {
			const struct entry *entry = (const struct entry *)(entries + at);
			uint64_t descriptor = cgf_decimal_at(entry->name);
			if (entry->name[0] != '.' && descriptor != (uint64_t)folder)
				add(out, descriptor);
		}
	}
	cgf_raw_syscall(SYS_close, folder, 0, 0, 0);
}

CGF_UNSEEN long cgf_descriptor_lowest_free(void)
{
	long copy = cgf_raw_syscall(SYS_fcntl, 0, F_DUPFD_CLOEXEC, 0, 0);
	if (copy < 0)
		return 0; /* the lowest of all is not open */
	cgf_raw_syscall(SYS_close, copy, 0, 0, 0);
	return copy;
}

CGF_UNSEEN long cgf_descriptors_count(void)
{
	static long folder = -1;
	struct stat status;
	if (folder < 0)
		folder = cgf_raw_syscall(SYS_open, (long)"/proc/self/fd", O_RDONLY | O_DIRECTORY | O_CLOEXEC,
		                         0, 0);
	if (!cgf_raw_syscall(SYS_fstat, folder, (long)&status, 0, 0) && status.st_size > 0)
		return (long)status.st_size;
	return cgf_descriptor_lowest_free();
}

CGF_UNSEEN void cgf_descriptors_watch(bool on)
{
	watched = on;
	if (!on)
		return;
	cgf_descriptors_look(&known);
	for (unsigned i = 0; i < CGF_DESCRIPTORS_MAX; i++)
		makers[i] = NULL;
}

CGF_UNSEEN void cgf_descriptors_note(const struct cgf_caller *caller, const struct cgf_function *function)
{
	struct cgf_descriptors now, fresh;
	if (!watched)
		return;
	cgf_lock(&lock);
	cgf_descriptors_look(&now);
	for (unsigned i = 0; i < CGF_DESCRIPTORS_MAX / WORD_BITS; i++) {
		fresh.open[i] = now.open[i] & ~known.open[i];
		known.open[i] = now.open[i];
	}
	cgf_unlock(&lock);
	for (unsigned i = 0; i < CGF_DESCRIPTORS_MAX; i++) {
		if (!(fresh.open[i / WORD_BITS] >> i % WORD_BITS & 1))
			continue;
		makers[i] = function ? function->name : NULL;
		if (cgf_is_goroutine(caller))
			cgf_core.go_side->note_descriptor(
			        (int)i, cgf_is_plan_caller(caller) ? (int)caller->number : -1);
	}
}

CGF_UNSEEN const char *cgf_descriptor_maker(int descriptor)
{
	return descriptor >= 0 && descriptor < CGF_DESCRIPTORS_MAX ? makers[descriptor] : NULL;
}
