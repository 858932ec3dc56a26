/*
 * runs.c: see runs.h.
 */
#include "runs.h"

#include "collect.h"
#include "faults.h"
#include "hop.h"
#include "kept.h"
#include "late.h"
#include "names.h"
#include "proc_files.h"
#include "refuse.h"
#include "site.h"
#include "trace.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* The file, which whoever started the process looks at. */
static struct {
	uint64_t under_way; /* the number of a run, from 1 */
	char lines[];
} *runs;
static char *next_line;

extern struct cgf_own_site *__start_cgf_own_sites[] __attribute__((weak));

const char *cgf_own_runs_open(const char *path)
{
	int file = open(path, O_RDWR | O_CLOEXEC);
	struct stat status;
	void *memory = MAP_FAILED;

	/* A byte more: the last line ends with NUL. */
	if (file >= 0 && fstat(file, &status) == 0 && (size_t)status.st_size > sizeof(*runs))
		memory = mmap(NULL, status.st_size, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
	if (file >= 0)
		close(file);
	if (memory == MAP_FAILED || ((char *)memory)[status.st_size - 1] != '\n')
		return "cannot be read";
	runs = memory;
	((char *)memory)[status.st_size - 1] = '\0';
	next_line = runs->lines;
	return NULL;
}

static uint64_t bytes_in_use(void)
{
	unsigned long pages = 0;
	char text[128];

	cgf_own_proc_read(text, sizeof(text), "/proc/self/statm");
	sscanf(text, "%*u %lu", &pages);
	return (uint64_t)pages * (uint64_t)sysconf(_SC_PAGESIZE);
}

static void end_run(void)
{
	cgf_own_trace_run_ended(runs->under_way);
	cgf_own_faults_forget();
}

static void forget_run(uint64_t left)
{
	if (left > 0)
		cgf_own_collect_all(__start_cgf_own_sites[0]);
	cgf_own_kept_forget();
	cgf_own_late_forget();
	cgf_own_hops_forget();
	cgf_own_names_restart();
}

/* The faults of one line. */
static void read_faults(void)
{
	char *line = strsep(&next_line, "\n");
	const char *wrong = "CGOFAULT_OWN_RUNS", *why;

	if (!line)
		cgf_own_refuse(wrong, "has fewer lines than the test has runs");
	why = cgf_own_faults_read(&wrong, line);
	if (why)
		cgf_own_refuse(wrong, why);
	if (cgf_own_faults_have(CGF_OWN_KEPT))
		cgf_own_refuse(wrong,
		               "is asked in a process of its own: C may have the address of what an earlier "
		               "run has used");
}

static void begin_run(void)
{
	uint64_t bytes = bytes_in_use();

	if (runs->under_way > 0 && bytes > CGF_OWN_RUNS_BYTES_MAX)
		_exit(0);
	read_faults();
	cgf_own_trace_run(__atomic_add_fetch(&runs->under_way, 1, __ATOMIC_RELEASE), bytes);
}

void cgf_own_next_run(struct cgf_own_turn *turn)
{
	int saved = errno;

	if (!runs)
		return;
	if (runs->under_way > 0 && !turn->collects) {
		end_run();
		turn->collects = 1;
	} else {
		if (runs->under_way == 0)
			cgf_own_names_begin();
		else
			forget_run(turn->left);
		begin_run();
	}
	errno = saved;
}
