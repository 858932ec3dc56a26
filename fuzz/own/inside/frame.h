/*
 * frame.h: what a function that keeps frame pointers has pushed last, and its caller just before: the System
 * V ABI for amd64, "The Stack Frame".
 */
#ifndef CGF_OWN_FRAME_H
#define CGF_OWN_FRAME_H

#include <stdint.h>

struct cgf_own_frame {
	struct cgf_own_frame *callers;
	uintptr_t returns_to;
};

#endif
