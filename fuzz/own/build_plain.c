/*
 * build_plain.c: the build that adds nothing, and what all builds have in common. See build.h and build_go.h.
 */
#include "build.h"

#include "build_go.h"
#include "environment.h"
#include "go_tool.h"

#include "plans/files.h"
#include "plans/say.h"
#include "verdict.h"

#include <stdlib.h>
#include <string.h>

bool cgf_own_program_path(char *out, size_t size, const struct cgf_own_build_request *request, size_t index)
{
	return cgf_text_make(out, size, "%s/%zu.test", request->scratch, index);
}

bool cgf_own_plain_path(char *out, size_t size, const struct cgf_own_build_request *request, size_t index)
{
	return cgf_text_make(out, size, "%s/%zu.plain.test", request->scratch, index);
}

const char *const cgf_own_sanitizers[] = {[CGF_OWN_ASAN] = "asan", [CGF_OWN_TSAN] = "tsan"};

bool cgf_own_sanitizer_read(enum cgf_own_sanitizer *out, const char *word)
{
	for (size_t i = 0; i < sizeof(cgf_own_sanitizers) / sizeof(cgf_own_sanitizers[0]); i++)
		if (strcmp(cgf_own_sanitizers[i], word) == 0) {
			*out = (enum cgf_own_sanitizer)i;
			return true;
		}
	return false;
}

int cgf_own_build_go(const char *const *arguments, const char *const *settings)
{
	char **environment = cgf_environment_with(settings);
	int code = environment ? cgf_go_run(arguments, environment) : cgf_harness_failed("out of memory");

	free(environment);
	return code;
}

void cgf_own_build_name(const char **arguments, const struct cgf_own_build_request *request, size_t index)
{
	while (*arguments)
		arguments++;
	if (request->tags) {
		*arguments++ = "-tags";
		*arguments++ = request->tags;
	}
	*arguments = request->packages->tested[index].path;
}

int cgf_own_build_plain(const struct cgf_own_build_request *request, size_t index)
{
	static const char *const settings[] = {"CGO_ENABLED=1", NULL};
	char output[CGF_PATH_BYTES_MAX];
	const char *arguments[CGF_OWN_BUILD_ARGUMENTS_MAX] = {"go", "test", "-c", "-vet=off", "-o", output};

	if (!cgf_own_plain_path(output, sizeof(output), request, index))
		return CGF_EXIT_HARNESS;
	cgf_own_build_name(arguments, request, index);
	return cgf_own_build_go(arguments, settings);
}
