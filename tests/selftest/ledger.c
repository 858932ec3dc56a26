/*
 * ledger.c: see ledger.h.
 */
#include "ledger.h"

#include "cgf.h"
#include "cgf_ledger.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FUNCTION(name, ...)                                                                                  \
	static const struct cgf_function name##_function = {"ledger_" #name,                                 \
	                                                    (const char *const[]){__VA_ARGS__ NULL}};

FUNCTION(open, )
FUNCTION(open_inside, )
FUNCTION(close, )
FUNCTION(refer, )
FUNCTION(release, )
FUNCTION(text, "late.entry", "hop", )
FUNCTION(text_of_thread, "late.entry", "hop", )
FUNCTION(text_of_box, )
FUNCTION(shake, )
FUNCTION(ask, "busy", )
FUNCTION(watch, )
FUNCTION(poll, )
FUNCTION(unwatch, )

static const struct cgf_function *const functions[] = {&open_function,           &open_inside_function,
                                                       &close_function,          &refer_function,
                                                       &release_function,        &text_function,
                                                       &text_of_thread_function, &text_of_box_function,
                                                       &shake_function,          &ask_function,
                                                       &watch_function,          &poll_function,
                                                       &unwatch_function,        NULL};

struct ledger_box {
	int references;
	char text[16];
};

static struct cgf_descriptor_hold *watched;

static void reset(void)
{
	watched = NULL;
}

static struct cgf_library ledger = {.name = "ledger", .functions = functions, .reset = reset};
CGF_LIBRARY(ledger)

static const char box_kind[] = "box", inner_kind[] = "inner";

struct ledger_box *ledger_open(void)
{
	struct cgf_call call;
	cgf_call_begin(&call, &open_function);
	struct ledger_box *box = calloc(1, sizeof *box);
	box->references = 1;
	cgf_object_create(&call, box_kind, box);
	cgf_call_end(&call, 0);
	return box;
}

struct ledger_box *ledger_open_inside(struct ledger_box *outer)
{
	struct cgf_call call;
	cgf_call_begin(&call, &open_inside_function);
	struct ledger_box *box = calloc(1, sizeof *box);
	box->references = 1;
	cgf_object_child(&call, inner_kind, box, box_kind, outer);
	cgf_call_end(&call, 0);
	return box;
}

void ledger_close(struct ledger_box *box)
{
	struct cgf_call call;
	cgf_call_begin(&call, &close_function);
	cgf_object_free(&call, box_kind, box);
	cgf_object_free(&call, inner_kind, box);
	free(box);
	cgf_call_end(&call, 0);
}

void ledger_refer(struct ledger_box *box)
{
	struct cgf_call call;
	cgf_call_begin(&call, &refer_function);
	cgf_object_refer(&call, box_kind, box);
	box->references++;
	cgf_call_end(&call, 0);
}

void ledger_release(struct ledger_box *box)
{
	struct cgf_call call;
	cgf_call_begin(&call, &release_function);
	cgf_object_release(&call, box_kind, box);
	if (--box->references == 0)
		free(box);
	cgf_call_end(&call, 0);
}

/* What the library keeps, for whoever asks for it: lent on by the caller. */
static size_t text_make(struct cgf_call *call, char out[16], int number)
{
	int bytes = snprintf(out, 16, "%d", number) + 1;
	cgf_answer(call, &number, sizeof number, out, strlen(out));
	return (size_t)bytes;
}

const char *ledger_text(int number)
{
	static char text[16];
	struct cgf_call call;
	cgf_call_begin(&call, &text_function);
	cgf_point(&call, "entry");
	const char *lent = cgf_lend(&call, text, text_make(&call, text, number), CGF_UNTIL_NEXT_CALL);
	cgf_call_end(&call, 0);
	return lent;
}

const char *ledger_text_of_thread(int number)
{
	static _Thread_local char text[16];
	struct cgf_call call;
	cgf_call_begin(&call, &text_of_thread_function);
	cgf_point(&call, "entry");
	const char *lent =
	        cgf_lend(&call, text, text_make(&call, text, number), CGF_UNTIL_NEXT_CALL_ON_THREAD);
	cgf_call_end(&call, 0);
	return lent;
}

const char *ledger_text_of_box(struct ledger_box *box, int number)
{
	struct cgf_call call;
	cgf_call_begin(&call, &text_of_box_function);
	cgf_object_use(&call, box_kind, box);
	const char *lent = cgf_lend_of(&call, box->text, text_make(&call, box->text, number), box_kind, box);
	cgf_call_end(&call, 0);
	return lent;
}

void ledger_shake(struct ledger_box *box)
{
	struct cgf_call call;
	cgf_call_begin(&call, &shake_function);
	cgf_object_use(&call, box_kind, box);
	cgf_lent_end(&call, box_kind, box);
	cgf_call_end(&call, 0);
}

int ledger_ask(void)
{
	struct cgf_call call;
	cgf_call_begin(&call, &ask_function);
	int code = cgf_fault(&call, "busy") ? LEDGER_BUSY : 0;
	cgf_call_end_code(&call, code);
	return code;
}

void ledger_watch(int descriptor)
{
	struct cgf_call call;
	cgf_call_begin(&call, &watch_function);
	watched = cgf_hold_descriptor(&call, descriptor);
	cgf_call_end(&call, 0);
}

void ledger_poll(void)
{
	struct cgf_call call;
	cgf_call_begin(&call, &poll_function);
	cgf_descriptor_hold_check(&call, watched);
	cgf_call_end(&call, 0);
}

void ledger_unwatch(void)
{
	struct cgf_call call;
	cgf_call_begin(&call, &unwatch_function);
	cgf_descriptor_hold_end(watched);
	watched = NULL;
	cgf_call_end(&call, 0);
}
