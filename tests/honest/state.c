/*
 * state.c: see honest_state.h. There is no reset: the state is that of the process.
 */
#include "honest_state.h"

#include "honest_shim.h"

#include <stdlib.h>
#include <string.h>

FUNCTION(initialise_function, "state_initialise", "late.entry");
FUNCTION(work_function, "state_work", "late.entry");
FUNCTION(add_function, "state_add", "late.entry", "errno=EIO");
FUNCTION(count_function, "state_count", "late.entry");
FUNCTION(word_function, "state_word", "late.entry");

static const struct cgf_function *const functions[] = {&initialise_function, &work_function, &add_function,
                                                       &count_function,      &word_function, NULL};

static struct cgf_library state = {.name = "state", .functions = functions};
CGF_LIBRARY(state)

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static bool initialised;
static int count;

void state_initialise(void)
{
	struct cgf_call call;
	shim_begin(&call, &initialise_function);
	pthread_mutex_lock(&lock);
	bool again = initialised;
	initialised = true;
	pthread_mutex_unlock(&lock);
	if (again)
		cgf_violation(&call, "initialised-twice");
	cgf_call_end(&call, 0);
}

int state_work(int number)
{
	struct cgf_call call;
	shim_begin(&call, &work_function);
	cgf_call_end(&call, 0);
	return number;
}

int state_add(void)
{
	struct cgf_call call;
	shim_begin(&call, &add_function);
	int error = cgf_fault_errno(&call);
	pthread_mutex_lock(&lock);
	count += !error;
	pthread_mutex_unlock(&lock);
	cgf_call_end(&call, error);
	return error ? -1 : 0;
}

int state_count(void)
{
	static const int question = 1;
	struct cgf_call call;
	shim_begin(&call, &count_function);
	pthread_mutex_lock(&lock);
	int answer = count;
	pthread_mutex_unlock(&lock);
	cgf_answer(&call, &question, sizeof question, &answer, sizeof answer);
	cgf_call_end(&call, 0);
	return answer;
}

int state_word(int number)
{
	struct cgf_call call;
	shim_begin(&call, &word_function);
	const char *mode = getenv("STATE_MODE");
	int answer = mode && strcmp(mode, "negative") == 0 ? -number : number;
	cgf_answer(&call, &number, sizeof number, &answer, sizeof answer);
	cgf_call_end(&call, 0);
	return answer;
}
