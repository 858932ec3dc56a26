/*
 * refused.h: the functions that the boundary has not opened, told in the trace.
 */
#ifndef CGF_OWN_REFUSED_H
#define CGF_OWN_REFUSED_H

/* Once, at the start. */
void cgf_own_refused_tell(void);

#endif
