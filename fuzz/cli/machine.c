/*
 * machine.c: see machine.h.
 */
#include "machine.h"

#include "child.h"
#include "surroundings.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

enum { CLANG_MIN = 19, GO_MIN = 26, RANDOM_BITS_MAX = 28, TOOL_MS_MAX = 20 * 1000 };

/* First line of what a tool prints; false when it cannot be run. */
static bool ask_tool(char *said, size_t size, char *const *argv)
{
	static struct cgf_capture capture;
	const struct cgf_child_request request = {.path = argv[0],
	                                          .argv = argv,
	                                          .captured = CGF_CHILD_STDOUT | CGF_CHILD_STDERR,
	                                          .timeout_ms = TOOL_MS_MAX};
	int status = 0, error;

	memset(&capture, 0, offsetof(struct cgf_capture, text));
	capture.pass_to = -1;
	error = cgf_child_run(&status, &capture, &request);
	cgf_capture_finish(&capture);
	snprintf(said, size, "%.*s", (int)strcspn(capture.text, "\n"),
	         error ? strerror(-error) : capture.text);
	return error == 0;
}

static enum cgf_machine_answer check_go(char *said, size_t size)
{
	char *const argv[] = {"go", "env", "GOVERSION", NULL};
	int major, minor;

	return ask_tool(said, size, argv) && sscanf(said, "go%d.%d", &major, &minor) == 2 &&
	       (major > 1 || minor >= GO_MIN);
}

static enum cgf_machine_answer check_clang(char *said, size_t size)
{
	static char *const names[] = {"clang-19", "clang-20", "clang-21", "clang-22", "clang-23", "clang"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		char *const argv[] = {names[i], "-dumpversion", NULL};
		char version[64];

		if (!ask_tool(version, sizeof(version), argv) || atoi(version) == 0)
			continue;
		snprintf(said, size, "%s is version %s", names[i], version);
		if (atoi(version) >= CLANG_MIN)
			return true;
	}
	return false;
}

static enum cgf_machine_answer check_afl(char *said, size_t size)
{
	char *const argv[] = {"afl-fuzz", "-h", NULL};

	bool found = ask_tool(said, size, argv);

	if (found)
		snprintf(said, size, "afl-fuzz can be run");
	return found;
}

static enum cgf_machine_answer check_symbolizer(char *said, size_t size)
{
	bool found = cgf_symbolizer_find(said, size);

	if (!found)
		snprintf(said, size, "no llvm-symbolizer on PATH, nor beside a clang");
	return found;
}

static enum cgf_machine_answer check_random_bits(char *said, size_t size)
{
	FILE *file = fopen("/proc/sys/vm/mmap_rnd_bits", "r");
	int bits = 0, error = file ? 0 : errno;

	if (file && fscanf(file, "%d", &bits) != 1)
		error = errno ? errno : EIO;
	if (file)
		fclose(file);
	if (error == ENOENT) {
		snprintf(said, size, "this kernel has no vm.mmap_rnd_bits");
		return CGF_MACHINE_HAS;
	}
	if (error) {
		snprintf(said, size, "vm.mmap_rnd_bits is not for this user to read (%s)", strerror(error));
		return CGF_MACHINE_HIDES;
	}
	snprintf(said, size, "vm.mmap_rnd_bits = %d", bits);
	return bits <= RANDOM_BITS_MAX ? CGF_MACHINE_HAS : CGF_MACHINE_LACKS;
}

static enum cgf_machine_answer check_personality(char *said, size_t size)
{
	int now = personality(0xffffffff);
	bool allowed = now != -1 && personality((unsigned long)now | ADDR_NO_RANDOMIZE) != -1;

	snprintf(said, size, "%s", allowed ? "addresses can be fixed" : strerror(errno));
	if (allowed)
		personality((unsigned long)now);
	return allowed;
}

/* LeakSanitizer's way: a child stops its parent. */
static enum cgf_machine_answer check_ptrace(char *said, size_t size)
{
	pid_t parent = getpid(), child;
	int status = 0, ready[2];
	char byte = 0;

	if (pipe(ready) != 0 || (child = fork()) < 0) {
		snprintf(said, size, "%s", strerror(errno));
		return false;
	}
	if (child == 0) {
		if (read(ready[0], &byte, 1) != 1 || ptrace(PTRACE_ATTACH, parent, NULL, NULL) != 0)
			_exit(errno);
		waitpid(parent, &status, __WALL);
		_exit(ptrace(PTRACE_DETACH, parent, NULL, NULL) == 0 ? 0 : errno);
	}
	prctl(PR_SET_PTRACER, child, 0, 0, 0);
	if (write(ready[1], &byte, 1) != 1)
		kill(child, SIGKILL);
	while (waitpid(child, &status, 0) < 0 && errno == EINTR)
		;
	close(ready[0]);
	close(ready[1]);
	snprintf(said, size, "%s",
	         status == 0 ? "a process can be stopped by its child" : strerror(WEXITSTATUS(status)));
	return status == 0;
}

const struct cgf_machine_check cgf_machine_checks[] = {
        {"go", check_go, "install Go 1.26 or newer from https://go.dev/dl and put its bin on PATH"},
        {"clang", check_clang,
         "install clang 19 or newer with its runtime: apt-get install clang-19 libclang-rt-19-dev"},
        {"afl++", check_afl, "apt-get install afl++"},
        {"symbolizer", check_symbolizer, "apt-get install llvm-19: without it reports have no names"},
        {"address bits", check_random_bits,
         "sysctl vm.mmap_rnd_bits=28: sanitizers fail at their start with more"},
        {"personality", check_personality,
         "allow the system call personality: setarch -R, or for docker --security-opt seccomp=unconfined"},
        {"ptrace", check_ptrace, "LeakSanitizer needs it: for docker --cap-add=SYS_PTRACE"},
        {NULL, NULL, NULL},
};
