/*
 * blocked_threads.c: see blocked_threads.h. How long a call takes the plan says.
 */
#include "blocked_threads.h"

#include "cgf.h"
#include "cgf_ledger.h"

static const struct cgf_function work_function = {"blocked_threads_work",
                                                  (const char *const[]){"late.entry", "late.return", NULL}};
static const struct cgf_function look_function = {"blocked_threads_look", (const char *const[]){NULL}};

static const struct cgf_function *const functions[] = {&work_function, &look_function, NULL};

static struct cgf_library blocked_threads = {.name = "blocked_threads", .functions = functions};
CGF_LIBRARY(blocked_threads)

static int answer_to(struct cgf_call *call, int request)
{
	int answer = request * 2 + 1;
	cgf_answer(call, &request, sizeof request, &answer, sizeof answer);
	return answer;
}

int blocked_threads_work(int request)
{
	struct cgf_call call;
	cgf_call_begin(&call, &work_function);
	cgf_point(&call, "entry");
	int answer = answer_to(&call, request);
	cgf_point(&call, "return");
	cgf_call_end(&call, 0);
	return answer;
}

int blocked_threads_look(int request)
{
	struct cgf_call call;
	cgf_call_begin(&call, &look_function);
	int answer = answer_to(&call, request);
	cgf_call_end(&call, 0);
	return answer;
}
