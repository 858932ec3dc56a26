/*
 * selftest.c: see selftest.h.
 */
#include "selftest.h"

#include "cgf.h"
#include "cgf_ledger.h"

#include <stdlib.h>

#define SITES(...) ((const char *const[]){__VA_ARGS__, NULL})

static const struct cgf_function work_function = {
        "selftest_work", SITES("late.entry", "late.return", "hop", "errno=EAGAIN", "leave=EINTR")};
static const struct cgf_function note_function = {"selftest_note", SITES("late.entry", "hop")};
static const struct cgf_function call_back_function = {"selftest_call_back",
                                                       SITES("late.entry", "late.return", "twice", "hop")};
static const struct cgf_function post_function = {"selftest_post", SITES("late.entry", "hop")};
static const struct cgf_function deliver_function = {"selftest_deliver", SITES("late.entry", "late.return")};
static const struct cgf_function share_locked_function = {
        "selftest_share_locked", SITES("late.entry", "late.inside", "late.return", "hop")};
static const struct cgf_function share_unlocked_function = {"selftest_share_unlocked",
                                                            SITES("late.entry", "late.inside", "hop")};
static const struct cgf_function open_function = {"selftest_open", SITES("late.entry", "hop")};
static const struct cgf_function use_function = {"selftest_use", SITES("late.entry", "hop", "errno=EIO")};
static const struct cgf_function close_function = {"selftest_close", SITES("late.entry")};

static const struct cgf_function *const functions[] = {&work_function,
                                                       &note_function,
                                                       &call_back_function,
                                                       &post_function,
                                                       &deliver_function,
                                                       &open_function,
                                                       &use_function,
                                                       &share_locked_function,
                                                       &share_unlocked_function,
                                                       &close_function,
                                                       NULL};

enum { POSTS_MAX = 16 };

struct post {
	selftest_callback callback;
	int number;
};

static pthread_mutex_t posts_lock = PTHREAD_MUTEX_INITIALIZER, shared_lock = PTHREAD_MUTEX_INITIALIZER;
static struct post posts[POSTS_MAX];
static unsigned post_count;
static int shared_under_lock, shared_freely;

static void reset(void)
{
	post_count = 0;
	shared_under_lock = shared_freely = 0;
}

/* Takes the newest post, so that the mutex is free while the program runs. */
static struct post post_take(struct cgf_call *call)
{
	struct post post = {0};
	cgf_mutex_lock(call, &posts_lock);
	if (post_count)
		post = posts[--post_count];
	cgf_mutex_unlock(call, &posts_lock);
	return post;
}

static void selftest_deliver(void)
{
	struct cgf_call call;
	cgf_call_begin(&call, &deliver_function);
	cgf_point(&call, "entry");
	struct post post = post_take(&call);
	if (post.callback) {
		cgf_callback_enter(&call);
		post.callback(post.number);
		cgf_callback_leave(&call);
	}
	cgf_point(&call, "return");
	cgf_call_end(&call, 0);
}

static const struct cgf_action actions[] = {{"deliver", selftest_deliver}, {0}};

static struct cgf_library selftest = {
        .name = "selftest", .functions = functions, .actions = actions, .reset = reset};
CGF_LIBRARY(selftest)

int selftest_work(int number)
{
	struct cgf_call call;
	cgf_call_begin(&call, &work_function);
	cgf_point(&call, "entry");
	int error = cgf_fault_errno(&call);
	cgf_point(&call, "return");
	cgf_call_end(&call, error);
	return error ? -1 : number;
}

int selftest_note(int number)
{
	struct cgf_call call;
	cgf_call_begin(&call, &note_function);
	cgf_point(&call, "entry");
	cgf_call_end(&call, 0);
	return number;
}

void selftest_call_back(selftest_callback callback, int number)
{
	struct cgf_call call;
	cgf_call_begin(&call, &call_back_function);
	cgf_point(&call, "entry");
	for (int times = cgf_fault(&call, "twice") ? 2 : 1; times > 0; times--) {
		cgf_callback_enter(&call);
		callback(number);
		cgf_callback_leave(&call);
	}
	cgf_point(&call, "return");
	cgf_call_end(&call, 0);
}

void selftest_post(selftest_callback callback, int number)
{
	struct cgf_call call;
	cgf_call_begin(&call, &post_function);
	cgf_point(&call, "entry");
	cgf_mutex_lock(&call, &posts_lock);
	if (post_count < POSTS_MAX)
		posts[post_count++] = (struct post){callback, number};
	cgf_mutex_unlock(&call, &posts_lock);
	cgf_call_end(&call, 0);
}

int selftest_share_locked(int number)
{
	struct cgf_call call;
	cgf_call_begin(&call, &share_locked_function);
	cgf_point(&call, "entry");
	cgf_mutex_lock(&call, &shared_lock);
	int sum = shared_under_lock + number;
	cgf_point(&call, "inside");
	shared_under_lock = sum;
	cgf_mutex_unlock(&call, &shared_lock);
	cgf_point(&call, "return");
	cgf_call_end(&call, 0);
	return sum;
}

int selftest_share_unlocked(int number)
{
	struct cgf_call call;
	cgf_call_begin(&call, &share_unlocked_function);
	cgf_point(&call, "entry");
	int sum = shared_freely + number;
	cgf_point(&call, "inside");
	shared_freely = sum;
	cgf_call_end(&call, 0);
	return sum;
}

struct selftest {
	int number;
};

struct selftest *selftest_open(int number)
{
	struct cgf_call call;
	cgf_call_begin(&call, &open_function);
	cgf_point(&call, "entry");
	struct selftest *object = malloc(sizeof *object);
	if (object) {
		object->number = number;
		cgf_object_create(&call, "selftest", object);
	}
	cgf_call_end(&call, 0);
	return object;
}

int selftest_use(struct selftest *object)
{
	struct cgf_call call;
	cgf_call_begin(&call, &use_function);
	cgf_object_use(&call, "selftest", object);
	cgf_point(&call, "entry");
	int error = cgf_fault_errno(&call);
	int number = error ? -1 : object->number;
	cgf_call_end(&call, error);
	return number;
}

void selftest_close(struct selftest *object)
{
	struct cgf_call call;
	cgf_call_begin(&call, &close_function);
	cgf_point(&call, "entry");
	cgf_object_free(&call, "selftest", object);
	free(object);
	cgf_call_end(&call, 0);
}
