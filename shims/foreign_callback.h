/*
 * foreign_callback.h: a library that tells of events, by callbacks on a thread of its own.
 *
 * Unregistering takes effect at once where nothing is under way, and later otherwise: events may go on to
 * come until the library has called `done`. After that it does not use `data` any more.
 */
#ifndef FOREIGN_CALLBACK_H
#define FOREIGN_CALLBACK_H

#include <stdint.h>

enum { FOREIGN_CALLBACK_REGISTRATIONS = 16 };

/* An event of a topic; `text` is the library's for the time of the callback. */
typedef void (*foreign_callback_event)(uintptr_t data, const char *text);
typedef void (*foreign_callback_done)(uintptr_t data);

/* The registration, or -1 where there are too many. */
int foreign_callback_register(unsigned topic, foreign_callback_event event, foreign_callback_done done,
                              uintptr_t data);
void foreign_callback_unregister(int registration);

/* Waits a little for events. */
void foreign_callback_wait(void);

/* The functions of the Go side. */
void foreignCallbackEvent(uintptr_t data, char *text);
void foreignCallbackDone(uintptr_t data);
void foreignCallbackIgnoreDone(uintptr_t data);
void foreignCallbackSlotEvent(uintptr_t data, char *text);
void foreignCallbackSlotDone(uintptr_t data);

#endif
