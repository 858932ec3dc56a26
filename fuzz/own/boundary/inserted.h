/*
 * inserted.h: the texts that the boundary puts into generated files, as they stand in this project's own
 * files.
 */
#ifndef CGF_OWN_INSERTED_H
#define CGF_OWN_INSERTED_H

/* fuzz/own/inside/site.h */
extern const char cgf_own_inserted_c[];
/* fuzz/own/boundary/half.go, from below its marker; HASH stands for the package's own. */
const char *cgf_own_inserted_go(void);

#endif
