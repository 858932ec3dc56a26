/*
 * missing_free.c: see missing_free.h. The plan lets sending fail, so that what has to be freed is to be freed
 * on another path.
 */
#include "missing_free.h"

#include "cgf.h"
#include "cgf_ledger.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct cgf_function format_function = {"missing_free_format",
                                                    (const char *const[]){"late.entry", "hop", NULL}};
static const struct cgf_function render_function = {"missing_free_render",
                                                    (const char *const[]){"late.entry", "hop", NULL}};
static const struct cgf_function release_function = {"missing_free_release",
                                                     (const char *const[]){"late.entry", NULL}};
static const struct cgf_function send_function = {
        "missing_free_send",
        (const char *const[]){"late.entry", "late.return", "hop", "errno=EPIPE", "errno=EMSGSIZE", NULL}};
static const struct cgf_function post_function = {
        "missing_free_post",
        (const char *const[]){"late.entry", "late.return", "hop", "errno=EPIPE", "errno=EMSGSIZE", NULL}};
static const struct cgf_function measure_function = {"missing_free_measure",
                                                     (const char *const[]){"late.entry", "hop", NULL}};
static const struct cgf_function level_function = {"missing_free_level",
                                                   (const char *const[]){"late.entry", "hop", NULL}};
static const struct cgf_function template_new_function = {"missing_free_template_new",
                                                          (const char *const[]){"late.entry", "hop", NULL}};
static const struct cgf_function template_ref_function = {"missing_free_template_ref",
                                                          (const char *const[]){"late.entry", "hop", NULL}};
static const struct cgf_function template_unref_function = {"missing_free_template_unref",
                                                            (const char *const[]){"late.entry", NULL}};
static const struct cgf_function template_send_function = {
        "missing_free_template_send",
        (const char *const[]){"late.entry", "hop", "errno=EPIPE", "errno=EMSGSIZE", NULL}};

static const struct cgf_function *const functions[] = {
        &format_function,       &render_function,         &release_function,       &send_function,
        &post_function,         &measure_function,        &level_function,         &template_new_function,
        &template_ref_function, &template_unref_function, &template_send_function, NULL};
static struct cgf_library missing_free = {.name = "missing_free", .functions = functions};
CGF_LIBRARY(missing_free)

static void *allocate(size_t bytes)
{
	void *memory = malloc(bytes);
	if (!memory)
		abort();
	return memory;
}

/* ---- texts of malloc(3) ---- */

char *missing_free_format(const char *text, int value)
{
	struct cgf_call call;
	cgf_call_begin(&call, &format_function);
	cgf_point(&call, "entry");
	size_t bytes = (size_t)snprintf(NULL, 0, "%s: %d", text, value) + 1;
	char *message = allocate(bytes);
	snprintf(message, bytes, "%s: %d", text, value);
	cgf_call_end(&call, 0);
	return message;
}

/* ---- texts of the library's own allocator ---- */

/* What stands in front of such a text, to tell it from any other memory. */
struct rendered {
	size_t bytes;
	uint64_t mark;
	char text[];
};

static const uint64_t rendered_mark = 0x52656e6465722e2d;

char *missing_free_render(const char *text)
{
	struct cgf_call call;
	cgf_call_begin(&call, &render_function);
	cgf_point(&call, "entry");
	size_t bytes = strlen(text) + sizeof "<>";
	struct rendered *rendered = allocate(sizeof *rendered + bytes);
	rendered->bytes = bytes;
	rendered->mark = rendered_mark;
	snprintf(rendered->text, bytes, "<%s>", text);
	cgf_call_end(&call, 0);
	return rendered->text;
}

void missing_free_release(char *text)
{
	struct cgf_call call;
	cgf_call_begin(&call, &release_function);
	cgf_point(&call, "entry");
	if (text) {
		struct rendered *rendered = (struct rendered *)(text - offsetof(struct rendered, text));
		if (rendered->mark != rendered_mark)
			cgf_violation(&call, "wrong-allocator");
		rendered->mark = 0;
		free(rendered);
	}
	cgf_call_end(&call, 0);
}

