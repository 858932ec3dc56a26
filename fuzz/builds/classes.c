/*
 * classes.c: see classes.h.
 */
#include "classes.h"

#include <dirent.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

__attribute__((format(printf, 4, 5))) static int refuse(int error, char *why, size_t why_size,
                                                        const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(why, why_size, format, arguments);
	va_end(arguments);
	return error;
}

/* Editors leave files that begin with a dot or end in a tilde. */
static int is_name(const struct dirent *entry)
{
	size_t size = strlen(entry->d_name);

	return entry->d_name[0] != '.' && entry->d_name[size - 1] != '~';
}

/* The same order on every machine: alphasort(3) asks the locale. */
static int compare_bytes(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

/* The names in a folder, sorted. A negative errno when there is no folder. */
static int names_read(char (*names)[CGF_NAME_BYTES_MAX], size_t max, const char *folder, char *why,
                      size_t why_size)
{
	struct dirent **entries = NULL;
	int count = scandir(folder, &entries, is_name, compare_bytes), result = count;

	if (count < 0)
		return refuse(-errno, why, why_size, "%s: %s", folder, strerror(errno));
	for (int i = 0; i < count; i++) {
		if ((size_t)i == max || strlen(entries[i]->d_name) >= CGF_NAME_BYTES_MAX)
			result = refuse(-E2BIG, why, why_size, "%s: more than %zu names, or one of %d bytes",
			                folder, max, CGF_NAME_BYTES_MAX);
		else
			strcpy(names[i], entries[i]->d_name);
		free(entries[i]);
	}
	free(entries);
	return result;
}

/* The first line of a file, without the sign of a comment. 0, or -ENOENT when it says nothing. */
static int about_read(char *out, const char *path, char *why, size_t why_size)
{
	char line[CGF_ABOUT_BYTES_MAX] = "";
	FILE *file = fopen(path, "r");

	if (file && !fgets(line, sizeof(line), file))
		line[0] = '\0';
	if (file)
		fclose(file);
	line[strcspn(line, "\n\t")] = '\0';
	strcpy(out, line + strspn(line, "# "));
	return *out ? 0
	            : refuse(-ENOENT, why, why_size, "%s: its first line is to say what it is about", path);
}

static int faults_read(struct cgf_build_class *out, char *why, size_t why_size)
{
	char path[CGF_BUILD_PATH_BYTES_MAX + 16 + CGF_NAME_BYTES_MAX];
	int count, error = 0;

	snprintf(path, sizeof(path), "%s/faults", out->folder);
	count = names_read(out->faults, CGF_SITES_MAX, path, why, why_size);
	for (int i = 0; i < count && error == 0; i++) {
		if (!strchr(out->faults[i], '@'))
			return refuse(-EINVAL, why, why_size, "%s/%s: a fault is named WHAT@WHERE", path,
			              out->faults[i]);
		snprintf(path, sizeof(path), "%s/faults/%s", out->folder, out->faults[i]);
		error = about_read(out->fault_abouts[i], path, why, why_size);
		out->words.sites[out->words.site_count++] = out->faults[i];
	}
	return count < 0 ? count : error;
}

bool cgf_build_known(const char (*names)[CGF_NAME_BYTES_MAX], size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(names[i], name) == 0)
			return true;
	return false;
}

/* Adds what an op has to the variants of its class. A bug needs its fix beside it. */
static int variants_read(struct cgf_build_class *out, const char *op, char *why, size_t why_size)
{
	char names[CGF_BUILD_VARIANTS_MAX + 1][CGF_NAME_BYTES_MAX],
	        path[CGF_BUILD_PATH_BYTES_MAX + 16 + CGF_NAME_BYTES_MAX];
	int count;
	bool buggy = false, fixed = false;

	snprintf(path, sizeof(path), "%s/ops/%s", out->folder, op);
	count = names_read(names, CGF_BUILD_VARIANTS_MAX + 1, path, why, why_size);
	for (int i = 0; i < count; i++) {
		if (strcmp(names[i], "about") == 0 ||
		    cgf_build_known(out->variants, out->variant_count, names[i]))
			continue;
		if (out->variant_count == CGF_BUILD_VARIANTS_MAX)
			return refuse(-E2BIG, why, why_size, "%s: more than %d variants", out->folder,
			              CGF_BUILD_VARIANTS_MAX);
		strcpy(out->variants[out->variant_count++], names[i]);
	}
	for (int i = 0; i < count; i++) {
		buggy = buggy || strncmp(names[i], "buggy", strlen("buggy")) == 0;
		fixed = fixed || strncmp(names[i], "fixed", strlen("fixed")) == 0;
	}
	if (count >= 0 && buggy != fixed)
		return refuse(-ENOENT, why, why_size, "%s has no %s: add its twin", path,
		              buggy ? "fixed" : "buggy");
	return count < 0 ? count : 0;
}

