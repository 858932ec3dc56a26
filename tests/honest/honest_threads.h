/*
 * honest_threads.h: a library that keeps something for each thread, and objects that belong to one.
 */
#ifndef THREADS_H
#define THREADS_H

/* The language of this thread: 0 until it is set. A word is translated into the language of the thread that
 * asks: 1000 times the language is added. */
void threads_set_language(int language);
int threads_translate(int word);

/* -1: there is no such key, or the store is locked; threads_last_error of the same thread says which, 1 or 2.
 * It is 0 on a thread where nothing has failed. */
int threads_find(int key);
int threads_last_error(void);

/* A window may be used and closed by the thread alone that opened it. */
struct threads_window;
struct threads_window *threads_open(void);
void threads_draw(struct threads_window *window);
void threads_close(struct threads_window *window);

#endif
