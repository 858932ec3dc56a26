/*
 * canary.h: the class with one certain finding of each kind, which doctor and every night have to see.
 */
#ifndef CGF_CANARY_H
#define CGF_CANARY_H

#include <stdbool.h>

#define CGF_CANARY_CLASS "canary"

bool cgf_is_canary(const char *class_name);
/* Can this build see what the op does? An op is named after the kind of its verdict: "lsan" needs
 * LeakSanitizer. */
bool cgf_canary_is_visible(const char *op, const char *build);

#endif
