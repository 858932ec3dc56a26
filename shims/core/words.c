/*
 * words.c: the libraries, and the words that a class offers to plans.
 */
#include "callers.h"
#include "print.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static struct cgf_library *libraries;
static char site_names[CGF_SITES_MAX][CGF_NAME_BYTES_MAX];

enum { ERRNO_MAX = 134 };

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
