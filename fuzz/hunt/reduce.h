/*
 * reduce.h: makes a finding smaller while its verdict stays.
 */
#ifndef CGF_REDUCE_H
#define CGF_REDUCE_H

#include "plans/plan_lines.h"
#include "plans/target.h"

/* How often a plan may be replayed while it is made smaller. */
enum { CGF_REDUCE_RUNS_MAX = 3000 };

/*
 * Takes away whatever the verdict does not need, so that in the end nothing more can go by itself. `lines`
 * has the smaller plan; its last replay's verdict, with the digest of its steps, is in `verdict`, which says
 * what to keep when called. `note` may be NULL; it hears of progress. 0, an exit code after one line, or
 * -EINTR: the plan is valid then too, but may not be the smallest.
 */
int cgf_reduce(struct cgf_plan_lines *lines, struct cgf_verdict *verdict, const struct cgf_programs *programs,
               const struct cgf_target *target, void (*note)(size_t step_count, unsigned runs));

/* Takes away whole runs alone that came before the last one, in few replays. */
int cgf_reduce_runs(struct cgf_plan_lines *lines, struct cgf_verdict *verdict,
                    const struct cgf_programs *programs, const struct cgf_target *target);

#endif