/* ---- sending ---- */

/* How many bytes were sent: a library that has sent a text has read all of it. */
static atomic_size_t sent_bytes;

static int send_text(struct cgf_call *call, const char *text)
{
	cgf_point(call, "entry");
	int error = cgf_fault_errno(call);
	if (!error)
		atomic_fetch_add_explicit(&sent_bytes, strlen(text), memory_order_relaxed);
	return error;
}

int missing_free_send(const char *text)
{
	struct cgf_call call;
	cgf_call_begin(&call, &send_function);
	int error = send_text(&call, text);
	cgf_point(&call, "return");
	cgf_call_end(&call, error);
	return error ? -1 : 0;
}

int missing_free_post(char *text)
{
	struct cgf_call call;
	cgf_call_begin(&call, &post_function);
	int error = send_text(&call, text);
	free(text);
	cgf_point(&call, "return");
	cgf_call_end(&call, error);
	return error ? -1 : 0;
}

/* ---- placeholders ---- */

/* Nothing that has to be freed stands in this frame: the program's function may leave it by a panic. */
static int value_of(struct cgf_call *call, missing_free_value value, char digit)
{
	cgf_callback_enter(call);
	int number = value(digit - '0');
	cgf_callback_leave(call);
	return snprintf(NULL, 0, "%d", number);
}

int missing_free_measure(const char *text, missing_free_value value)
{
	struct cgf_call call;
	int length = 0;
	cgf_call_begin(&call, &measure_function);
	cgf_point(&call, "entry");
	for (const char *at = text; *at; at++) {
		if (at[0] == '%' && at[1] >= '0' && at[1] <= '9')
			length += value_of(&call, value, *++at);
		else
			length++;
	}
	cgf_call_end(&call, 0);
	return length;
}

const char *missing_free_level(unsigned level)
{
	static const char *const levels[] = {"debug", "notice", "warning", "error"};
	struct cgf_call call;
	cgf_call_begin(&call, &level_function);
	cgf_point(&call, "entry");
	cgf_call_end(&call, 0);
	return levels[level % (sizeof levels / sizeof *levels)];
}

/* ---- templates ---- */

struct missing_free_template {
	atomic_int references;
	char text[];
};

struct missing_free_template *missing_free_template_new(const char *text)
{
	struct cgf_call call;
	cgf_call_begin(&call, &template_new_function);
	cgf_point(&call, "entry");
	size_t bytes = strlen(text) + 1;
	struct missing_free_template *message = allocate(sizeof *message + bytes);
	atomic_init(&message->references, 1);
	memcpy(message->text, text, bytes);
	cgf_object_create(&call, "template", message);
	cgf_call_end(&call, 0);
	return message;
}

void missing_free_template_ref(struct missing_free_template *message)
{
	struct cgf_call call;
	cgf_call_begin(&call, &template_ref_function);
	cgf_object_use(&call, "template", message);
	cgf_point(&call, "entry");
	atomic_fetch_add(&message->references, 1);
	cgf_call_end(&call, 0);
}

void missing_free_template_unref(struct missing_free_template *message)
{
	struct cgf_call call;
	cgf_call_begin(&call, &template_unref_function);
	cgf_object_use(&call, "template", message);
	cgf_point(&call, "entry");
	if (atomic_fetch_sub(&message->references, 1) == 1) {
		cgf_object_free(&call, "template", message);
		free(message);
	}
	cgf_call_end(&call, 0);
}

int missing_free_template_send(struct missing_free_template *message)
{
	struct cgf_call call;
	cgf_call_begin(&call, &template_send_function);
	cgf_object_use(&call, "template", message);
	int error = send_text(&call, message->text);
	cgf_call_end(&call, error);
	return error ? -1 : 0;
}
