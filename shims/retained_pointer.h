/*
 * retained_pointer.h: a device library. The program registers a buffer; as the documentation of such
 * libraries says, the buffer must stay valid until it is unregistered, for the library uses it when the
 * device has something to say.
 */
#ifndef RETAINED_POINTER_H
#define RETAINED_POINTER_H

#include <stddef.h>

enum { RETAINED_POINTER_SLOTS = 16 };

typedef void (*retained_pointer_callback)(void *data);

/* The device will read from the buffer (for_input 0) or write to it (1). The slot, or -1 where all are taken.
 */
int retained_pointer_register(void *buffer, size_t bytes, int for_input);

/* The device will call back with `data`, a pointer to `bytes` bytes of the program's. The slot, or -1. */
int retained_pointer_watch(retained_pointer_callback callback, void *data, size_t bytes);

void retained_pointer_unregister(int slot);

/* The function of the Go side that is called back with what was registered. */
void retainedPointerCalledBack(void *data);

#endif
