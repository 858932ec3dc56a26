/*
 * refused.c: see refused.h. fuzz/own/boundary/refusals.c puts the texts into a section.
 */
#include "refused.h"

#include "trace.h"

/* "PACKAGE FUNCTION why" */
extern const char *__start_cgf_own_refused[] __attribute__((weak));
extern const char *__stop_cgf_own_refused[] __attribute__((weak));

void cgf_own_refused_tell(void)
{
	for (const char **at = __start_cgf_own_refused; at != __stop_cgf_own_refused; at++)
		cgf_own_trace_refused(*at);
}
