/*
 * packages.c: reads what `go list -test -deps` says. See packages.h.
 */
#include "packages.h"

#include "go_tool.h"

#include "plans/say.h"
#include "verdict.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PATTERNS_MAX = 256 };

const char cgf_own_packages_format[] =
        "{{.ImportPath}}\t{{.Standard}}\t{{if .Module}}{{.Module.Main}}{{else}}true{{end}}\t"
        "{{len .CgoFiles}}\t{{len .SwigFiles}}{{len .SwigCXXFiles}}\t{{.Name}}\t{{.Dir}}\t"
        "{{if eq .Name \"main\"}}{{join .Deps \" \"}}{{end}}";

/* One package as go tells it. */
struct listed {
	char *path, *name, *folder, *deps;
	bool standard, main_module, cgo, swig;
};

static char *next_field(char **rest)
{
	char *field = strsep(rest, "\t");

	return field ? field : "";
}

static void read_line(struct listed *out, char *line)
{
	char *rest = line;

	out->path = next_field(&rest);
	out->standard = strcmp(next_field(&rest), "true") == 0;
	out->main_module = strcmp(next_field(&rest), "true") == 0;
	out->cgo = strcmp(next_field(&rest), "0") != 0;
	out->swig = strspn(rest ? rest : "", "0") < strcspn(rest ? rest : "", "\t");
	next_field(&rest);
	out->name = next_field(&rest);
	out->folder = next_field(&rest);
	out->deps = next_field(&rest);
}

/* "pkg [pkg.test]" is pkg, compiled once more for a test. */
static size_t plain_length(const char *path)
{
	return strcspn(path, " ");
}

static bool is_named(const struct cgf_own_packages *packages, const char *path, size_t length)
{
	for (size_t i = 0; i < packages->opened_count; i++)
		if (strncmp(packages->opened[i], path, length) == 0 && packages->opened[i][length] == '\0')
			return true;
	return false;
}

static bool is_line_of(const char *lines, const char *path)
{
	size_t length = strlen(path);

	for (const char *at = lines; at && *at; at = strchr(at, '\n'), at += at != NULL)
		if (strncmp(at, path, length) == 0 && (at[length] == '\n' || at[length] == '\0'))
			return true;
	return false;
}

static int open_package(struct cgf_own_packages *out, const struct listed *package)
{
	bool wanted = package->main_module || is_line_of(out->with_text, package->path);

	if (package->standard || !package->cgo || !wanted || strchr(package->path, ' '))
		return 0;
	if (out->opened_count == CGF_OWN_PACKAGES_MAX)
		return -E2BIG;
	out->opened[out->opened_count++] = package->path;
	return 0;
}

static int add_unseen(struct cgf_own_packages *out, const struct listed *package)
{
	static const char purego[] = "github.com/ebitengine/purego";
	const char *what = strcmp(package->path, purego) == 0      ? "purego"
	                   : package->swig && package->main_module ? "SWIG"
	                                                           : NULL;

	if (!what || strchr(package->path, ' '))
		return 0;
	if (out->unseen_count == CGF_OWN_PACKAGES_MAX ||
	    asprintf(&out->unseen[out->unseen_count], "%s in %s", what, package->path) < 0)
		return -E2BIG;
	out->unseen_count++;
	return 0;
}

/* Does the test program depend on an opened package? Its dependencies have blanks between them, and in them:
 * "pkg [pkg.test]" reads as pkg and as something that is no package. */
static bool reaches_c(const struct cgf_own_packages *packages, const char *deps)
{
	for (const char *at = deps; *at; at += plain_length(at), at += strspn(at, " "))
		if (is_named(packages, at, plain_length(at)))
			return true;
	return false;
}

static const struct listed *find(const struct listed *all, size_t count, const char *path, size_t length)
{
	for (size_t i = 0; i < count; i++)
		if (strncmp(all[i].path, path, length) == 0 && all[i].path[length] == '\0')
			return &all[i];
	return NULL;
}

/* "pkg.test" is the program that go makes of pkg's tests. */
static int add_tested(struct cgf_own_packages *out, const struct listed *all, size_t count,
                      const struct listed *program)
{
	static const char suffix[] = ".test";
	size_t length = strlen(program->path);
	const struct listed *package;

	if (strcmp(program->name, "main") != 0 || length <= strlen(suffix) ||
	    strcmp(program->path + length - strlen(suffix), suffix) != 0 || !reaches_c(out, program->deps))
		return 0;
	package = find(all, count, program->path, length - strlen(suffix));
	if (!package)
		return 0;
	if (out->tested_count == CGF_OWN_PACKAGES_MAX)
		return -E2BIG;
	out->tested[out->tested_count++] =
	        (struct cgf_own_package){package->path, package->folder, package->name, package->folder};
	return 0;
}

