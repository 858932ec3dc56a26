/*
 * session.c: what lasts as long as the process: the libraries, the words of the chosen class, the statistics,
 * the runs.
 */
#include "internal.h"

#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static struct cgf_library *libraries;
static char site_names[CGF_SITES_MAX][CGF_NAME_BYTES_MAX];

enum { ERRNO_MAX = 134, FREED_BYTE = 0xa5 };

CGF_UNSEEN _Noreturn void cgf_author_error(const char *what, const char *name)
{
	cgf_print("cgofault: harness ", what, ": ", name, "\n", NULL);
	_exit(3);
}

CGF_UNSEEN void cgf_library_add(struct cgf_library *library)
{
	library->next = libraries;
	libraries = library;
}

CGF_UNSEEN static const struct cgf_library *library_find(const char *name)
{
	const struct cgf_library *library = libraries;
	while (library && strcmp(library->name, name))
		library = library->next;
	return library;
}

/* ---- words ---- */

CGF_UNSEEN static int errno_named(const char *name)
{
	for (int error = 1; error < ERRNO_MAX; error++) {
		const char *known = strerrorname_np(error);
		if (known && !strcmp(known, name))
			return error;
	}
	cgf_author_error("a shim's site names an errno that does not exist", name);
}

CGF_UNSEEN static void site_resolve(struct cgf_site *site)
{
	const char *name = site->name;
	if (!strncmp(name, "late.", 5)) {
		site->kind = CGF_SITE_LATE;
	} else if (!strcmp(name, "hop")) {
		site->kind = CGF_SITE_HOP;
	} else if (!strncmp(name, "errno=", 6)) {
		site->kind = CGF_SITE_ERRNO;
		site->error = errno_named(name + 6);
	} else if (!strncmp(name, "leave=", 6)) {
		site->kind = CGF_SITE_LEAVE;
		site->error = errno_named(name + 6);
	}
}

/* "late.entry" of toy_read is "late@toy_read.entry" in a plan. */
CGF_UNSEEN static void site_add(struct cgf_vocabulary *words, const struct cgf_function *function,
                                const char *name)
{
	size_t index = words->site_count;
	size_t word = strcspn(name, ".=");
	if (index == CGF_SITES_MAX)
		cgf_author_error("a shim has too many sites", function->name);
	struct cgf_site *site = &cgf_core.sites[index];
	*site = (struct cgf_site){.function = function, .name = name};
	site_resolve(site);
	int length = snprintf(site_names[index], CGF_NAME_BYTES_MAX, "%.*s@%s%s", (int)word, name,
	                      function->name, name + word);
	if (length >= CGF_NAME_BYTES_MAX)
		cgf_author_error("a shim's site has too long a name", name);
	words->sites[index] = site_names[index];
	words->site_count++;
}

CGF_UNSEEN int cgf_words_collect(struct cgf_vocabulary *out, const char *class_name, const char *const *ops,
                                 size_t op_count)
{
	const struct cgf_library *library = library_find(class_name);
	if (!library || op_count > CGF_OPS_MAX)
		return -ENOENT;
	*out = (struct cgf_vocabulary){.class_name = library->name};
	for (size_t i = 0; i < op_count; i++)
		out->ops[out->op_count++] = ops[i];
	for (const struct cgf_action *action = library->actions; action && action->name; action++) {
		if (out->action_count == CGF_ACTIONS_MAX)
			cgf_author_error("a shim has too many actions", library->name);
		out->actions[out->action_count++] = action->name;
	}
	for (size_t i = 0; library->functions[i]; i++) {
		const struct cgf_function *function = library->functions[i];
		for (size_t site = 0; function->sites[site]; site++)
			site_add(out, function, function->sites[site]);
	}
	cgf_core.library = library;
	return 0;
}

/* ---- statistics ---- */

