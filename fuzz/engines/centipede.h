/*
 * centipede.h: Go's coverage for Centipede, as features of the program's own. A program that is linked with
 * another engine has neither function.
 */
#ifndef CGF_CENTIPEDE_H
#define CGF_CENTIPEDE_H

/* Before a run: forgets what was counted. */
__attribute__((weak)) void cgf_centipede_clear(void);
/* After a run: tells what was counted, and forgets it. */
__attribute__((weak)) void cgf_centipede_deliver(void);

#endif
