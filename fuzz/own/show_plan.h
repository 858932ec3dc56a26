/*
 * show_plan.h: the plan of a finding in somebody's own package, in plain words.
 */
#ifndef CGF_OWN_SHOW_PLAN_H
#define CGF_OWN_SHOW_PLAN_H

/* `cgofault show`: prints the plan `text` as a plan whose comment tells the Go line, what happens, the fix,
 * the rule, and what each fault is. Runs nothing. The exit code. */
int cgf_own_show(const char *name, const char *text);

#endif
