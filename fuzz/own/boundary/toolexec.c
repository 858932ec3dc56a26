/*
 * toolexec.c: see toolexec.h.
 */
#include "toolexec.h"

#include "child.h"
#include "inserted.h"
#include "package.h"
#include "plans/say.h"
#include "verdict.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { TOOL_MS_MAX = 3600 * 1000 };

static struct cgf_capture captured;

/* FNV-1a, 64 bits; the byte 0 behind each text keeps them apart. */
static uint64_t digest_of(uint64_t digest, const char *text)
{
	do
		digest = (digest ^ (unsigned char)*text) * UINT64_C(1099511628211);
	while (*text++);
	return digest;
}

/* Of everything by which what we make of cgo's text may differ. */
static uint64_t digest_of_edit(const char *packages)
{
	const char *const texts[] = {CGF_OWN_EDIT, cgf_own_inserted_c, cgf_own_inserted_go(), packages};
	uint64_t digest = UINT64_C(14695981039346656037);
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		digest = digest_of(digest, texts[i]);
	return digest;
}

/* Returns the tool's exit code, and what it wrote to stdout is captured where that is asked for. */
static int run(char **argv, bool capture)
{
	struct cgf_child_request request = {
	        .path = argv[0],
	        .argv = argv,
	        .captured = capture ? CGF_CHILD_STDOUT : 0,
	        .timeout_ms = TOOL_MS_MAX,
	};
	int status, error;
	captured.pass_to = -1;
	error = cgf_child_run(&status, capture ? &captured : NULL, &request);
	if (error)
		return cgf_harness_failed("%s: %s", argv[0], strerror(-error));
	return WIFEXITED(status) ? WEXITSTATUS(status)
	                         : cgf_harness_failed("%s: ended by signal %d", argv[0], WTERMSIG(status));
}

/* A release says "cgo version go1.26.8", of which go takes the whole line. A development version ends with
 * buildID=..., of which it takes what stands behind the last slash. */
static int tell_version(char **argv, const char *packages)
{
	int code = run(argv, true);
	if (code != 0)
		return code;
	cgf_capture_finish(&captured);
	captured.text[strcspn(captured.text, "\n")] = '\0';
	const char *last = strrchr(captured.text, ' ');
	bool development = last && strncmp(last + 1, "buildID=", strlen("buildID=")) == 0;
	printf("%s%scgofault-%016" PRIx64 "\n", captured.text, development ? "-" : " ",
	       digest_of_edit(packages));
	return 0;
}

/* Whether a list with commas has the package; go writes "PACKAGE [PACKAGE.test]" where tests are in it. */
static bool has_package(const char *list, const char *package, size_t length)
{
	for (const char *at = list; *at; at += strspn(at, ",")) {
		size_t entry = strcspn(at, ",");
		if (entry == length && memcmp(at, package, length) == 0)
			return true;
		at += entry;
	}
	return false;
}

/* The value of a flag that may stand as "-objdir X" or "-objdir=X", or NULL. */
static const char *flag_value(char **argv, const char *flag)
{
	size_t length = strlen(flag);
	for (char **at = argv + 1; *at && strcmp(*at, "--") != 0; at++) {
		if (strncmp(*at, flag, length) != 0)
			continue;
		if ((*at)[length] == '=')
			return *at + length + 1;
		if ((*at)[length] == '\0')
			return at[1];
	}
	return NULL;
}

static int run_cgo(char **argv, const char *packages)
{
	const char *folder = flag_value(argv, "-objdir"), *path = getenv("TOOLEXEC_IMPORTPATH");
	char *package;
	int code;

	if (argv[1] && strcmp(argv[1], "-V=full") == 0)
		return tell_version(argv, packages);
	if (!path || !folder || flag_value(argv, "-dynimport") ||
	    !has_package(packages, path, strcspn(path, " "))) {
		execv(argv[0], argv);
		return cgf_harness_failed("%s: %s", argv[0], strerror(errno));
	}
	code = run(argv, false);
	if (code != 0)
		return code;
	package = strndup(path, strcspn(path, " "));
	if (!package)
		return cgf_harness_failed("%s", strerror(ENOMEM));
	code = cgf_own_package_open(folder, package, getenv("CGOFAULT_OWN_REFUSED"));
	free(package);
	return code;
}

int cgf_own_toolexec(char **argv)
{
	const char *packages = getenv("CGOFAULT_OWN_PACKAGES"), *slash = strrchr(argv[0], '/');
	if (packages && *packages && strcmp(slash ? slash + 1 : argv[0], "cgo") == 0)
		return run_cgo(argv, packages);
	execv(argv[0], argv);
	return cgf_harness_failed("%s: %s", argv[0], strerror(errno));
}
