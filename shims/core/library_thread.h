/* library_thread.h: the library's own thread, which carries out actions. */
#ifndef CGF_LIBRARY_THREAD_H
#define CGF_LIBRARY_THREAD_H

#include "callers.h"

/* Makes the thread, and returns when it is idle. */
void cgf_library_thread_start(void);

#endif
