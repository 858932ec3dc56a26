/*
 * honest_memory.h: a library that works on memory which the program has allocated, and hands out some of its
 * own.
 */
#ifndef MEMORY_H
#define MEMORY_H

struct cgf_hold;

/* Reads the text. -1 and EIO: it did not. */
int memory_use(const char *text);

/* begin keeps the text until end. end: -1 and EIO, it was not written, and is no longer kept. */
struct cgf_hold *memory_begin(char *text);
int memory_end(struct cgf_hold *kept);

/* An entry holds a text that is freed with it. Both are from malloc. */
struct memory_entry {
	char *text;
};
struct memory_entry *memory_entry_of(char *text);
void memory_entry_free(struct memory_entry *entry);

/* The library's own thread makes a text, which is the caller's to free. */
char *memory_make(void);

/* Keeps a text, or NULL, in place of the last one, which is returned: for the process, or for the calling
 * thread. */
char *memory_swap(char *text);
char *memory_swap_of_thread(char *text);

/* Calls memoryCalled, which returns a text, and uses it: the text is the caller's to free. -1 and EIO: no
 * use. */
int memory_call(char **text);
char *memoryCalled(void);

#endif
