/*
 * finalizer_thread.c: see finalizer_thread.h. The plan lets a goroutine come back on another thread ("hop"),
 * lets calls return late, and lets drawing fail.
 */
#include "finalizer_thread.h"

#include "cgf.h"
#include "cgf_ledger.h"

#include <stdlib.h>

static const struct cgf_function open_function = {"finalizer_thread_open",
                                                  (const char *const[]){"late.entry", NULL}};
static const struct cgf_function draw_function = {
        "finalizer_thread_draw",
        (const char *const[]){"late.entry", "late.return", "errno=EIO", "errno=ENOSPC", NULL}};
static const struct cgf_function close_function = {"finalizer_thread_close",
                                                   (const char *const[]){"late.entry", NULL}};
static const struct cgf_function load_function = {"finalizer_thread_load",
                                                  (const char *const[]){"late.entry", "hop", NULL}};
static const struct cgf_function measure_function = {"finalizer_thread_measure",
                                                     (const char *const[]){"late.entry", "hop", NULL}};
/* Only finalizers unload: no plan's caller that a fault could park. */
static const struct cgf_function unload_function = {"finalizer_thread_unload", (const char *const[]){NULL}};

static const struct cgf_function *const functions[] = {&open_function,
                                                       &draw_function,
                                                       &close_function,
                                                       &load_function,
                                                       &measure_function,
                                                       &unload_function,
                                                       NULL};
static struct cgf_library finalizer_thread = {.name = "finalizer_thread", .functions = functions};
CGF_LIBRARY(finalizer_thread)

enum { PICTURE_DOTS = 64 };

struct finalizer_thread_canvas {
	unsigned drawn;
};

struct finalizer_thread_picture {
	unsigned char dots[PICTURE_DOTS];
};

struct finalizer_thread_canvas *finalizer_thread_open(void)
{
	struct cgf_call call;
	cgf_call_begin(&call, &open_function);
	cgf_point(&call, "entry");
	struct finalizer_thread_canvas *canvas = calloc(1, sizeof *canvas);
	if (canvas) {
		cgf_object_create(&call, "canvas", canvas);
		cgf_object_bind(&call, "canvas", canvas);
	}
	cgf_call_end(&call, 0);
	return canvas;
}

int finalizer_thread_draw(struct finalizer_thread_canvas *canvas)
{
	struct cgf_call call;
	cgf_call_begin(&call, &draw_function);
	cgf_object_use(&call, "canvas", canvas);
	cgf_point(&call, "entry");
	int error = cgf_fault_errno(&call);
	if (!error)
		canvas->drawn++;
	cgf_point(&call, "return");
	cgf_call_end(&call, error);
	return error ? -1 : 0;
}

void finalizer_thread_close(struct finalizer_thread_canvas *canvas)
{
	struct cgf_call call;
	cgf_call_begin(&call, &close_function);
	cgf_object_use(&call, "canvas", canvas);
	cgf_point(&call, "entry");
	cgf_object_free(&call, "canvas", canvas);
	free(canvas);
	cgf_call_end(&call, 0);
}

struct finalizer_thread_picture *finalizer_thread_load(void)
{
	struct cgf_call call;
	cgf_call_begin(&call, &load_function);
	cgf_point(&call, "entry");
	struct finalizer_thread_picture *picture = malloc(sizeof *picture);
	if (picture) {
		for (unsigned i = 0; i < PICTURE_DOTS; i++)
			picture->dots[i] = (unsigned char)i;
		cgf_object_create(&call, "picture", picture);
	}
	cgf_call_end(&call, 0);
	return picture;
}

unsigned finalizer_thread_measure(const struct finalizer_thread_picture *picture)
{
	struct cgf_call call;
	unsigned sum = 0;
	cgf_call_begin(&call, &measure_function);
	cgf_object_use(&call, "picture", picture);
	cgf_point(&call, "entry");
	for (unsigned i = 0; i < PICTURE_DOTS; i++)
		sum += picture->dots[i];
	cgf_call_end(&call, 0);
	return sum;
}

void finalizer_thread_unload(struct finalizer_thread_picture *picture)
{
	struct cgf_call call;
	cgf_call_begin(&call, &unload_function);
	cgf_object_free(&call, "picture", picture);
	free(picture);
	cgf_call_end(&call, 0);
}
