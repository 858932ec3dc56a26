/*
 * retained_pointer.c: see retained_pointer.h. The library keeps a pointer where the plan says so (fault
 * "keep"), and is done with it in the call otherwise; "fire" lets the device use everything that was kept.
 */
#include "retained_pointer.h"

#include "cgf.h"
#include "cgf_ledger.h"

static const struct cgf_function register_function = {
        "retained_pointer_register", (const char *const[]){"keep", "late.entry", "late.return", "hop", NULL}};
static const struct cgf_function watch_function = {
        "retained_pointer_watch", (const char *const[]){"keep", "late.entry", "late.return", "hop", NULL}};
static const struct cgf_function unregister_function = {"retained_pointer_unregister",
                                                        (const char *const[]){"late.entry", NULL}};
static const struct cgf_function fire_function = {"retained_pointer_fire",
                                                  (const char *const[]){"late.entry", NULL}};

static const struct cgf_function *const functions[] = {&register_function, &watch_function,
                                                       &unregister_function, &fire_function, NULL};

struct slot {
	unsigned char *memory;
	size_t bytes;
	int for_input;
	retained_pointer_callback callback;
	struct cgf_hold *hold;
};

/* The device and the program's threads meet here. */
static pthread_mutex_t slots_lock = PTHREAD_MUTEX_INITIALIZER;
static struct slot slots[RETAINED_POINTER_SLOTS];

static int slot_fill(struct cgf_call *call, const struct slot *content)
{
	int slot = 0;
	cgf_mutex_lock(call, &slots_lock);
	while (slot < RETAINED_POINTER_SLOTS && slots[slot].memory)
		slot++;
	if (slot < RETAINED_POINTER_SLOTS) {
		slots[slot] = *content;
		slots[slot].hold = cgf_hold(call, content->memory, content->bytes);
	}
	cgf_mutex_unlock(call, &slots_lock);
	return slot < RETAINED_POINTER_SLOTS ? slot : -1;
}

/* What the device does with a buffer: it reads all of it, or writes all of it. */
static void retained_pointer_use(const struct slot *slot)
{
	volatile unsigned char *at = slot->memory;
	for (size_t i = 0; i < slot->bytes; i++) {
		if (slot->for_input)
			at[i] = (unsigned char)i;
		else
			(void)at[i];
	}
}

int retained_pointer_register(void *buffer, size_t bytes, int for_input)
{
	struct cgf_call call;
	struct slot content = {.memory = buffer, .bytes = bytes, .for_input = for_input};
	int slot = -1;
	cgf_call_begin(&call, &register_function);
	cgf_point(&call, "entry");
	if (cgf_fault(&call, "keep"))
		slot = slot_fill(&call, &content);
	else
		retained_pointer_use(&content);
	cgf_point(&call, "return");
	cgf_call_end(&call, 0);
	return slot;
}

int retained_pointer_watch(retained_pointer_callback callback, void *data, size_t bytes)
{
	struct cgf_call call;
	struct slot content = {.memory = data, .bytes = bytes, .callback = callback};
	int slot = -1;
	cgf_call_begin(&call, &watch_function);
	cgf_point(&call, "entry");
	if (cgf_fault(&call, "keep")) {
		slot = slot_fill(&call, &content);
	} else {
		cgf_callback_enter(&call);
		callback(data);
		cgf_callback_leave(&call);
	}
	cgf_point(&call, "return");
	cgf_call_end(&call, 0);
	return slot;
}

void retained_pointer_unregister(int slot)
{
	struct cgf_call call;
	cgf_call_begin(&call, &unregister_function);
	cgf_point(&call, "entry");
	if (slot >= 0 && slot < RETAINED_POINTER_SLOTS) {
		cgf_mutex_lock(&call, &slots_lock);
		cgf_hold_end(slots[slot].hold);
		slots[slot] = (struct slot){0};
		cgf_mutex_unlock(&call, &slots_lock);
	}
	cgf_call_end(&call, 0);
}

/* The device has something to say. */
static void retained_pointer_fire(void)
{
	struct cgf_call call;
	cgf_call_begin(&call, &fire_function);
	cgf_point(&call, "entry");
	cgf_mutex_lock(&call, &slots_lock);
	for (int i = 0; i < RETAINED_POINTER_SLOTS; i++) {
		if (!slots[i].memory)
			continue;
		cgf_hold_check(&call, slots[i].hold);
		if (slots[i].callback) {
			cgf_callback_enter(&call);
			slots[i].callback(slots[i].memory);
			cgf_callback_leave(&call);
		} else {
			retained_pointer_use(&slots[i]);
		}
		cgf_hold_renew(slots[i].hold);
	}
	cgf_mutex_unlock(&call, &slots_lock);
	cgf_call_end(&call, 0);
}

static void reset(void)
{
	pthread_mutex_lock(&slots_lock);
	for (int i = 0; i < RETAINED_POINTER_SLOTS; i++)
		slots[i] = (struct slot){0};
	pthread_mutex_unlock(&slots_lock);
}

static const struct cgf_action actions[] = {{"fire", retained_pointer_fire}, {NULL, NULL}};
static struct cgf_library retained_pointer = {
        .name = "retained_pointer", .functions = functions, .actions = actions, .reset = reset};
CGF_LIBRARY(retained_pointer)
