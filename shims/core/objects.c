/*
 * objects.c: the library's objects: who uses them, and when they are freed.
 *
 * A fixed array searched from the end: a run makes few of them, and nothing may allocate while callers are
 * parked.
 */
#include "objects.h"
#include "hidden.h"
#include "lent.h"
#include "op_calls.h"
#include "report.h"
#include "rules.h"

enum { USERS_MAX = 8 };

struct object {
	const char *kind;
	struct cgf_hidden address;
	unsigned owner; /* caller number */
	uint32_t owner_hops;
	bool bound, freed;
	uint32_t references;
	const struct object *parent; /* or NULL */
	uint32_t users[USERS_MAX];   /* ids of calls; 0: free */
};

static struct object objects[CGF_OBJECTS_MAX];
static size_t object_count;

/* The newest record of the object: an address may have been an earlier object's. The lock is held. */
CGF_UNSEEN static struct object *object_find(const char *kind, const void *address)
{
	for (size_t i = object_count; i-- > 0;) {
		if (cgf_hides(objects[i].address, address) && cgf_same(objects[i].kind, kind))
			return &objects[i];
	}
	return NULL;
}

/* NULL where there are too many. The lock is held. */
CGF_UNSEEN static struct object *object_add(const struct cgf_call *call, const char *kind, const void *object)
{
	struct object *found = object_find(kind, object);
	if (!found && object_count < CGF_OBJECTS_MAX)
		found = &objects[object_count++];
	if (!found)
		return NULL;
	cgf_clear(found, sizeof *found);
	found->kind = kind;
	found->address = cgf_hide(object);
	found->owner = cgf_caller_owner(call->caller)->number;
	found->owner_hops = cgf_caller_owner(call->caller)->hops;
	found->references = 1;
	return found;
}

CGF_UNSEEN void cgf_object_create(struct cgf_call *call, const char *kind, const void *object)
{
	if (!cgf_caller_in(call) || !object)
		return;
	cgf_lock(&cgf_core.lock);
	object_add(call, kind, object);
	cgf_unlock(&cgf_core.lock);
}

CGF_UNSEEN void cgf_object_child(struct cgf_call *call, const char *kind, const void *object,
                                 const char *parent_kind, const void *parent)
{
	if (!cgf_caller_in(call) || !object)
		return;
	cgf_lock(&cgf_core.lock);
	struct object *child = object_add(call, kind, object);
	if (child)
		child->parent = object_find(parent_kind, parent);
	cgf_unlock(&cgf_core.lock);
}

/* Another thread: another caller, or the same one after a hop. */
CGF_UNSEEN static bool foreign_thread(const struct object *object, const struct cgf_call *call)
{
	return object->owner != call->caller->number || object->owner_hops != call->caller->hops;
}

CGF_UNSEEN void cgf_object_use(struct cgf_call *call, const char *kind, const void *object)
{
	if (!cgf_caller_in(call))
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
	if (verdict && !cgf_panicking())
		cgf_broken_rule(call, verdict, kind);
}

CGF_UNSEEN void cgf_object_bind(struct cgf_call *call, const char *kind, const void *object)
{
	if (!cgf_caller_in(call))
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
	cgf_object_word(more, kind);
	cgf_found_also(call->caller->goroutine);
	cgf_found("contract/freed-in-use", call->function->name, more, cgf_call_goroutine(user));
}

/* A child that lives; NULL if none does. */
CGF_UNSEEN static const struct object *live_child(const struct object *parent)
{
	for (size_t i = 0; i < object_count; i++) {
		if (objects[i].parent == parent && !objects[i].freed)
			return &objects[i];
	}
	return NULL;
}

/* A later object may stand in the parent's place. */
CGF_UNSEEN static void free_object(struct object *object, const void *address)
{
	object->freed = true;
	cgf_lent_object_ended(object->kind, address);
	for (size_t i = 0; i < object_count; i++) {
		if (objects[i].parent == object)
			objects[i].parent = NULL;
	}
}

CGF_UNSEEN void cgf_object_free(struct cgf_call *call, const char *kind, const void *object)
{
	if (!cgf_caller_in(call) || !object)
		return;
	cgf_lock(&cgf_core.lock);
	struct object *found = object_find(kind, object);
	uint32_t user = found ? other_user(found, call) : 0;
	bool twice = found && found->freed;
	const struct object *child = found && !twice && !user ? live_child(found) : NULL;
	const char *child_kind = child ? child->kind : NULL;
	if (found && !twice && !user)
		free_object(found, object);
	cgf_op_call_is_no_recovery(call->id);
	cgf_unlock(&cgf_core.lock);
	if ((twice || user || child) && cgf_panicking())
		return;
	if (twice)
		cgf_broken_rule(call, "contract/double-free", kind);
	if (user)
		freed_in_use(call, user, kind);
	if (child)
		cgf_broken_rule(call, "contract/child-alive", child_kind);
}

CGF_UNSEEN void cgf_object_refer(struct cgf_call *call, const char *kind, const void *object)
{
	cgf_object_use(call, kind, object);
	if (!cgf_caller_in(call))
		return;
	cgf_lock(&cgf_core.lock);
	struct object *found = object_find(kind, object);
	if (found && !found->freed)
		found->references++;
	cgf_unlock(&cgf_core.lock);
}

CGF_UNSEEN void cgf_object_release(struct cgf_call *call, const char *kind, const void *object)
{
	bool last = true;
	if (!cgf_caller_in(call) || !object)
		return;
	cgf_lock(&cgf_core.lock);
	struct object *found = object_find(kind, object);
	if (found && !found->freed && found->references > 1) {
		found->references--;
		last = false;
	}
	cgf_op_call_is_no_recovery(call->id);
	cgf_unlock(&cgf_core.lock);
	if (last)
		cgf_object_free(call, kind, object);
}

CGF_UNSEEN size_t cgf_objects_alive(void)
{
	size_t alive = 0;
	for (size_t i = 0; i < object_count; i++)
		alive += !objects[i].freed;
	return alive;
}

CGF_UNSEEN void cgf_objects_call_ended(uint32_t id)
{
	for (size_t i = 0; i < object_count; i++) {
		for (unsigned user = 0; user < USERS_MAX; user++) {
			if (objects[i].users[user] == id)
				objects[i].users[user] = 0;
		}
	}
}

CGF_UNSEEN void cgf_objects_reset(void)
{
	object_count = 0;
}
