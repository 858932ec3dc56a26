/*
 * callback_deadlock.h: a table of counters that all threads of a program share, behind one lock of the
 * library's.
 *
 * Where it says "with the lock", a function of the program is called while the library holds it, so that the
 * table stands still meanwhile: that function must not call the library, nor wait for a thread that may be
 * inside of it.
 */
#ifndef CALLBACK_DEADLOCK_H
#define CALLBACK_DEADLOCK_H

#include <stdint.h>

enum { CALLBACK_DEADLOCK_COUNTERS = 3 };

typedef void (*callback_deadlock_visitor)(int counter, uintptr_t data);
typedef void (*callback_deadlock_listener)(int counter);

/* What a counter has counted; waits for the lock. */
int callback_deadlock_get(int counter);

/* Counts; waits for the lock. What the counter has counted then. */
int callback_deadlock_add(int counter);

/* Calls the visitor for each counter, with the lock. */
void callback_deadlock_each(callback_deadlock_visitor visitor, uintptr_t data);

/* Calls the visitor for each counter that was there when the call began, without the lock. */
void callback_deadlock_each_copied(callback_deadlock_visitor visitor, uintptr_t data);

/* From now on the listener is called, with the lock and on the library's own thread, when another process has
 * counted. NULL: not any more. */
void callback_deadlock_listen(callback_deadlock_listener listener);

/* The functions of the Go side. */
void callbackDeadlockVisit(int counter, uintptr_t data);
void callbackDeadlockCounted(int counter);

#endif
