/*
 * unsafe_library.h: a library in the style of getpwnam(3) and strerror(3): answers stand in one static
 * buffer, which the next call overwrites.
 */
#ifndef UNSAFE_LIBRARY_H
#define UNSAFE_LIBRARY_H

/* The answer to a key; valid until the next call. */
const char *unsafe_library_lookup(const char *key);

/* The same, from a table in memory: never waits for anything. */
const char *unsafe_library_find(const char *key);

/* Tells the library that an answer came: has nothing to do with the buffer. */
void unsafe_library_note(void);

#endif