static int ops_read(struct cgf_build_class *out, char *why, size_t why_size)
{
	char path[CGF_BUILD_PATH_BYTES_MAX + 16 + CGF_NAME_BYTES_MAX];
	int count, error = 0;

	snprintf(path, sizeof(path), "%s/ops", out->folder);
	count = names_read(out->ops, CGF_OPS_MAX, path, why, why_size);
	for (int i = 0; i < count && error == 0; i++) {
		snprintf(path, sizeof(path), "%s/ops/%s/about", out->folder, out->ops[i]);
		error = about_read(out->op_abouts[i], path, why, why_size);
		out->words.ops[out->words.op_count++] = out->ops[i];
		if (error == 0)
			error = variants_read(out, out->ops[i], why, why_size);
	}
	if (count == 0)
		return refuse(-ENOENT, why, why_size, "%s has no ops", out->folder);
	return count < 0 ? count : error;
}

static int library_look(const struct cgf_build_class *class, char *why, size_t why_size)
{
	char path[CGF_BUILD_PATH_BYTES_MAX + 32];
	struct stat status;

	snprintf(path, sizeof(path), "%s/library/install", class->folder);
	return stat(path, &status) == 0 ? 0
	                                : refuse(-ENOENT, why, why_size,
	                                         "there is no %s: it builds the class's library", path);
}

int cgf_build_class_read(struct cgf_build_class *out, const char *tree, const char *name, char *why,
                         size_t why_size)
{
	int error;

	memset(out, 0, sizeof(*out));
	if (strlen(name) >= sizeof(out->name) || strchr(name, '/') ||
	    (size_t)snprintf(out->folder, sizeof(out->folder), "%s/targets/build/%s", tree, name) >=
	            sizeof(out->folder))
		return refuse(-ENOENT, why, why_size, "no class '%.64s'", name);
	strcpy(out->name, name);
	out->words.class_name = out->name;
	error = ops_read(out, why, why_size);
	if (error == 0)
		error = faults_read(out, why, why_size);
	return error == 0 ? library_look(out, why, why_size) : error;
}

bool cgf_build_op_has(const struct cgf_build_class *class, size_t op, const char *variant)
{
	char path[CGF_BUILD_PATH_BYTES_MAX + 16 + 2 * CGF_NAME_BYTES_MAX];
	struct stat status;

	snprintf(path, sizeof(path), "%s/ops/%s/%s", class->folder, class->ops[op], variant);
	return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

int cgf_build_classes_read(const char *tree, void (*each)(const struct cgf_build_class *class), char *why,
                           size_t why_size)
{
	static char names[CGF_OPS_MAX][CGF_NAME_BYTES_MAX];
	static struct cgf_build_class class;
	char path[CGF_BUILD_PATH_BYTES_MAX];
	int count, error = 0;

	if ((size_t)snprintf(path, sizeof(path), "%s/targets/build", tree) >= sizeof(path))
		return refuse(-ENAMETOOLONG, why, why_size, "%s: %s", tree, strerror(ENAMETOOLONG));
	count = names_read(names, CGF_OPS_MAX, path, why, why_size);
	for (int i = 0; i < count && error == 0; i++) {
		error = cgf_build_class_read(&class, tree, names[i], why, why_size);
		if (error == 0)
			each(&class);
	}
	return count < 0 ? count : error;
}
