/*
 * init_done.c: see init_done.h. Asking Go would be such a call.
 */
#include "init_done.h"

#include <stddef.h>
#include <stdint.h>

/* The beginning of the runtime's hchan. */
struct go_channel {
	uintptr_t count, room;
	void *buffer;
	uint16_t element_bytes;
	uint32_t closed;
};

/* runtime.main_init_done, which is closed then. */
extern struct go_channel *cgf_own_main_init_done;

bool cgf_own_go_init_is_done(void)
{
	const struct go_channel *channel = __atomic_load_n(&cgf_own_main_init_done, __ATOMIC_ACQUIRE);
	return channel && __atomic_load_n(&channel->closed, __ATOMIC_ACQUIRE);
}
