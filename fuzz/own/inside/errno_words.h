/*
 * errno_words.h: C functions whose errno means something although they succeeded.
 */
#ifndef CGF_OWN_ERRNO_WORDS_H
#define CGF_OWN_ERRNO_WORDS_H

#include <stdbool.h>

/* Whether a caller is told to look at errno whatever the function returns: it has to set errno to 0 before,
 * and an errno that we leave would be an answer. */
bool cgf_own_errno_is_an_answer(const char *function);

#endif
