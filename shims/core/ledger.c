/*
 * ledger.c: the library's objects, the memory of the program that C keeps, and what was answered.
 *
 * Fixed arrays searched from the end: a run makes few of them, and nothing may allocate while callers are
 * parked.
 */
#include "internal.h"

enum { USERS_MAX = 8 };

struct object {
	const char *kind;
	const void *address;
	unsigned owner; /* caller number */
	uint32_t owner_hops;
	bool bound, freed;
	uint32_t users[USERS_MAX]; /* ids of calls; 0: free */
};

struct cgf_hold {
	const void *memory;
	size_t bytes;
	uint64_t digest;
};

struct answer {
	uint64_t question, answer;
};

static struct object objects[CGF_OBJECTS_MAX];
static size_t object_count;
static struct cgf_hold holds[CGF_HOLDS_MAX];
static struct answer answers[CGF_ANSWERS_MAX];
static uint32_t answer_count;

/* Reads memory that may be dead: what a sanitizer would say of it is the shim's own access to say. */
CGF_UNSEEN static uint64_t digest_of(const void *memory, size_t bytes)
{
	const volatile unsigned char *at = memory;
	uint64_t digest = 0xcbf29ce484222325;
	while (bytes--)
		digest = (digest ^ *at++) * 0x100000001b3;
	return digest;
}

/* "object=KIND" into CGF_NAME_BYTES_MAX bytes. */
CGF_UNSEEN static void object_word(char *out, const char *kind)
{
	static const char word[] = "object=";
	unsigned length = 0;
	for (const char *at = word; *at; at++)
		out[length++] = *at;
	for (; *kind && length < CGF_NAME_BYTES_MAX - 1; kind++)
		out[length++] = *kind;
	out[length] = 0;
}

_Noreturn CGF_UNSEEN static void broken_rule(const struct cgf_call *call, const char *verdict,
                                             const char *kind)
{
	char more[CGF_NAME_BYTES_MAX] = "";
	if (kind)
		object_word(more, kind);
	cgf_found(verdict, call->function->name, more, call->caller->goroutine);
}

_Noreturn CGF_UNSEEN void cgf_violation(struct cgf_call *call, const char *rule)
{
	char verdict[CGF_NAME_BYTES_MAX] = "contract/";
	unsigned length = 9;
	for (; *rule && length < sizeof verdict - 1; rule++)
		verdict[length++] = *rule;
	cgf_found(verdict, call->function->name, "", call->caller ? call->caller->goroutine : 0);
}

/* ---- objects ---- */

/* The newest record of the object: an address may have been an earlier object's. The lock is held. */
CGF_UNSEEN static struct object *object_find(const char *kind, const void *address)
{
	for (size_t i = object_count; i-- > 0;) {
		if (objects[i].address == address && cgf_same(objects[i].kind, kind))
			return &objects[i];
	}
	return NULL;
}

CGF_UNSEEN void cgf_object_create(struct cgf_call *call, const char *kind, const void *object)
{
	if (!call->caller || !object)
		return;
	cgf_lock(&cgf_core.lock);
	struct object *found = object_find(kind, object);
	if (!found && object_count < CGF_OBJECTS_MAX)
		found = &objects[object_count++];
	if (found) {
		cgf_clear(found, sizeof *found);
		found->kind = kind;
		found->address = object;
		found->owner = cgf_caller_owner(call->caller)->number;
		found->owner_hops = cgf_caller_owner(call->caller)->hops;
	}
	cgf_unlock(&cgf_core.lock);
}

/* Another thread: another caller, or the same one after a hop. */
CGF_UNSEEN static bool foreign_thread(const struct object *object, const struct cgf_call *call)
{
	return object->owner != call->caller->number || object->owner_hops != call->caller->hops;
}

CGF_UNSEEN void cgf_object_use(struct cgf_call *call, const char *kind, const void *object)
{
	if (!call->caller)
		return;
	cgf_lock(&cgf_core.lock);
	struct object *found = object_find(kind, object);
	const char *verdict = NULL;
	if (found && found->freed)
		verdict = "contract/use-after-free";
	else if (found && found->bound && foreign_thread(found, call))
		verdict = "contract/thread-bound";
	for (unsigned i = 0; found && !verdict && i < USERS_MAX; i++) {
		if (!found->users[i]) {
			found->users[i] = call->id;
			break;
		}
	}
	cgf_unlock(&cgf_core.lock);
	if (verdict)
		broken_rule(call, verdict, kind);
}

CGF_UNSEEN void cgf_object_bind(struct cgf_call *call, const char *kind, const void *object)
{
	if (!call->caller)
		return;
	cgf_lock(&cgf_core.lock);
	struct object *found = object_find(kind, object);
	if (found) {
		found->bound = true;
		found->owner = call->caller->number;
		found->owner_hops = call->caller->hops;
	}
	cgf_unlock(&cgf_core.lock);
}

