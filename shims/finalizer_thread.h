/*
 * finalizer_thread.h: a drawing library. A canvas keeps its state for the thread that opened it, as a
 * graphics context does: every other call with it, the last one too, must be made on that thread. A picture
 * is plain memory, and may be used and unloaded on any thread, by one at a time.
 */
#ifndef FINALIZER_THREAD_H
#define FINALIZER_THREAD_H

struct finalizer_thread_canvas;
struct finalizer_thread_picture;

/* A canvas of the calling thread. NULL: no memory. */
struct finalizer_thread_canvas *finalizer_thread_open(void);

/* 0, or -1 and errno. */
int finalizer_thread_draw(struct finalizer_thread_canvas *canvas);

void finalizer_thread_close(struct finalizer_thread_canvas *canvas);

/* A picture. NULL: no memory. */
struct finalizer_thread_picture *finalizer_thread_load(void);

/* The sum of its dots. */
unsigned finalizer_thread_measure(const struct finalizer_thread_picture *picture);

void finalizer_thread_unload(struct finalizer_thread_picture *picture);

#endif