static int compare_names(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static size_t count_lines(const char *text)
{
	size_t count = 1;

	for (const char *at = text; (at = strchr(at, '\n')); at++)
		count++;
	return count;
}

int cgf_own_packages_read(struct cgf_own_packages *out, char *text, char *with_text)
{
	struct listed *all = calloc(count_lines(text), sizeof(*all));
	size_t count = 0;
	char *rest = text, *line;
	int error = all ? 0 : -ENOMEM;

	*out = (struct cgf_own_packages){.text = text, .with_text = with_text};
	while (error == 0 && (line = strsep(&rest, "\n"))) {
		if (*line == '\0')
			continue;
		read_line(&all[count], line);
		error = open_package(out, &all[count]);
		if (error == 0)
			error = add_unseen(out, &all[count]);
		count++;
	}
	for (size_t i = 0; i < count && error == 0; i++)
		error = add_tested(out, all, count, &all[i]);
	qsort(out->opened, out->opened_count, sizeof(out->opened[0]), compare_names);
	free(all);
	return error;
}

void cgf_own_packages_free(struct cgf_own_packages *packages)
{
	for (size_t i = 0; i < packages->unseen_count; i++)
		free(packages->unseen[i]);
	free(packages->text);
	free(packages->with_text);
	*packages = (struct cgf_own_packages){0};
}

enum { ARGUMENTS_MAX = PATTERNS_MAX + 16 };

/* `go list` with the options, then the patterns. 0, or an exit code after one line. */
static int make_arguments(const char **arguments, const struct cgf_own_packages_request *request,
                          const char *const *options, const char *const *patterns)
{
	size_t count = 0;

	arguments[count++] = "go";
	arguments[count++] = "list";
	for (; *options; options++)
		arguments[count++] = *options;
	if (request->tags) {
		arguments[count++] = "-tags";
		arguments[count++] = request->tags;
	}
	arguments[count++] = "--";
	for (size_t i = 0; patterns[i]; i++) {
		if (i == PATTERNS_MAX)
			return cgf_wrong_usage("more than %d patterns", PATTERNS_MAX);
		arguments[count++] = patterns[i];
	}
	arguments[count] = NULL;
	return 0;
}

static const char *const names[] = {"-f", "{{.ImportPath}}", NULL};

/* What it says, to be freed; NULL after go's own words or one line. */
static char *ask(const struct cgf_own_packages_request *request, const char *const *options,
                 const char *const *patterns)
{
	const char *arguments[ARGUMENTS_MAX];

	return make_arguments(arguments, request, options, patterns) == 0
	               ? cgf_go_ask(arguments, request->scratch)
	               : NULL;
}

/* Can go load the packages of the patterns? `why` is what it says, or empty after a line of ours. */
static int check_patterns(char *why, size_t size, const struct cgf_own_packages_request *request)
{
	const char *arguments[ARGUMENTS_MAX];
	int code = make_arguments(arguments, request, names, request->patterns);

	*why = '\0';
	return code ? code : cgf_go_try(why, size, arguments, NULL);
}

/* "+PATH" of a package that go can load, "-PATH: why" of one that it cannot. */
static const char *const loadable[] = {
        "-e", "-f",
        "{{if or .Error .DepsErrors}}-{{.ImportPath}}: {{with .Error}}{{.Err}}{{else}}"
        "{{(index .DepsErrors 0).Err}}{{end}}{{else}}+{{.ImportPath}}{{end}}",
        NULL};

/* Cuts what go says to `loadable` into the paths of packages to test, and tells of the others. How many. */
static size_t choose(const char **paths, size_t max, char *text)
{
	size_t count = 0;
	char *line;

	while ((line = strsep(&text, "\n"))) {
		if (*line == '+' && count < max)
			paths[count++] = line + 1;
		else if (*line == '-') {
			char *advice = strstr(line, "; to add it:"); /* stands on the next line */

			if (advice)
				*advice = '\0';
			fprintf(stderr, "cgofault: left out: %s\n", line + 1);
		}
	}
	return count;
}

/* The packages of the patterns that go can load, where it cannot load all of them: `paths`, ended by NULL,
 * which stand in the text that is returned, to be freed. NULL: there is none. */
static char *find_loadable(const char **paths, const struct cgf_own_packages_request *request)
{
	char *text = ask(request, loadable, request->patterns);
	size_t count = 0;

	/* Before anything is told of them. */
	if (text && strncmp(text, "+", 1) != 0 && !strstr(text, "\n+")) {
		free(text);
		return NULL;
	}
	if (text)
		count = choose(paths, PATTERNS_MAX, text);
	paths[count] = NULL;
	return text;
}

static int list(struct cgf_own_packages *out, const struct cgf_own_packages_request *request)
{
	const char *const every[] = {"-test", "-deps", "-f", cgf_own_packages_format, NULL};
	char *text = ask(request, every, request->patterns), *with_text = NULL;

	if (text)
		with_text = request->with[0] ? ask(request, names, request->with) : strdup("");
	if (!text || !with_text) {
		free(text);
		return CGF_EXIT_HARNESS;
	}
	if (cgf_own_packages_read(out, text, with_text) != 0)
		return cgf_harness_failed("more than %d packages of a kind: name fewer",
		                          CGF_OWN_PACKAGES_MAX);
	return 0;
}

int cgf_own_packages_list(struct cgf_own_packages *out, const struct cgf_own_packages_request *request)
{
	struct cgf_own_packages_request loaded = *request;
	const char *paths[PATTERNS_MAX + 1];
	char why[512], *text = NULL;
	int code = check_patterns(why, sizeof(why), request);

	*out = (struct cgf_own_packages){0};
	if (code != 0 && *why && !(text = find_loadable(paths, request)))
		return cgf_wrong_usage("no package to test: %s", why);
	if (code != 0 && !text)
		return code;
	if (text)
		loaded.patterns = paths;
	code = list(out, &loaded);
	free(text);
	return code;
}