/* The call, other than this one, that uses the object; 0 if none does. */
CGF_UNSEEN static uint32_t other_user(const struct object *object, const struct cgf_call *call)
{
	for (unsigned i = 0; i < USERS_MAX; i++) {
		if (object->users[i] && object->users[i] != call->id)
			return object->users[i];
	}
	return 0;
}

/* The report names the op that is still inside its call first, and then who freed the object. */
_Noreturn CGF_UNSEEN static void freed_in_use(const struct cgf_call *call, uint32_t user, const char *kind)
{
	char more[CGF_NAME_BYTES_MAX];
	object_word(more, kind);
	cgf_found_also(call->caller->goroutine);
	cgf_found("contract/freed-in-use", call->function->name, more, cgf_call_goroutine(user));
}

CGF_UNSEEN void cgf_object_free(struct cgf_call *call, const char *kind, const void *object)
{
	if (!call->caller || !object)
		return;
	cgf_lock(&cgf_core.lock);
	struct object *found = object_find(kind, object);
	uint32_t user = found ? other_user(found, call) : 0;
	bool twice = found && found->freed;
	if (found && !user)
		found->freed = true;
	cgf_unlock(&cgf_core.lock);
	if (twice)
		broken_rule(call, "contract/double-free", kind);
	if (user)
		freed_in_use(call, user, kind);
}

CGF_UNSEEN size_t cgf_objects_alive(void)
{
	size_t alive = 0;
	for (size_t i = 0; i < object_count; i++)
		alive += !objects[i].freed;
	return alive;
}

CGF_UNSEEN void cgf_ledger_call_ended(const struct cgf_call *call)
{
	for (size_t i = 0; i < object_count; i++) {
		for (unsigned user = 0; user < USERS_MAX; user++) {
			if (objects[i].users[user] == call->id)
				objects[i].users[user] = 0;
		}
	}
}

/* ---- memory that C keeps ---- */

CGF_UNSEEN struct cgf_hold *cgf_hold(struct cgf_call *call, const void *memory, size_t bytes)
{
	struct cgf_hold *hold = NULL;
	if (!call->caller || !memory)
		return NULL;
	cgf_lock(&cgf_core.lock);
	for (unsigned i = 0; i < CGF_HOLDS_MAX && !hold; i++) {
		if (!holds[i].memory)
			hold = &holds[i];
	}
	if (hold) {
		hold->memory = memory;
		hold->bytes = bytes;
		hold->digest = digest_of(memory, bytes);
	}
	cgf_unlock(&cgf_core.lock);
	return hold;
}

/* AddressSanitizer's own question; not there in other builds. */
extern void *__asan_region_is_poisoned(void *memory, size_t bytes) __attribute__((weak));

CGF_UNSEEN void cgf_hold_check(struct cgf_call *call, const struct cgf_hold *hold)
{
	if (!call->caller || !hold || !hold->memory)
		return;
	if (__asan_region_is_poisoned && __asan_region_is_poisoned((void *)hold->memory, hold->bytes))
		return;
	if (digest_of(hold->memory, hold->bytes) != hold->digest)
		broken_rule(call, "contract/memory-changed", NULL);
}

CGF_UNSEEN void cgf_hold_renew(struct cgf_hold *hold)
{
	if (hold && hold->memory)
		hold->digest = digest_of(hold->memory, hold->bytes);
}

CGF_UNSEEN void cgf_hold_end(struct cgf_hold *hold)
{
	if (hold)
		hold->memory = NULL;
}

/* ---- answers ---- */

CGF_UNSEEN void cgf_answer(struct cgf_call *call, const void *question, size_t question_bytes,
                           const void *answer, size_t answer_bytes)
{
	if (!call->caller)
		return;
	cgf_lock(&cgf_core.lock);
	struct answer *at = &answers[answer_count++ % CGF_ANSWERS_MAX];
	at->question = digest_of(question, question_bytes);
	at->answer = digest_of(answer, answer_bytes);
	cgf_unlock(&cgf_core.lock);
}

CGF_UNSEEN uint32_t cgf_answer_count(void)
{
	return answer_count;
}

CGF_UNSEEN bool cgf_answer_contradicts(uint32_t first, const struct cgf_op_result *result)
{
	uint64_t question = digest_of(result->question, result->question_bytes);
	uint64_t answer = digest_of(result->answer, result->answer_bytes);
	bool asked = false;
	if (answer_count - first > CGF_ANSWERS_MAX)
		first = answer_count - CGF_ANSWERS_MAX;
	for (uint32_t i = first; i != answer_count; i++) {
		const struct answer *at = &answers[i % CGF_ANSWERS_MAX];
		if (at->question != question)
			continue;
		asked = true;
		if (at->answer == answer)
			return false;
	}
	return asked;
}

CGF_UNSEEN void cgf_ledger_reset(void)
{
	object_count = 0;
	answer_count = 0;
	for (unsigned i = 0; i < CGF_HOLDS_MAX; i++)
		holds[i].memory = NULL;
}
