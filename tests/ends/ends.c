/*
 * ends.c: see ends.h.
 */
#include "ends.h"

#include "cgf.h"

#define SITES(...) ((const char *const[]){__VA_ARGS__, NULL})

static const struct cgf_function known_function = {"ends_known", SITES("late.entry")};
static const struct cgf_function call_back_function = {"ends_call_back", SITES("late.entry")};
static const struct cgf_function post_function = {"ends_post", SITES("late.entry")};
static const struct cgf_function deliver_function = {"ends_deliver", SITES("late.entry")};

static const struct cgf_function *const functions[] = {&known_function, &call_back_function, &post_function,
                                                       &deliver_function, NULL};

static int posted;
static char *volatile nowhere;

static void end_by_signal(int number)
{
	signal(number, SIG_DFL);
	raise(number);
}

static void *end_on_thread(void *way)
{
	if (*(int *)way == ENDS_EXIT_ON_THREAD)
		exit(5);
	if (*(int *)way == ENDS_SEGV_ON_THREAD)
		*nowhere = 1;
	abort();
	return NULL;
}

static void end(int way)
{
	pthread_t thread;
	switch (way) {
	case ENDS_EXIT:
		exit(5);
	case ENDS_EXIT_AT_ONCE:
		_exit(6);
	case ENDS_EXIT_GROUP:
		syscall(SYS_exit_group, 7);
		break;
	case ENDS_ABORT:
		abort();
	case ENDS_SEGV:
		*nowhere = 1;
		break;
	case ENDS_BUS:
		end_by_signal(SIGBUS);
		break;
	default:
		if (!pthread_create(&thread, NULL, end_on_thread, &way))
			pthread_join(thread, NULL);
	}
}

void ends_undeclared(int way)
{
	end(way);
}

void ends_known(int way)
{
	struct cgf_call call;
	cgf_call_begin(&call, &known_function);
	cgf_point(&call, "entry");
	end(way);
	cgf_call_end(&call, 0);
}

void ends_call_back(ends_callback callback, int way)
{
	struct cgf_call call;
	cgf_call_begin(&call, &call_back_function);
	cgf_point(&call, "entry");
	cgf_callback_enter(&call);
	callback(way);
	cgf_callback_leave(&call);
	cgf_call_end(&call, 0);
}

void ends_post(int way)
{
	struct cgf_call call;
	cgf_call_begin(&call, &post_function);
	cgf_point(&call, "entry");
	__atomic_store_n(&posted, way, __ATOMIC_SEQ_CST);
	cgf_call_end(&call, 0);
}

static void ends_deliver(void)
{
	struct cgf_call call;
	cgf_call_begin(&call, &deliver_function);
	cgf_point(&call, "entry");
	end(__atomic_load_n(&posted, __ATOMIC_SEQ_CST));
	cgf_call_end(&call, 0);
}

static const struct cgf_action actions[] = {{"deliver", ends_deliver}, {0}};

static struct cgf_library ends = {.name = "ends", .functions = functions, .actions = actions};
CGF_LIBRARY(ends)
