/*
 * stored.c: see stored.h.
 */
#include "stored.h"

#include "replay.h"
#include "say.h"

#include <errno.h>
#include <string.h>

int cgf_target_for_file(struct cgf_target *out, const struct cgf_programs *programs, const char *file,
                        const struct cgf_wish *wish)
{
	static char text[CGF_TEXT_BYTES_MAX + 1];
	struct cgf_header header = {0};
	char why[256] = "";
	long size = cgf_file_read(text, sizeof(text), file);
	bool is_text;
	int code;

	if (size == -EFBIG)
		return cgf_wrong_usage("%s: a plan has at most %d bytes", file, CGF_TEXT_BYTES_MAX);
	if (size < 0)
		return cgf_wrong_usage("%s: %s", file, strerror((int)-size));
	is_text = cgf_plan_is_text((const uint8_t *)text, (size_t)size);
	if (is_text && strlen(text) != (size_t)size)
		return cgf_wrong_usage("%s: a plan's text holds no NUL byte", file);
	if (is_text && cgf_header_read(&header, text, why, sizeof(why)) != 0)
		return cgf_wrong_usage("%s: %s", file, why);
	if (!wish->class_name && header.class_name[0] == '\0')
		return cgf_wrong_usage("%s: raw bytes do not say their class; add --class CLASS", file);
	code = cgf_target_choose(out, programs, wish->class_name ? wish->class_name : header.class_name,
	                         wish->variant ? wish->variant : header.variant,
	                         wish->build ? wish->build : header.build);
	if (code == 0 && wish->op)
		cgf_text_make(out->op, sizeof(out->op), "%s", wish->op);
	return code;
}

int cgf_plan_lines_load(struct cgf_plan_lines *out, const struct cgf_programs *programs,
                        const struct cgf_target *target, const char *file)
{
	char why[256] = "";
	size_t size;
	int code;
	const char *text = cgf_replay_print(&size, &code, "--show", programs, target, file);

	if (!text)
		return code;
	if (cgf_plan_lines_read(out, text, why, sizeof(why)) != 0)
		return cgf_harness_failed("%s: %s", file, why);
	return 0;
}
