/*
 * buggy.c: one defect for each word on the command line, to record what a sanitizer or the kernel really
 * says. Built several ways by ../record; the functions are never inlined so that reports name them.
 */
#include <assert.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#ifdef __has_feature
#if __has_feature(address_sanitizer)
#define HAVE_ASAN 1
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define HAVE_ASAN 1
#endif
#ifdef HAVE_ASAN
#include <sanitizer/asan_interface.h>
#include <sanitizer/lsan_interface.h>
#endif

#define CASE __attribute__((noinline)) static void

static volatile int sink;
static int shared_count;
static char letters[8] = "letters";
static char *volatile leaked;
static volatile int zero;

CASE use_after_free(void)
{
	char *p = malloc(16);
	free(p);
	sink = p[3];
}

CASE overflow_in_memcpy(void)
{
	char *p = malloc(16);
	memcpy(p + zero, letters, 8);
	memcpy(p + 12 + zero, letters, 8 + zero);
	sink = p[0];
	free(p);
}

CASE overflow_in_strlen(void)
{
	char *p = malloc(4);
	memset(p, 'a', 4);
	sink = (int)strlen(p + zero);
	free(p);
}

CASE stack_overflow_by_one(void)
{
	volatile char room[8];
	room[8 + zero] = 1;
}

CASE global_overflow(void)
{
	sink = letters[8 + zero];
}

CASE null_write(void)
{
	*(volatile int *)(long)zero = 1;
}

CASE divide_by_zero(void)
{
	sink = 1 / zero;
}

CASE free_twice(void)
{
	char *p = malloc(16);
	free(p);
	free(p + zero);
}

CASE free_of_global(void)
{
	free(letters + zero);
}

CASE negative_size(void)
{
	char room[8] = "";
	memset(room, 1, (size_t)(-1 + zero));
	sink = room[0];
}

CASE overlapping_copy(void)
{
	char room[16] = "abcdefgh";
	memcpy(room + 1 + zero, room, 8 + (size_t)zero);
	sink = room[1];
}

CASE too_big(void)
{
	char *volatile p = malloc((size_t)-4096 - (size_t)zero);
	sink = p != NULL;
}

__attribute__((noinline)) static int deeper(int n)
{
	volatile char room[4096];
	room[0] = (char)n;
	return n < 0 ? 0 : deeper(n + 1) + room[0];
}

CASE call_abort(void)
{
	abort();
}

CASE failed_assertion(void)
{
	assert(zero == 1);
}

static void *count_up(void *unused)
{
	(void)unused;
	shared_count++;
	return NULL;
}

CASE race(void)
{
	pthread_t a, b;
	pthread_create(&a, NULL, count_up, NULL);
	pthread_create(&b, NULL, count_up, NULL);
	pthread_join(a, NULL);
	pthread_join(b, NULL);
}

static void *copy_letters(void *unused)
{
	(void)unused;
	memcpy(letters, "retteles" + zero, 7);
	return NULL;
}

CASE race_in_memcpy(void)
{
	pthread_t a, b;
	pthread_create(&a, NULL, copy_letters, NULL);
	pthread_create(&b, NULL, copy_letters, NULL);
	pthread_join(a, NULL);
	pthread_join(b, NULL);
}

CASE unlock_unlocked(void)
{
	pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
	pthread_mutex_unlock(&mutex);
}

CASE lost_string(void)
{
	leaked = strdup("lost");
	leaked = NULL;
}

CASE lost_memory(void)
{
	char *p = malloc(40);
	sink = p != NULL;
}

CASE check_leaks(void)
{
#ifdef HAVE_ASAN
	if (__lsan_do_recoverable_leak_check())
		_exit(1);
#endif
}

CASE poisoned_read(void)
{
#ifdef HAVE_ASAN
	char *p = malloc(32);
	__asan_poison_memory_region(p, 16);
	sink = p[4];
#endif
}

CASE unwritten(void)
{
	char *p = malloc(32);
	if (p && *(volatile char *)p)
		sink = 1;
}

CASE unwritten_in_strlen(void)
{
	char *p = malloc(32);
	sink = (int)strlen(p);
}

CASE imitated(void)
{
	fputs("the log says: panic: nothing of the kind\nERROR: AddressSanitizer is a good name\n"
	      "WARNING: this is not ThreadSanitizer: data race\nfatal: error in a library\n",
	      stderr);
}

int main(int argc, char **argv)
{
	static const struct {
		const char *name;
		void (*run)(void);
	} cases[] = {
	        {"use_after_free", use_after_free},
	        {"overflow_in_memcpy", overflow_in_memcpy},
	        {"overflow_in_strlen", overflow_in_strlen},
	        {"stack_overflow_by_one", stack_overflow_by_one},
	        {"global_overflow", global_overflow},
	        {"null_write", null_write},
	        {"divide_by_zero", divide_by_zero},
	        {"free_twice", free_twice},
	        {"free_of_global", free_of_global},
	        {"negative_size", negative_size},
	        {"overlapping_copy", overlapping_copy},
	        {"too_big", too_big},
	        {"call_abort", call_abort},
	        {"failed_assertion", failed_assertion},
	        {"race", race},
	        {"race_in_memcpy", race_in_memcpy},
	        {"unlock_unlocked", unlock_unlocked},
	        {"lost_string", lost_string},
	        {"lost_memory", lost_memory},
	        {"poisoned_read", poisoned_read},
	        {"unwritten", unwritten},
	        {"unwritten_in_strlen", unwritten_in_strlen},
	        {"imitated", imitated},
	};
	const char *name = argc > 1 ? argv[1] : "";

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		if (strcmp(cases[i].name, name) == 0)
			cases[i].run();
	if (strcmp(name, "endless_recursion") == 0)
		sink = deeper(0);
	if (strcmp(name, "killed") == 0)
		raise(SIGKILL);
	if (strcmp(name, "exit_5") == 0)
		return 5;
	if (strncmp(name, "lost", 4) == 0)
		check_leaks();
	return 0;
}
