/*
 * refusals.c: see refusals.h.
 */
#include "refusals.h"

#include "plans/say.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

/* One write: processes that build other packages append too. */
static void append(const char *path, const struct cgf_own_text *line)
{
	int file = line->failed ? -1 : open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
	if (file < 0 || write(file, line->bytes, line->size) != (ssize_t)line->size)
		cgf_harness_failed("%s: %s", path, line->failed ? strerror(ENOMEM) : strerror(errno));
	if (file >= 0)
		close(file);
}

void cgf_own_refuse(struct cgf_own_refusals *refusals, const struct cgf_own_symbol *symbol, const char *why)
{
	struct cgf_own_text line = {0};
	int length = (int)symbol->name_length;
	cgf_own_text_print(&line, "%s\t%.*s\t%s\n", refusals->package, length, symbol->name, why);
	if (refusals->path)
		append(refusals->path, &line);
	cgf_own_text_free(&line);
	cgf_own_text_print(&refusals->lines, "\"%s %.*s %s\",\n", refusals->package, length, symbol->name,
	                   why);
}

void cgf_own_refusals_keep(struct cgf_own_text *out, const struct cgf_own_refusals *refusals)
{
	if (refusals->lines.size > 0)
		cgf_own_text_print(out,
		                   "static const char *cgf_own_refused_here[] "
		                   "__attribute__((section(\"cgf_own_refused\"), used)) = {\n%s};\n",
		                   refusals->lines.bytes);
}
