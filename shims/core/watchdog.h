/* watchdog.h: ends a run in which nothing happens. */
#ifndef CGF_WATCHDOG_H
#define CGF_WATCHDOG_H

#include "unseen.h"

void cgf_watchdog_start(void);

#endif
