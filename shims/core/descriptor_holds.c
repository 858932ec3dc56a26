/*
 * descriptor_holds.c: descriptors of the program that C keeps after a call.
 *
 * Numbers are given out anew: one that the program has closed names another file soon. So what was kept is
 * the file behind the number, and that is what fstat(2) says of it.
 */
#include "descriptor_holds.h"
#include "callers.h"
#include "cgf_ledger.h"
#include "rules.h"

#include <sys/stat.h>

struct cgf_descriptor_hold {
	bool kept;
	int descriptor;
	dev_t device;
	ino_t file;
};

static struct cgf_descriptor_hold holds[CGF_HOLDS_MAX];

CGF_UNSEEN struct cgf_descriptor_hold *cgf_hold_descriptor(struct cgf_call *call, int descriptor)
{
	struct cgf_descriptor_hold *hold = NULL;
	struct stat status;
	if (!cgf_caller_in(call) || cgf_raw_syscall(SYS_fstat, descriptor, (long)&status, 0, 0))
		return NULL;
	cgf_lock(&cgf_core.lock);
	for (unsigned i = 0; i < CGF_HOLDS_MAX && !hold; i++) {
		if (!holds[i].kept)
			hold = &holds[i];
	}
	if (hold) {
		hold->kept = true;
		hold->descriptor = descriptor;
		hold->device = status.st_dev;
		hold->file = status.st_ino;
	}
	cgf_unlock(&cgf_core.lock);
	return hold;
}

CGF_UNSEEN void cgf_descriptor_hold_check(struct cgf_call *call, const struct cgf_descriptor_hold *hold)
{
	struct stat status;
	if (!hold || !cgf_caller_in(call) || !hold->kept || cgf_panicking())
		return;
	if (cgf_raw_syscall(SYS_fstat, hold->descriptor, (long)&status, 0, 0))
		cgf_broken_rule(call, "contract/descriptor-closed", NULL);
	if (status.st_dev != hold->device || status.st_ino != hold->file)
		cgf_broken_rule(call, "contract/descriptor-changed", NULL);
}

CGF_UNSEEN void cgf_descriptor_hold_end(struct cgf_descriptor_hold *hold)
{
	if (hold)
		hold->kept = false;
}

CGF_UNSEEN void cgf_descriptor_holds_reset(void)
{
	for (unsigned i = 0; i < CGF_HOLDS_MAX; i++)
		holds[i].kept = false;
}
