/*
 * births.c: counts the threads of this process as they are made.
 *
 * The kernel tells how many threads there are, but to ask it costs a tenth of a step. A function of this name
 * in the program comes before libc's for whoever is linked to it, the shared libraries included (ld.so(8)).
 */
#include "births.h"
#include "callers.h"

#include <dlfcn.h>
#include <pthread.h>
#include <threads.h>

typedef int pthread_maker(pthread_t *, const pthread_attr_t *, void *(*)(void *), void *);
typedef int thrd_maker(thrd_t *, thrd_start_t, void *);

/* A sanitizer's own, where there is one: it must know of all threads. Its runtime has this name for programs
 * that have a pthread_create of their own (compiler-rt, interception.h). */
extern pthread_maker __interceptor_pthread_create __attribute__((weak));

static uint32_t births, library_births;

__thread bool cgf_thread_in_call, cgf_thread_makes_thread;

/* Go makes its threads where it is in Go. Counted before a thread is made and after it: whoever has looked at
 * all threads between has to look again. */
CGF_UNSEEN static void note_birth(void)
{
	__atomic_fetch_add(&births, 1, __ATOMIC_RELEASE);
	if (cgf_thread_in_call)
		__atomic_fetch_add(&library_births, 1, __ATOMIC_RELEASE);
}

/* What stands behind ours. dlsym gives an object's address for a function's: POSIX says that they fit. */
CGF_UNSEEN static void *next_of(void **known, const char *name)
{
	void *next = __atomic_load_n(known, __ATOMIC_ACQUIRE);
	if (!next) {
		next = dlsym(RTLD_NEXT, name);
		__atomic_store_n(known, next, __ATOMIC_RELEASE);
	}
	return next;
}

__attribute__((visibility("default"))) CGF_UNSEEN int
pthread_create(pthread_t *out, const pthread_attr_t *attributes, void *(*start)(void *), void *argument)
{
	static void *known;
	pthread_maker *make = __interceptor_pthread_create;
	if (!make)
		*(void **)&make = next_of(&known, "pthread_create");
	note_birth();
	cgf_thread_makes_thread = true;
	int error = make(out, attributes, start, argument);
	cgf_thread_makes_thread = false;
	note_birth();
	return error;
}

__attribute__((visibility("default"))) CGF_UNSEEN int thrd_create(thrd_t *out, thrd_start_t start,
                                                                  void *argument)
{
	static void *known;
	thrd_maker *make;
	*(void **)&make = next_of(&known, "thrd_create");
	note_birth();
	cgf_thread_makes_thread = true;
	int error = make(out, start, argument);
	cgf_thread_makes_thread = false;
	note_birth();
	return error;
}

CGF_UNSEEN uint32_t cgf_births(void)
{
	return __atomic_load_n(&births, __ATOMIC_ACQUIRE);
}

CGF_UNSEEN uint32_t cgf_births_of_library(void)
{
	return __atomic_load_n(&library_births, __ATOMIC_ACQUIRE);
}

/* The linker makes this one where a program has wraps: see cgf_wrap.h. */
extern const struct cgf_function *const __start_cgf_wraps[] __attribute__((weak, visibility("hidden")));

CGF_UNSEEN bool cgf_births_may_be_unseen(void)
{
	return __start_cgf_wraps != NULL;
}
