/* op_calls.h: the calls that an op has made, in order, for whoever judges what it reports. */
#ifndef CGF_OP_CALLS_H
#define CGF_OP_CALLS_H

#include "callers.h"

enum { CGF_OP_CALLS_MAX = 1024 };

struct cgf_op_call {
	const struct cgf_function *function;
	uint32_t id;
	int failed; /* errno, or a code of the library's own; 0: it succeeded, or has not ended */
	int left;   /* errno that it left although it succeeded, by a fault */
	/* Those of the op's faults that it suffered and that change what it does: a bit for each. */
	uint8_t faults;
	bool by_code; /* it failed with a code: cgf_call_end_code */
	/* made by the op's caller, or by the one goroutine that makes calls for this op alone */
	bool own;
	bool by_goroutine;
	bool ended;       /* it has returned to Go */
	bool no_recovery; /* cgf_no_recovery */
};

struct cgf_op_calls {
	unsigned count;
	bool too_many;      /* later calls are not here */
	unsigned goroutine; /* the extra that makes calls for this op alone; CGF_CALLERS_MAX: there are
	                       several */
	struct cgf_op_call calls[CGF_OP_CALLS_MAX];
};

/* Of the op that a plan's caller A to D runs, or ran last. */
const struct cgf_op_calls *cgf_op_calls_of(const struct cgf_caller *caller);

/* The lock is held in all of these. */
void cgf_op_calls_reset(const struct cgf_caller *caller);
void cgf_op_call_begins(const struct cgf_caller *caller, const struct cgf_function *function, uint32_t id);
/* failed: an errno, or 0 and a code of the library's own. */
void cgf_op_call_ends(uint32_t id, int failed, int code, int left);
void cgf_op_call_suffers(uint32_t id, unsigned fault);
void cgf_op_call_is_no_recovery(uint32_t id);

#endif
