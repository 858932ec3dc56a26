/*
 * refuse.h: the end of a process that cannot do what it was asked to.
 */
#ifndef CGF_OWN_REFUSE_H
#define CGF_OWN_REFUSE_H

/* Says "cgofault: WHAT WHY" on stderr, and ends the process with exit code 3. */
__attribute__((noreturn)) void cgf_own_refuse(const char *what, const char *why);

#endif
