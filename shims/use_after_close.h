/*
 * use_after_close.h: a database. A session may be used by several threads at once. Whoever closes it sees to
 * it that nobody is inside of a call with it, that nobody uses it afterwards, and that all its cursors have
 * been freed.
 */
#ifndef USE_AFTER_CLOSE_H
#define USE_AFTER_CLOSE_H

struct use_after_close_session;
struct use_after_close_cursor;

/* A session; the number names the database. NULL: no memory. */
struct use_after_close_session *use_after_close_open(unsigned number);

/* A value, or -1 and errno. */
int use_after_close_read(struct use_after_close_session *session);

/* The database's name. It belongs to the session. */
const char *use_after_close_name(struct use_after_close_session *session);

/* What the database holds, in words, to be freed by the caller with free(3). NULL: no memory. */
char *use_after_close_describe(struct use_after_close_session *session);

/* NULL is no session, and nothing is done. */
void use_after_close_close(struct use_after_close_session *session);

/* A cursor of the session, which must stay open until the cursor has been freed. NULL: no memory. */
struct use_after_close_cursor *use_after_close_select(struct use_after_close_session *session);

/* The next row, or -1 and errno. */
int use_after_close_next(struct use_after_close_cursor *cursor);

void use_after_close_free_cursor(struct use_after_close_cursor *cursor);

#endif
