/*
 * afl_driver.c: the program under AFL++'s own driver, libAFLDriver.a, which has main and the loop over the
 * inputs.
 */
#include "afl_process.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	cgf_afl_start();
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	cgf_afl_execute(bytes, size);
	return 0;
}
