/*
 * engine_command.h: how libFuzzer and AFL++ are called.
 */
#ifndef CGF_ENGINE_COMMAND_H
#define CGF_ENGINE_COMMAND_H

#include "engine.h"

enum {
	CGF_ENGINE_ARGUMENTS_MAX = 24,
	CGF_ENGINE_VARIABLES_MAX = 24,
	/* One execution; steps are counted, and a program that spins is ended long before. */
	CGF_ENGINE_STALL_MS_MAX = 10 * 1000,
};

/* Command line and environment of an engine; the strings stand in one buffer. */
struct cgf_engine_command {
	char *arguments[CGF_ENGINE_ARGUMENTS_MAX + 1];
	char **environment; /* to be freed */
	long runs;          /* executions that the engine is asked for, 0: no limit */
	long units;         /* inputs that libFuzzer begins with */
	size_t argument_count, variable_count, used;
	char *variables[CGF_ENGINE_VARIABLES_MAX];
	char text[8 * CGF_PATH_BYTES_MAX];
};

/* False when there is no memory. */
bool cgf_engine_command_make(struct cgf_engine_command *out, const struct cgf_engine_job *job,
                             const char *program);
void cgf_engine_command_free(struct cgf_engine_command *command);

#endif
