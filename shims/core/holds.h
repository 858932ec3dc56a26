/* holds.h: memory of the program that C keeps. */
#ifndef CGF_HOLDS_H
#define CGF_HOLDS_H

#include "cgf_ledger.h"

void cgf_holds_reset(void);

#endif
