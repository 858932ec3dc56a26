/* recovery.h: has an op made up for a failed call, by what it called after it? */
#ifndef CGF_RECOVERY_H
#define CGF_RECOVERY_H

#include "op_calls.h"

/* One of an op's calls. */
struct cgf_op_place {
	const struct cgf_op_calls *op;
	unsigned at;
};

/* Has it made any successful call behind that place which may be one for which it would make up? */
bool cgf_recovery_is_possible(struct cgf_op_place failed);

/* The same call of the same op in another run, where it succeeded. False: there is none, since the program
 * went another way. */
bool cgf_recovery_counterpart(struct cgf_op_place *out, struct cgf_op_place failed,
                              const struct cgf_op_calls *other);

/* Has the op made up for `failed`, and nothing failed after `last`? `succeeded` is the counterpart of
 * `failed`. */
bool cgf_recovery_is_made(struct cgf_op_place failed, unsigned last, struct cgf_op_place succeeded);

#endif
