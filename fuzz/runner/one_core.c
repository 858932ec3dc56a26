/*
 * one_core.c: see one_core.h.
 *
 * One caller runs at a time, so a second core does no work; but each hand-over to a thread on another core
 * waits until that core has woken up, which takes many times as long as a switch on the same one. Which core
 * it is must not stay chance: another process may have chosen the same. So now and then the calling thread is
 * let go for a run, the kernel puts it where there is room, and the others follow.
 */
#include "one_core.h"

#include "unseen.h"

#include <fcntl.h>

enum {
	MASK_BYTES = 1024, /* 8192 processors, the most that Linux is built for */
	RUNS_BETWEEN_MOVES = 512,
	LISTING_BYTES = 4096,
	NAME_AT = 19, /* of struct linux_dirent64, see getdents(2) */
};

static uint64_t allowed[MASK_BYTES / sizeof(uint64_t)], chosen[MASK_BYTES / sizeof(uint64_t)];
static long allowed_bytes; /* 0: not asked yet; negative: the system refuses */
static uint32_t runs;

CGF_UNSEEN static long core_here(void)
{
	unsigned core = 0;
	return cgf_raw_syscall(SYS_getcpu, (long)&core, 0, 0, 0) < 0 ? -1 : (long)core;
}

/* thread 0: the calling one. */
CGF_UNSEEN static long restrict_to(long thread, const uint64_t *mask)
{
	return cgf_raw_syscall(SYS_sched_setaffinity, thread, allowed_bytes, (long)mask, 0);
}

CGF_UNSEEN static void restrict_listed(const unsigned char *listing, long bytes)
{
	for (long at = 0; at < bytes; at += listing[at + 16] | listing[at + 17] << 8) {
		long thread = 0;
		for (const unsigned char *digit = listing + at + NAME_AT; *digit >= '0' && *digit <= '9';
		     digit++)
			thread = thread * 10 + *digit - '0';
		if (thread)
			restrict_to(thread, chosen);
	}
}

CGF_UNSEEN static void restrict_all(long core)
{
	static unsigned char listing[LISTING_BYTES] __attribute__((aligned(8)));
	long bytes, folder = cgf_raw_syscall(SYS_open, (long)"/proc/self/task",
	                                     O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0, 0);
	cgf_clear(chosen, sizeof chosen);
	chosen[core / 64] = UINT64_C(1) << core % 64;
	restrict_to(0, chosen);
	if (folder < 0)
		return;
	while ((bytes = cgf_raw_syscall(SYS_getdents64, folder, (long)listing, sizeof listing, 0)) > 0)
		restrict_listed(listing, bytes);
	cgf_raw_syscall(SYS_close, folder, 0, 0, 0);
}

CGF_UNSEEN void cgf_one_core(void)
{
	if (!allowed_bytes)
		allowed_bytes = cgf_raw_syscall(SYS_sched_getaffinity, 0, sizeof allowed, (long)allowed, 0);
	if (allowed_bytes < 0)
		return;
	long core = core_here();
	uint32_t turn = runs++ % RUNS_BETWEEN_MOVES;
	if (turn == RUNS_BETWEEN_MOVES - 1)
		restrict_to(0, allowed);
	else if (turn == 0 && core >= 0)
		restrict_all(core);
}
