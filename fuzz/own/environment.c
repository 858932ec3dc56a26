/*
 * environment.c: see environment.h.
 */
#include "environment.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

extern char **environ;

static bool is_set(const char *const *settings, const char *variable)
{
	for (; *settings; settings++) {
		size_t length = strcspn(*settings, "=");

		if (strncmp(*settings, variable, length) == 0 && variable[length] == '=')
			return true;
	}
	return false;
}

char **cgf_environment_with(const char *const *settings)
{
	size_t room = 1, count = 0;
	char **result;

	for (char **variable = environ; *variable; variable++)
		room++;
	for (const char *const *setting = settings; *setting; setting++)
		room++;
	result = calloc(room, sizeof(*result));
	if (!result)
		return NULL;
	for (char **variable = environ; *variable; variable++)
		if (!is_set(settings, *variable))
			result[count++] = *variable;
	for (; *settings; settings++)
		if (strchr(*settings, '='))
			result[count++] = (char *)*settings;
	return result;
}
