/*
 * prepared.h: test programs with their C calls open, in a folder, to be run where there is neither Go nor a
 * compiler.
 *
 *	prepared     what a session asks Go elsewhere, as text
 *	N.test       the test program of package N, from 0
 *	N/           the files that stand in the package's folder, and testdata below it
 *	addr2line    Go's own: the lines of Go behind addresses
 *
 * The text has a line "cgofault prepared 1", lines `build:`, `tags:`, `with:` as plans have them, `below:`
 *with the folder that shown files are named below, and for each package `package:`, `name:` and `source:`,
 *its folder where it was built.
 */
#ifndef CGF_OWN_PREPARED_H
#define CGF_OWN_PREPARED_H

#include "session.h"

/* Builds what the session's options name and writes it to a folder that is new or empty. No test is run. 0,
 * -EINTR, or an exit code after one line. The session is to be ended in any case. */
int cgf_own_prepare(struct cgf_own_session *session, const char *folder);
/* Makes a session of such a folder, whose tests are listed, and not yet run. Options that the folder does not
 * say stay as they are. 0, or an exit code after one line. One in a process; to be ended in any case. */
int cgf_own_prepared_open(struct cgf_own_session *session, const char *folder);

#endif
