/*
 * build.c: see build.h.
 */
#include "build.h"

#include "between.h"
#include "build_go.h"
#include "environment.h"
#include "go_tool.h"

#include "plans/files.h"
#include "plans/say.h"
#include "verdict.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { SETTINGS_MAX = 8, FLAGS_BYTES_MAX = 8192 };

/* cgo's generated C is found by frame pointers, and reports name lines. */
#define OUR_CFLAGS "-fno-omit-frame-pointer"
/* What go takes where the user says nothing. */
#define GO_CFLAGS "-O2 -g"
#define LIBRARY   "libcgofault_own.a"

/* This command, and the library beside it or in the folder above, which is where it is installed. */
static int find_ourselves(char *command, char *library)
{
	ssize_t length = readlink("/proc/self/exe", command, CGF_PATH_BYTES_MAX - 1);

	if (length <= 0)
		return cgf_harness_failed("/proc/self/exe: %s", strerror(errno));
	command[length] = '\0';
	if (strpbrk(command, "'\""))
		return cgf_harness_failed("%s: go takes no path with quotes; move the command", command);
	for (int above = 0; above < 2; above++) {
		int folder = (int)(strrchr(command, '/') - command);

		if (!cgf_text_make(library, CGF_PATH_BYTES_MAX, "%.*s/%s" LIBRARY, folder, command,
		                   above ? "../" : ""))
			return CGF_EXIT_HARNESS;
		if (access(library, R_OK) == 0)
			return 0;
	}
	return cgf_harness_failed("there is no " LIBRARY " beside %s: build or install it whole", command);
}

/* "NAME=the user's flags ours", as go env has the user's. go adds those of AddressSanitizer itself. */
static int make_flags(char *out, size_t size, const char *name, const char *ours,
                      const struct cgf_own_build_request *request)
{
	const char *const arguments[] = {"go", "env", name, NULL};
	const char *thread = request->sanitizer == CGF_OWN_TSAN ? " -fsanitize=thread" : "";
	char *users = cgf_go_ask(arguments, request->scratch);
	bool fits;

	if (!users)
		return CGF_EXIT_HARNESS;
	users[strcspn(users, "\n")] = '\0';
	fits = cgf_text_make(out, size, "%s=%s %s%s", name, strcmp(users, GO_CFLAGS) == 0 ? "-g -O1" : users,
	                     ours, thread);
	free(users);
	return fits ? 0 : CGF_EXIT_HARNESS;
}

/* "CGOFAULT_OWN_PACKAGES=path,path", to be freed. */
static char *make_package_list(const struct cgf_own_packages *packages)
{
	char *text = NULL;
	size_t size;
	FILE *to = open_memstream(&text, &size);

	if (!to)
		return NULL;
	fputs("CGOFAULT_OWN_PACKAGES=", to);
	for (size_t i = 0; i < packages->opened_count; i++)
		fprintf(to, "%s%s", i ? "," : "", packages->opened[i]);
	return fclose(to) == 0 ? text : NULL;
}

/* What go says to it is about our own file, or comes again without it. */
static int try_with(const char *const *arguments, const char *const *settings)
{
	char **environment = cgf_environment_with(settings), why[8];
	int code = environment ? cgf_go_try(why, sizeof(why), arguments, environment)
	                       : cgf_harness_failed("out of memory");

	free(environment);
	return code;
}

/* What vet says of the tests is no business of ours, and no reason not to run them. */
int cgf_own_build(const struct cgf_own_build_request *request, size_t index)
{
	char command[CGF_PATH_BYTES_MAX], library[CGF_PATH_BYTES_MAX], output[CGF_PATH_BYTES_MAX];
	char toolexec[FLAGS_BYTES_MAX], link[FLAGS_BYTES_MAX], cflags[FLAGS_BYTES_MAX];
	char cxxflags[FLAGS_BYTES_MAX], ldflags[FLAGS_BYTES_MAX];
	char overlay[CGF_PATH_BYTES_MAX], *packages;
	const char *settings[SETTINGS_MAX] = {"CGO_ENABLED=1", cflags, cxxflags, ldflags};
	const char *asan = request->sanitizer == CGF_OWN_ASAN ? "-asan" : NULL;
	const char *arguments[CGF_OWN_BUILD_ARGUMENTS_MAX] = {"go", "test", "-c",   "-vet=off", toolexec,
	                                                      link, "-o",   output, asan};
	const char *with_overlay[CGF_OWN_BUILD_ARGUMENTS_MAX] = {"go", "test", "-c",   "-vet=off", toolexec,
	                                                         link, "-o",   output, overlay,    asan};
	int code = find_ourselves(command, library);

	if (code == 0)
		code = make_flags(cflags, sizeof(cflags), "CGO_CFLAGS", OUR_CFLAGS, request);
	if (code == 0)
		code = make_flags(cxxflags, sizeof(cxxflags), "CGO_CXXFLAGS", "", request);
	if (code == 0)
		code = make_flags(ldflags, sizeof(ldflags), "CGO_LDFLAGS", "", request);
	if (code != 0)
		return code;
	if (!cgf_own_program_path(output, sizeof(output), request, index) ||
	    !cgf_text_make(toolexec, sizeof(toolexec), "-toolexec=\"%s\" toolexec", command) ||
	    !cgf_text_make(link, sizeof(link), "-ldflags=-checklinkname=0 '-extldflags=\"%s\"'", library))
		return CGF_EXIT_HARNESS;
	packages = make_package_list(request->packages);
	if (!packages)
		return cgf_harness_failed("out of memory");
	settings[4] = packages;
	cgf_own_build_name(arguments, request, index);
	cgf_own_build_name(with_overlay, request, index);
	code = CGF_EXIT_HARNESS;
	if (cgf_own_between_write(overlay, sizeof(overlay), &request->packages->tested[index],
	                          request->scratch) == 0)
		code = try_with(with_overlay, settings);
	if (code != 0 && code != CGF_EXIT_INTERRUPTED)
		code = cgf_own_build_go(arguments, settings);
	free(packages);
	return code;
}
