/*
 * own_plan.h: verbs that are given the plan of somebody's own package.
 */
#ifndef CGF_OWN_PLAN_VERBS_H
#define CGF_OWN_PLAN_VERBS_H

#include "plans/stored.h"

#include <stdbool.h>

/* Is it such a plan? Then its text, until the next call; otherwise NULL. */
const char *cgf_own_plan_text(const struct cgf_stored *plan);
/* Options that say something about plans of classes alone: 0 where none was given, else an exit code after
 * one line. `also`: of one more of them, or NULL. */
int cgf_own_plan_check_wish(const struct cgf_stored *plan, const struct cgf_wish *wish, const char *also);

#endif
