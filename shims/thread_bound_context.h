/*
 * thread_bound_context.h: a drawing library in the style of those for graphics. A context is current on one
 * thread, and what is drawn goes into the context that is current on the thread that draws. The library as a
 * whole belongs to the thread that has started it, as those for windows do. What went wrong is kept for each
 * thread, as dlerror(3) keeps it.
 */
#ifndef THREAD_BOUND_CONTEXT_H
#define THREAD_BOUND_CONTEXT_H

#include <stddef.h>

struct thread_bound_context;

/* A context, destroyed by its owner. NULL: no memory. */
struct thread_bound_context *thread_bound_context_create(void);
void thread_bound_context_destroy(struct thread_bound_context *context);

/* Makes the context current on this thread, until it is released on this thread. */
void thread_bound_context_make_current(struct thread_bound_context *context);
void thread_bound_context_release(struct thread_bound_context *context);

/* Draws into the context that is current on this thread; there has to be one, and it has to be this one. */
void thread_bound_context_draw(struct thread_bound_context *context);

/* Starts the library on this thread, the only one that may handle events until it is stopped there. */
void thread_bound_context_start(void);
void thread_bound_context_handle_events(void);
void thread_bound_context_stop(void);

/* Compiles a program: 0, or -1, and the thread's last error says why. */
int thread_bound_context_compile(unsigned program);

/* The text of this thread's last error, in a buffer that the thread has for itself, until the next call that
 * compiles or forgets. "" where there is none. */
const char *thread_bound_context_error(void);

/* Forgets a program. There is no last error then. */
void thread_bound_context_forget(unsigned program);

#endif
