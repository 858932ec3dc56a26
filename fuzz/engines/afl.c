/*
 * afl.c: the driver of AFL++: persistent mode, input in shared memory.
 */
#include <errno.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "afl_process.h"
#include "engine.h"
#include "runner/runner.h"

/* CGF_PROCESS_RUNS may say another number. */
static unsigned process_runs(void)
{
	const char *number = getenv("CGF_PROCESS_RUNS");

	return number != NULL ? (unsigned)strtoul(number, NULL, 10) : CGF_AFL_PROCESS_RUNS;
}

/* Of AFL++'s run time. */
extern unsigned char *__afl_fuzz_ptr;
extern unsigned int *__afl_fuzz_len;
extern int __afl_sharedmem_fuzzing;
int __afl_persistent_loop(unsigned int runs_max);

int __afl_sharedmem_fuzzing = 1;

/* afl-fuzz looks for these two in the program's file: it is persistent, and starts its fork server itself. */
static const char *volatile persistent_mark = "##SIG_AFL_PERSISTENT##";
static const char *volatile deferred_mark = "##SIG_AFL_DEFER_FORKSRV##";

/* From afl-fuzz; or from the standard input, when a person starts the program. */
static const uint8_t *input(size_t *size_out)
{
	static uint8_t typed[CGF_INPUT_BYTES_MAX];
	ssize_t size;

	if (__afl_fuzz_ptr != NULL) {
		*size_out = *__afl_fuzz_len;
		return __afl_fuzz_ptr;
	}
	size = read(STDIN_FILENO, typed, sizeof(typed));
	if (size < 0)
		cgf_engine_fail("cannot read a plan from the standard input: %s", strerror(errno));
	*size_out = (size_t)size;
	return typed;
}

int main(void)
{
	(void)persistent_mark;
	(void)deferred_mark;
	cgf_afl_start();
	while (__afl_persistent_loop(process_runs())) {
		size_t size;
		const uint8_t *bytes = input(&size);

		cgf_afl_execute(bytes, size);
	}
	_exit(0); /* the runner looks for leaks by itself; at exit Go's threads are still running */
}
