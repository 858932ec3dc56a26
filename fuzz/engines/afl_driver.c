/*
 * afl_driver.c: the program under AFL++'s own driver, libAFLDriver.a, which has main and the loop over the
 * inputs.
 */
#include "afl_process.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	char runs[16]; /* of a process: the driver asks when this has returned */

	(void)argc;
	(void)argv;
	snprintf(runs, sizeof(runs), "%d", CGF_AFL_PROCESS_RUNS);
	setenv("AFL_FUZZER_LOOPCOUNT", runs, 0);
	cgf_afl_start();
	return 0;
}

/* The driver warms up with these bytes of its own mark before the first input: as a plan they may be a
 * finding, and then no process of the target would ever come to an input. */
static const char warm_up[4] = {'#', '#', 'S', 'I'};

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	if (size != sizeof(warm_up) || memcmp(bytes, warm_up, size) != 0)
		cgf_afl_execute(bytes, size);
	return 0;
}
