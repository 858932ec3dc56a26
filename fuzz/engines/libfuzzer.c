/*
 * libfuzzer.c: the driver of libFuzzer, and of honggfuzz and Centipede, which call the same functions.
 */
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "centipede.h"
#include "engine.h"
#include "mutator.h"
#include "runner/runner.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);
size_t LLVMFuzzerCustomMutator(uint8_t *bytes, size_t size, size_t size_max, unsigned seed);
size_t LLVMFuzzerCustomCrossOver(const uint8_t *a, size_t a_size, const uint8_t *b, size_t b_size,
                                 uint8_t *out, size_t size_max, unsigned seed);

/* Of honggfuzz, where the program is linked with it. */
__attribute__((weak)) int HonggfuzzMain(int argc, char **argv);

/* What libFuzzer may install a handler for. */
static const int signals[] = {SIGABRT, SIGALRM, SIGBUS,  SIGFPE,  SIGILL, SIGINT,
                              SIGSEGV, SIGTERM, SIGUSR1, SIGUSR2, SIGXFSZ};

/* The kernel's own view: a sanitizer answers sigaction with what the program asked for. */
struct kernel_action {
	void (*handler)(int);
	unsigned long flags;
	void (*restorer)(void);
	uint64_t mask;
};

/*
 * Go runs goroutines on small stacks, where a handler without SA_ONSTACK overwrites Go memory. libFuzzer
 * installs its handlers without it, but keeps the flag of the action that it replaces: the default, or what
 * the parent ignores, as a shell does with SIGINT for a job in the background.
 */
static void prepare_signals(void)
{
	for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++) {
		struct sigaction action;

		if (sigaction(signals[i], NULL, &action) != 0 ||
		    (action.sa_handler != SIG_DFL && action.sa_handler != SIG_IGN))
			continue;
		action.sa_flags |= SA_ONSTACK;
		sigaction(signals[i], &action, NULL);
	}
}

static void check_signals(void)
{
	for (int number = 1; number < _NSIG; number++) {
		struct kernel_action action = {0}; /* MemorySanitizer does not know this system call */

		if (syscall(SYS_rt_sigaction, number, NULL, &action, sizeof(action.mask)) != 0)
			continue;
		if (action.handler == SIG_DFL || action.handler == SIG_IGN ||
		    (action.flags & SA_ONSTACK) != 0)
			continue;
		cgf_engine_fail(
		        "the handler of signal %d runs on Go's stacks: it was installed without SA_ONSTACK",
		        number);
	}
}

/*
 * Where somebody runs the program by hand libFuzzer would write the input of a death to the folder that they
 * stand in, which may be a checkout. Unless they name a place it goes among what is temporary. The others
 * take every argument for the name of an input.
 *
 * MemorySanitizer takes the frames of libFuzzer, which is not compiled with it, for what stood there before.
 */
#ifdef __clang__
__attribute__((no_sanitize("memory")))
#endif
static void
choose_artifact_prefix(int *argc, char ***argv)
{
	static const char option[] = "-artifact_prefix=";
	const char *temporary = getenv("TMPDIR");
	char **more, *prefix;

	if (HonggfuzzMain != NULL || cgf_centipede_clear != NULL)
		return;
	for (int i = 1; i < *argc; i++)
		if (strncmp((*argv)[i], option, strlen(option)) == 0)
			return;
	more = calloc((size_t)*argc + 2, sizeof(*more));
	if (more == NULL || asprintf(&prefix, "%s%s/cgofault-", option,
	                             temporary != NULL && *temporary != '\0' ? temporary : "/tmp") < 0)
		cgf_engine_fail("out of memory");
	memcpy(more, *argv, (size_t)*argc * sizeof(*more));
	more[(*argc)++] = prefix;
	*argv = more;
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	choose_artifact_prefix(argc, argv);
	prepare_signals();
	cgf_engine_start();
	return 0;
}

static unsigned long number_from(const char *variable)
{
	const char *text = getenv(variable);

	return text != NULL ? strtoul(text, NULL, 10) : 0;
}

/*
 * By the random number CGF_OPENING_SEED: the plan in the file CGF_OPENING changed, or else the
 * CGF_OPENING_INDEX'th of those that begin a process. Each process of libFuzzer begins with the same inputs,
 * the smallest ones: without this, what happens only at the beginning of a process would be seen with these
 * alone.
 */
static size_t make_opening(uint8_t *out, size_t size_max)
{
	const char *path = getenv("CGF_OPENING");
	FILE *file = path != NULL ? fopen(path, "rb") : NULL;
	unsigned long seed = number_from("CGF_OPENING_SEED");
	size_t size;

	if (seed == 0)
		return 0;
	if (file == NULL)
		return cgf_open(out, size_max, cgf_runner_words(), (unsigned)number_from("CGF_OPENING_INDEX"),
		                seed);
	size = fread(out, 1, size_max, file);
	fclose(file);
	return cgf_mutate(out, size, size_max, cgf_runner_words(), cgf_runner_reached(), seed);
}

/* The first one comes from libFuzzer itself: it is empty. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	static bool opened;
	uint8_t opening[CGF_INPUT_BYTES_MAX];

	cgf_engine_end_if_worn();
	if (!opened && size == 0) {
		check_signals();
		size = make_opening(opening, sizeof(opening));
		bytes = opening;
	}
	opened = true;
	if (cgf_centipede_clear != NULL)
		cgf_centipede_clear();
	cgf_runner_execute(bytes, size);
	if (cgf_centipede_deliver != NULL)
		cgf_centipede_deliver();
	return 0;
}

size_t LLVMFuzzerCustomMutator(uint8_t *bytes, size_t size, size_t size_max, unsigned seed)
{
	return cgf_mutate(bytes, size, size_max, cgf_runner_words(), cgf_runner_reached(), seed);
}

size_t LLVMFuzzerCustomCrossOver(const uint8_t *a, size_t a_size, const uint8_t *b, size_t b_size,
                                 uint8_t *out, size_t size_max, unsigned seed)
{
	return cgf_splice(out, size_max, a, a_size, b, b_size, cgf_runner_words(), seed);
}
