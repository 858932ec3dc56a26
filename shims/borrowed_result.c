/*
 * borrowed_result.c: see borrowed_result.h. What the program is given is lent by the core, which spoils it
 * when its life ends.
 */
#include "borrowed_result.h"

#include "cgf.h"
#include "cgf_ledger.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct cgf_function name_function = {"borrowed_result_name",
                                                  (const char *const[]){"late.entry", "hop", NULL}};
static const struct cgf_function title_function = {"borrowed_result_title",
                                                   (const char *const[]){"late.entry", "hop", NULL}};
static const struct cgf_function message_function = {"borrowed_result_message",
                                                     (const char *const[]){"late.entry", NULL}};
static const struct cgf_function open_function = {"borrowed_result_open",
                                                  (const char *const[]){"errno=ENOMEM", NULL}};
static const struct cgf_function step_function = {"borrowed_result_step",
                                                  (const char *const[]){"late.entry", "hop", NULL}};
static const struct cgf_function text_function = {"borrowed_result_text",
                                                  (const char *const[]){"late.entry", "hop", NULL}};
static const struct cgf_function numbers_function = {"borrowed_result_numbers",
                                                     (const char *const[]){"late.entry", "hop", NULL}};
static const struct cgf_function close_function = {"borrowed_result_close",
                                                   (const char *const[]){"late.entry", NULL}};

static const struct cgf_function *const functions[] = {&name_function,    &title_function, &message_function,
                                                       &open_function,    &step_function,  &text_function,
                                                       &numbers_function, &close_function, NULL};

static struct cgf_library borrowed_result = {.name = "borrowed_result", .functions = functions};
CGF_LIBRARY(borrowed_result)

enum { TEXT_BYTES = 32, ROWS_MAX = 8 };

static const char cursor_kind[] = "cursor";

struct borrowed_result_cursor {
	unsigned rows, at;
	char text[TEXT_BYTES];
	unsigned numbers[ROWS_MAX];
};

/* The bytes of the text, with its end. */
static size_t text_make(struct cgf_call *call, char *out, const char *word, unsigned number)
{
	int length = snprintf(out, TEXT_BYTES, "%s %u", word, number);
	cgf_answer(call, &number, sizeof number, out, (size_t)length);
	return (size_t)length + 1;
}

const char *borrowed_result_name(unsigned number)
{
	static char text[TEXT_BYTES];
	struct cgf_call call;
	cgf_call_begin(&call, &name_function);
	cgf_point(&call, "entry");
	size_t bytes = text_make(&call, text, "name", number);
	const char *lent = cgf_lend(&call, text, bytes, CGF_UNTIL_NEXT_CALL);
	cgf_call_end(&call, 0);
	return lent;
}

const char *borrowed_result_title(unsigned number)
{
	static _Thread_local char text[TEXT_BYTES];
	struct cgf_call call;
	cgf_call_begin(&call, &title_function);
	cgf_point(&call, "entry");
	size_t bytes = text_make(&call, text, "title", number);
	const char *lent = cgf_lend(&call, text, bytes, CGF_UNTIL_NEXT_CALL_ON_THREAD);
	cgf_call_end(&call, 0);
	return lent;
}

const char *borrowed_result_message(unsigned number)
{
	static const char *const messages[] = {"none", "one", "some", "many"};
	struct cgf_call call;
	cgf_call_begin(&call, &message_function);
	cgf_point(&call, "entry");
	const char *message = messages[number % 4];
	cgf_answer(&call, &number, sizeof number, message, strlen(message));
	const char *lent = cgf_lend(&call, message, strlen(message) + 1, CGF_FOR_EVER);
	cgf_call_end(&call, 0);
	return lent;
}

struct borrowed_result_cursor *borrowed_result_open(unsigned rows)
{
	struct cgf_call call;
	cgf_call_begin(&call, &open_function);
	int error = cgf_fault_errno(&call);
	struct borrowed_result_cursor *cursor = error ? NULL : calloc(1, sizeof *cursor);
	if (cursor) {
		cursor->rows = rows < ROWS_MAX ? rows : ROWS_MAX;
		for (unsigned i = 0; i < cursor->rows; i++)
			cursor->numbers[i] = i + 1;
		cgf_object_create(&call, cursor_kind, cursor);
	}
	cgf_call_end(&call, error);
	return cursor;
}

int borrowed_result_step(struct borrowed_result_cursor *cursor)
{
	struct cgf_call call;
	cgf_call_begin(&call, &step_function);
	cgf_object_use(&call, cursor_kind, cursor);
	cgf_point(&call, "entry");
	cgf_lent_end(&call, cursor_kind, cursor);
	int more = cursor->at < cursor->rows;
	cursor->at += (unsigned)more;
	cgf_call_end(&call, 0);
	return more;
}

const char *borrowed_result_text(struct borrowed_result_cursor *cursor)
{
	struct cgf_call call;
	cgf_call_begin(&call, &text_function);
	cgf_object_use(&call, cursor_kind, cursor);
	cgf_point(&call, "entry");
	size_t bytes = text_make(&call, cursor->text, "row", cursor->at);
	const char *lent = cgf_lend_of(&call, cursor->text, bytes, cursor_kind, cursor);
	cgf_call_end(&call, 0);
	return lent;
}

const unsigned *borrowed_result_numbers(struct borrowed_result_cursor *cursor, size_t *count)
{
	struct cgf_call call;
	cgf_call_begin(&call, &numbers_function);
	cgf_object_use(&call, cursor_kind, cursor);
	cgf_point(&call, "entry");
	size_t bytes = cursor->rows * sizeof cursor->numbers[0];
	*count = cursor->rows;
	cgf_answer(&call, &cursor->rows, sizeof cursor->rows, cursor->numbers, bytes);
	const unsigned *lent = cgf_lend_of(&call, cursor->numbers, bytes, cursor_kind, cursor);
	cgf_call_end(&call, 0);
	return lent;
}

void borrowed_result_close(struct borrowed_result_cursor *cursor)
{
	struct cgf_call call;
	cgf_call_begin(&call, &close_function);
	cgf_point(&call, "entry");
	cgf_object_free(&call, cursor_kind, cursor);
	free(cursor);
	cgf_call_end(&call, 0);
}