CGF_UNSEEN static struct cgf_stats *stats_map(const char *path)
{
	int fd = path ? open(path, O_RDWR | O_CLOEXEC) : -1;
	if (path && fd < 0)
		cgf_author_error("cannot open the statistics file named by CGF_STATS", path);
	struct cgf_stats *stats = mmap(NULL, sizeof *stats, PROT_READ | PROT_WRITE,
	                               path ? MAP_SHARED : MAP_PRIVATE | MAP_ANONYMOUS, fd, 0);
	if (stats == MAP_FAILED)
		cgf_author_error("cannot map the statistics", path ? path : "");
	if (path)
		close(fd);
	return stats;
}

CGF_UNSEEN static void stats_name(struct cgf_stats *stats, const struct cgf_vocabulary *words)
{
	stats->magic = CGF_STATS_MAGIC;
	stats->op_count = (uint32_t)words->op_count;
	stats->site_count = (uint32_t)words->site_count;
	for (size_t i = 0; i < words->op_count; i++)
		snprintf(stats->ops[i], CGF_NAME_BYTES_MAX, "%s", words->ops[i]);
	for (size_t i = 0; i < words->site_count; i++)
		snprintf(stats->sites[i], CGF_NAME_BYTES_MAX, "%s", words->sites[i]);
}

/* ---- session and runs ---- */

CGF_UNSEEN void cgf_set_go_side(const struct cgf_go_side *functions)
{
	cgf_core.go_side = functions;
}

CGF_UNSEEN void cgf_session_begin(const struct cgf_vocabulary *words, const char *variant, const char *build)
{
	cgf_core.words = words;
	cgf_core.variant = variant;
	cgf_core.build = build;
	cgf_core.stats = stats_map(getenv("CGF_STATS"));
	stats_name(cgf_core.stats, words);
	cgf_trace_reset();
	cgf_report_start();
#ifdef M_PERTURB
	/* free() overwrites: the C library alone leaves some freed memory as it was, and which depends on
	 * what the process freed before (mallopt(3)). */
	mallopt(M_PERTURB, FREED_BYTE);
#endif
	cgf_library_thread_start();
}

CGF_UNSEEN void cgf_input_keep(const uint8_t *bytes, size_t size)
{
	struct cgf_stats *stats = cgf_core.stats;
	volatile uint8_t *to = stats->input;
	if (size > CGF_INPUT_BYTES_MAX)
		size = CGF_INPUT_BYTES_MAX;
	stats->input_size = (uint32_t)size;
	while (size--)
		*to++ = *bytes++;
}

CGF_UNSEEN void cgf_run_begin(const struct cgf_plan *plan, uint32_t plan_digest)
{
	cgf_core.plan = plan;
	cgf_trace_reset();
	cgf_ledger_reset();
	cgf_callers_reset();
	cgf_core.stats->plan = plan_digest;
	cgf_core.stats->executions++;
	cgf_core.effective = false;
	cgf_malloc_count_reset();
	cgf_core.running = true;
	cgf_clock_hold();
}

CGF_UNSEEN void cgf_run_stop(void)
{
	cgf_core.running = false;
	cgf_order_after(CGF_CALLER_LIBRARY);
	if (cgf_core.library->reset)
		cgf_core.library->reset();
	cgf_order_before(CGF_CALLERS_MAX);
}

CGF_UNSEEN void cgf_run_end(void)
{
	cgf_core.stats->effective += cgf_core.effective;
	cgf_core.stats->input_size = 0;
	cgf_clock_release();
}

CGF_UNSEEN void cgf_gc_begin(void)
{
	cgf_lock(&cgf_core.lock);
	cgf_core.gc_step = true;
	cgf_core.steps++;
	cgf_core.stats->steps_total++;
	if (cgf_call_parked()) {
		cgf_core.stats->gc_in_call++;
		cgf_core.effective = true;
	}
	cgf_trace_event(NULL, "collects garbage", NULL, 0);
	cgf_unlock(&cgf_core.lock);
}

CGF_UNSEEN void cgf_gc_end(void)
{
	cgf_core.gc_step = false;
}

const char *cgf_build(void)
{
	return cgf_core.build;
}

CGF_UNSEEN uint32_t cgf_last_trace(void)
{
	return cgf_core.stats->trace;
}
