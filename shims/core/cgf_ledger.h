/*
 * cgf_ledger.h: what a shim tells the core about its library's objects, the memory it keeps and what it
 * answers.
 *
 * The core judges it before the library acts: inside a prebuilt library no sanitizer sees anything. Kinds are
 * words, since a handle is often a bare pointer. All functions do nothing where call->caller is NULL, leave
 * errno alone, and are called on the thread that makes the call. A broken rule ends the run: contract/RULE
 * at=FUNCTION.
 */
#ifndef CGF_LEDGER_H
#define CGF_LEDGER_H

#include "cgf.h"

enum { CGF_OBJECTS_MAX = 1024, CGF_HOLDS_MAX = 64, CGF_ANSWERS_MAX = 256, CGF_LENT_BYTES_MAX = 4096 };

/* ---- objects ---- */

/* The object lives from now, and belongs to the thread of this call for the rule of cgf_object_bind. */
void cgf_object_create(struct cgf_call *call, const char *kind, const void *object);

/* The same, inside of another object: a statement of a connection, a row of a result. It must be freed before
 * its parent. contract/child-alive, where the parent is freed first; object= is the child's kind. */
void cgf_object_child(struct cgf_call *call, const char *kind, const void *object, const char *parent_kind,
                      const void *parent);

/* In use until this call ends. contract/use-after-free: it is known to be freed. */
void cgf_object_use(struct cgf_call *call, const char *kind, const void *object);

/* From now on only its thread may use it. contract/thread-bound, where another one does. */
void cgf_object_bind(struct cgf_call *call, const char *kind, const void *object);

/* Gone. contract/freed-in-use: another call still uses it. contract/double-free. */
void cgf_object_free(struct cgf_call *call, const char *kind, const void *object);

/* One more reference, and one less; who makes an object has the first. The last one that is released frees
 * it, by the rules of cgf_object_free: one release too many is contract/double-free. Taking a reference is a
 * use. */
void cgf_object_refer(struct cgf_call *call, const char *kind, const void *object);
void cgf_object_release(struct cgf_call *call, const char *kind, const void *object);

/* ---- memory of the program that C keeps after the call: cmd/cgo, "Passing pointers" ---- */

struct cgf_hold;

/* C keeps these bytes, unchanged but by itself, until cgf_hold_end. NULL: outside a run, or too many. */
struct cgf_hold *cgf_hold(struct cgf_call *call, const void *memory, size_t bytes);

/* To be called before C touches what it keeps. contract/memory-changed: the bytes are no longer those that
 * were kept, so the memory has been freed and handed out again, or written by the program: no sanitizer sees
 * that. Memory that AddressSanitizer knows to be dead is left for the access itself to report. */
void cgf_hold_check(struct cgf_call *call, const struct cgf_hold *hold);

/* C itself has just written to it. */
void cgf_hold_renew(struct cgf_hold *hold);
void cgf_hold_end(struct cgf_hold *hold);

/* ---- descriptors of the program that C keeps after the call ---- */

struct cgf_descriptor_hold;

/* C uses this descriptor until cgf_descriptor_hold_end, and the program must not close it. NULL: outside a
 * run, too many, or it is not open. */
struct cgf_descriptor_hold *cgf_hold_descriptor(struct cgf_call *call, int descriptor);

/* To be called before C uses it. contract/descriptor-closed; contract/descriptor-changed: closed, and its
 * number names another file by now. */
void cgf_descriptor_hold_check(struct cgf_call *call, const struct cgf_descriptor_hold *hold);
void cgf_descriptor_hold_end(struct cgf_descriptor_hold *hold);

/* ---- results that the library lends ---- */

enum cgf_until {
	CGF_UNTIL_NEXT_CALL,           /* of the same function, by whoever: a static buffer, strerror(3) */
	CGF_UNTIL_NEXT_CALL_ON_THREAD, /* of the same function on this thread: a thread-local buffer */
	CGF_UNTIL_OBJECT_ENDS,         /* cgf_lend_of */
	CGF_FOR_EVER,                  /* a constant */
};

/* Returns what to give to the program in place of `result`: a copy of these bytes that is spoilt when their
 * life ends. Who reads it then is told by AddressSanitizer, or gets question marks for an answer. Outside a
 * run, for a result of more than CGF_LENT_BYTES_MAX bytes, and where too many are lent, `result` itself. */
const void *cgf_lend(struct cgf_call *call, const void *result, size_t bytes, enum cgf_until until);

/* The same, until the object is freed, or the library says by cgf_lent_end that what it has lent of it has
 * ended: a column's text ends with the next step of its statement. */
const void *cgf_lend_of(struct cgf_call *call, const void *result, size_t bytes, const char *kind,
                        const void *object);
void cgf_lent_end(struct cgf_call *call, const char *kind, const void *object);

/* ---- results ---- */

/* What the library answered to what it was asked. An op that has asked this and reports another result than
 * any answer given to that question while it ran is found, at the function that answered it last:
 * result/mixed-up where the library has given that answer in this run, to another question or before;
 * result/wrong-answer where it has given it to nobody, for instance one that was cut or read with another
 * width. */
void cgf_answer(struct cgf_call *call, const void *question, size_t question_bytes, const void *answer,
                size_t answer_bytes);

#endif
