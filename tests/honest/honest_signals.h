/*
 * honest_signals.h: a terminal library that wants to know when the window changes, a writer that wants no
 * SIGPIPE, and settings that are read again.
 */
#ifndef SIGNALS_H
#define SIGNALS_H

/* Whoever starts first installs a handler for SIGWINCH, and whoever stops last takes it away again. The
 * handler calls the one that was there before. SIGNALS_OWN_STACK: it runs on the alternative stack of a
 * thread that has one (SA_ONSTACK), as a process needs whose threads may have small stacks. */
enum { SIGNALS_OWN_STACK = 1 };
void signals_start(int flags);
void signals_stop(void);

/* Tells this process that the window has changed, by SIGWINCH to the calling thread. */
void signals_resize(void);

/* Tells this process that its settings have changed, by SIGHUP to whatever thread takes it. */
void signals_reload(void);

/* What becomes of SIGPIPE from now on: it is ignored, or an older handler counts it, which does not know of
 * alternative stacks. signals_pipe_restore brings back what was there before; to be called in pairs, by one
 * caller at a time. */
enum { SIGNALS_IGNORE, SIGNALS_COUNT };
void signals_pipe(int what);
void signals_pipe_restore(void);

#endif
