/*
 * use_after_close.c: see use_after_close.h. The plan lets its calls return late, so that a session can be
 * closed meanwhile, and lets them fail.
 */
#include "use_after_close.h"

#include "cgf.h"
#include "cgf_ledger.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct cgf_function open_function = {"use_after_close_open",
                                                  (const char *const[]){"late.entry", "hop", NULL}};
static const struct cgf_function read_function = {
        "use_after_close_read",
        (const char *const[]){"late.entry", "late.return", "hop", "errno=EIO", "errno=EBUSY", NULL}};
static const struct cgf_function name_function = {"use_after_close_name",
                                                  (const char *const[]){"late.entry", "hop", NULL}};
static const struct cgf_function describe_function = {"use_after_close_describe",
                                                      (const char *const[]){"late.entry", "hop", NULL}};
static const struct cgf_function close_function = {"use_after_close_close",
                                                   (const char *const[]){"late.entry", NULL}};
static const struct cgf_function select_function = {"use_after_close_select",
                                                    (const char *const[]){"late.entry", "hop", NULL}};
static const struct cgf_function next_function = {
        "use_after_close_next",
        (const char *const[]){"late.entry", "late.return", "hop", "errno=EIO", "errno=EBUSY", NULL}};
static const struct cgf_function free_cursor_function = {"use_after_close_free_cursor",
                                                         (const char *const[]){"late.entry", NULL}};

static const struct cgf_function *const functions[] = {
        &open_function,     &read_function,        &name_function,
        &describe_function, &close_function,       &select_function,
        &next_function,     &free_cursor_function, NULL};
static struct cgf_library use_after_close = {.name = "use_after_close", .functions = functions};
CGF_LIBRARY(use_after_close)

enum { NAME_BYTES = 32 };

struct use_after_close_session {
	unsigned number;
	atomic_int reads; /* several threads read at once */
	char name[NAME_BYTES];
};

struct use_after_close_cursor {
	struct use_after_close_session *session;
	int row;
};

struct use_after_close_session *use_after_close_open(unsigned number)
{
	struct cgf_call call;
	cgf_call_begin(&call, &open_function);
	cgf_point(&call, "entry");
	struct use_after_close_session *session = calloc(1, sizeof *session);
	if (session) {
		session->number = number;
		snprintf(session->name, sizeof session->name, "database %u", number);
		cgf_object_create(&call, "session", session);
	}
	cgf_call_end(&call, 0);
	return session;
}

int use_after_close_read(struct use_after_close_session *session)
{
	struct cgf_call call;
	int value = -1;
	cgf_call_begin(&call, &read_function);
	cgf_object_use(&call, "session", session);
	cgf_point(&call, "entry");
	int error = cgf_fault_errno(&call);
	if (!error)
		value = atomic_fetch_add_explicit(&session->reads, 1, memory_order_relaxed) & 0xff;
	cgf_point(&call, "return");
	cgf_call_end(&call, error);
	return value;
}

const char *use_after_close_name(struct use_after_close_session *session)
{
	struct cgf_call call;
	cgf_call_begin(&call, &name_function);
	cgf_object_use(&call, "session", session);
	cgf_point(&call, "entry");
	cgf_answer(&call, &session->number, sizeof session->number, session->name, strlen(session->name));
	cgf_call_end(&call, 0);
	return session->name;
}

char *use_after_close_describe(struct use_after_close_session *session)
{
	struct cgf_call call;
	cgf_call_begin(&call, &describe_function);
	cgf_object_use(&call, "session", session);
	cgf_point(&call, "entry");
	char *text = malloc(sizeof session->name + sizeof " with a table");
	if (text)
		sprintf(text, "%s with a table", session->name);
	cgf_call_end(&call, 0);
	return text;
}

void use_after_close_close(struct use_after_close_session *session)
{
	struct cgf_call call;
	cgf_call_begin(&call, &close_function);
	cgf_point(&call, "entry");
	cgf_object_free(&call, "session", session);
	free(session);
	cgf_call_end(&call, 0);
}

struct use_after_close_cursor *use_after_close_select(struct use_after_close_session *session)
{
	struct cgf_call call;
	cgf_call_begin(&call, &select_function);
	cgf_object_use(&call, "session", session);
	cgf_point(&call, "entry");
	struct use_after_close_cursor *cursor = calloc(1, sizeof *cursor);
	if (cursor) {
		cursor->session = session;
		cgf_object_child(&call, "cursor", cursor, "session", session);
	}
	cgf_call_end(&call, 0);
	return cursor;
}

int use_after_close_next(struct use_after_close_cursor *cursor)
{
	struct cgf_call call;
	int row = -1;
	cgf_call_begin(&call, &next_function);
	cgf_object_use(&call, "cursor", cursor);
	cgf_point(&call, "entry");
	int error = cgf_fault_errno(&call);
	if (!error)
		row = cursor->row++;
	cgf_point(&call, "return");
	cgf_call_end(&call, error);
	return row;
}

void use_after_close_free_cursor(struct use_after_close_cursor *cursor)
{
	struct cgf_call call;
	cgf_call_begin(&call, &free_cursor_function);
	cgf_point(&call, "entry");
	cgf_object_free(&call, "cursor", cursor);
	free(cursor);
	cgf_call_end(&call, 0);
}
