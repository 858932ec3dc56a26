/*
 * signals.h: signals under ThreadSanitizer, which keeps one until its thread calls something that it
 * intercepts.
 */
#ifndef CGF_SIGNALS_H
#define CGF_SIGNALS_H

/* Lets a handler run that the calling thread's C code has asked for and ThreadSanitizer has kept from. For
 * the engine's thread, between two waits. Does nothing in the other builds. */
void cgf_take_signals(void);

#endif
