/*
 * init_done.h: whether Go takes calls from threads that it did not make.
 */
#ifndef CGF_OWN_INIT_DONE_H
#define CGF_OWN_INIT_DONE_H

#include <stdbool.h>

/* False while package initialization runs: such a thread waits for its end (runtime.cgocallbackg1), and where
 * initialization itself is in C and waits for the thread, for ever. */
bool cgf_own_go_init_is_done(void);

#endif
