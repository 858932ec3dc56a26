/*
 * honest_shim.h: how each library here names a function and what a plan may do to its calls.
 */
#ifndef SHIM_H
#define SHIM_H

#include "cgf.h"
#include "cgf_ledger.h"

#define FUNCTION(variable, name, ...)                                                                        \
	static const struct cgf_function variable = {name, (const char *const[]){__VA_ARGS__, NULL}}

/* Begins a call and passes the point that every function here has. */
static inline void shim_begin(struct cgf_call *call, const struct cgf_function *function)
{
	cgf_call_begin(call, function);
	cgf_point(call, "entry");
}

#endif
