/*
 * plan_text.c: plans as text, for people, reviews and the corpus.
 *
 *	cgofault plan 1
 *	class: retained_pointer
 *	verdict: asan/use-after-poison at=retained_pointer_fire
 *
 *	call A read_later 3 late@register.entry keep@register#2
 *	gc
 *
 * Text names everything and reads each name strictly: a stored plan means what it meant when it was written,
 *or it is an error. Defaults (seed 0, argument 0, pass 1) are not written, so that the text of a plan is
 *unique.
 */
#include "cgf_control.h"
#include "plan_words.h"

#include <errno.h>
#include <stdarg.h>
#include <string.h>

#define FORMAT      "cgofault plan"
#define FORMAT_LINE FORMAT " 1"

enum { SHOWN_BYTES_MAX = 64, SHOWN_NAMES_MAX = 8 };

static const char *const cgf_kinds[] = {[CGF_STEP_CALL] = "call",
                                        [CGF_STEP_RESUME] = "resume",
                                        [CGF_STEP_FIRE] = "fire",
                                        [CGF_STEP_GC] = "gc"};
static const char cgf_callers[] = {'A', 'B', 'C', 'D', 'L'};

/* The lines of a header that are strings, in the order in which they are written. */
static const struct cgf_key {
	const char *name;
	size_t offset, size;
} cgf_keys[] = {
        {"class", offsetof(struct cgf_header, class_name), CGF_NAME_BYTES_MAX},
        {"variant", offsetof(struct cgf_header, variant), CGF_NAME_BYTES_MAX},
        {"build", offsetof(struct cgf_header, build), CGF_NAME_BYTES_MAX},
        {"verdict", offsetof(struct cgf_header, verdict), 4 * CGF_NAME_BYTES_MAX},
};

enum { KEY_COUNT = sizeof(cgf_keys) / sizeof(cgf_keys[0]) };

/* ---- writing ---- */

struct cgf_writer {
	char *at;
	size_t left; /* includes the NUL */
	bool full;
};

__attribute__((format(printf, 2, 3))) static void cgf_text_add(struct cgf_writer *writer, const char *format,
                                                               ...)
{
	va_list arguments;
	int size;

	if (writer->full)
		return;
	va_start(arguments, format);
	size = vsnprintf(writer->at, writer->left, format, arguments);
	va_end(arguments);
	if (size < 0 || (size_t)size >= writer->left) {
		writer->full = true;
		return;
	}
	writer->at += size;
	writer->left -= (size_t)size;
}

static void cgf_header_write(struct cgf_writer *writer, const struct cgf_header *header, uint8_t seed)
{
	cgf_text_add(writer, "%s\n", FORMAT_LINE);
	for (size_t i = 0; i < KEY_COUNT; i++) {
		const char *value = (const char *)header + cgf_keys[i].offset;

		if (*value)
			cgf_text_add(writer, "%s: %.*s\n", cgf_keys[i].name, (int)cgf_keys[i].size - 1,
			             value);
	}
	if (seed)
		cgf_text_add(writer, "seed: %u\n", seed);
}

static void cgf_step_write(struct cgf_writer *writer, const struct cgf_step *step,
                           const struct cgf_vocabulary *words)
{
	cgf_plan_require(step->kind <= CGF_STEP_GC && step->caller < CGF_PLAN_CALLERS &&
	                         step->fault_count <= CGF_FAULTS_MAX,
	                 "a step of a plan is beyond its limits");
	cgf_text_add(writer, "%s", cgf_kinds[step->kind]);
	if (step->kind == CGF_STEP_CALL || step->kind == CGF_STEP_RESUME)
		cgf_text_add(writer, " %c", cgf_callers[step->caller]);
	if (step->kind == CGF_STEP_CALL)
		cgf_text_add(writer, " %s", cgf_plan_word(words->ops, words->op_count, step->word));
	if (step->kind == CGF_STEP_FIRE)
		cgf_text_add(writer, " %s", cgf_plan_word(words->actions, words->action_count, step->word));
	if (step->argument)
		cgf_text_add(writer, " %u", step->argument);
	for (size_t i = 0; i < step->fault_count; i++) {
		const struct cgf_planned_fault *fault = &step->faults[i];

		cgf_text_add(writer, " %s", cgf_plan_word(words->sites, words->site_count, fault->site));
		if (fault->pass != 1)
			cgf_text_add(writer, "#%u", fault->pass);
	}
	cgf_text_add(writer, "\n");
}

int cgf_plan_write(char *out, size_t size, const struct cgf_plan *plan, const struct cgf_header *header,
                   const struct cgf_vocabulary *words)
{
	struct cgf_writer writer = {.at = out, .left = size};

	cgf_plan_require(plan->step_count <= CGF_STEPS_MAX, "a plan has too many steps");
	cgf_header_write(&writer, header, plan->seed);
	if (plan->step_count)
		cgf_text_add(&writer, "\n");
	for (size_t i = 0; i < plan->step_count; i++)
		cgf_step_write(&writer, &plan->steps[i], words);
	return writer.full ? -ENOSPC : (int)(writer.at - out);
}

/* ---- reading: lines and words ---- */

/* Part of the text, which is never copied nor changed. */
struct cgf_span {
	const char *at;
	size_t size;
};

struct cgf_reader {
	const char *text, *next, *end;
	unsigned line_number;
	struct cgf_span line; /* what is left of the current line, without blanks at its ends */
	bool seed_seen;
	struct cgf_plan *plan;              /* NULL: the header alone is read */
	const struct cgf_vocabulary *words; /* NULL together with plan */
	struct cgf_header *header;
	char *why;
	size_t why_size;
};

__attribute__((format(printf, 2, 3))) static int cgf_text_refuse(const struct cgf_reader *reader,
                                                                 const char *format, ...)
{
	struct cgf_writer writer = {.at = reader->why, .left = reader->why_size};
	va_list arguments;

	cgf_text_add(&writer, "line %u: ", reader->line_number);
	if (!writer.full) {
		va_start(arguments, format);
		vsnprintf(writer.at, writer.left, format, arguments);
		va_end(arguments);
	}
	return -EINVAL;
}

/* The two arguments of a "%.*s": enough of a word to find it, however long it is. */
#define SHOWN(span) (int)((span).size < SHOWN_BYTES_MAX ? (span).size : SHOWN_BYTES_MAX), (span).at

static bool cgf_blank_is(char byte)
{
	return byte == ' ' || byte == '\t';
}

static struct cgf_span cgf_span_trim(struct cgf_span span)
{
	while (span.size && cgf_blank_is(span.at[0])) {
		span.at++;
		span.size--;
	}
	while (span.size && cgf_blank_is(span.at[span.size - 1]))
		span.size--;
	return span;
}

static bool cgf_span_is(struct cgf_span span, const char *name)
{
	return strlen(name) == span.size && memcmp(name, span.at, span.size) == 0;
}

/* Takes the first word off the current line; an empty span when there is none. */
static struct cgf_span cgf_word_take(struct cgf_reader *reader)
{
	struct cgf_span word = {.at = reader->line.at};

	while (word.size < reader->line.size && !cgf_blank_is(word.at[word.size]))
		word.size++;
	reader->line.at += word.size;
	reader->line.size -= word.size;
	reader->line = cgf_span_trim(reader->line);
	return word;
}

/* A control byte would hide in an editor, and break the one line that an error message is. */
static int cgf_line_check(const struct cgf_reader *reader)
{
	for (size_t i = 0; i < reader->line.size; i++) {
		unsigned char byte = (unsigned char)reader->line.at[i];

		if ((byte < ' ' && byte != '\t') || byte == 0x7f)
			return cgf_text_refuse(
			        reader, "control byte 0x%02x; a plan's text has none: remove it", byte);
	}
	return 0;
}

/* 1: reader->line is the next line. 0: there is none. Negative: refused. */
static int cgf_line_next(struct cgf_reader *reader)
{
	const char *newline;
	int err;

	if (reader->next == reader->end)
		return 0;
	reader->line_number++;
	reader->line.at = reader->next;
	newline = memchr(reader->next, '\n', (size_t)(reader->end - reader->next));
	reader->next = newline ? newline + 1 : reader->end;
	reader->line.size = (size_t)((newline ? newline : reader->end) - reader->line.at);
	if (reader->next - reader->text > CGF_TEXT_BYTES_MAX)
		return cgf_text_refuse(reader, "the text is longer than %d bytes; shorten its comments",
		                       CGF_TEXT_BYTES_MAX);
	if (newline && reader->line.size && newline[-1] == '\r')
		reader->line.size--;
	err = cgf_line_check(reader);
	reader->line = cgf_span_trim(reader->line);
	return err ? err : 1;
}

/* Digits alone, so that "-1", "+1" and "0x1" are not numbers. */
static bool cgf_number_read(uint8_t *out, struct cgf_span span)
{
	unsigned value = 0;

	for (size_t i = 0; i < span.size; i++) {
		if (span.at[i] < '0' || span.at[i] > '9')
			return false;
		value = value * 10 + (unsigned)(span.at[i] - '0');
		if (value > UINT8_MAX)
			return false;
	}
	*out = (uint8_t)value;
	return span.size > 0;
}

/* ---- reading: the header ---- */

/* What some editors put in front of a text that is UTF-8. */
#define BYTE_ORDER_MARK "\xef\xbb\xbf"

/* The first line that is neither empty nor a comment. */
static int cgf_first_line_read(struct cgf_reader *reader)
{
	int more;

	if ((size_t)(reader->end - reader->next) >= strlen(BYTE_ORDER_MARK) &&
	    memcmp(reader->next, BYTE_ORDER_MARK, strlen(BYTE_ORDER_MARK)) == 0)
		reader->next += strlen(BYTE_ORDER_MARK);
	do
		more = cgf_line_next(reader);
	while (more > 0 && (reader->line.size == 0 || reader->line.at[0] == '#'));
	return more;
}

static int cgf_format_read(struct cgf_reader *reader)
{
	const size_t prefix = strlen(FORMAT);
	struct cgf_span version;
	int err = cgf_first_line_read(reader);

	if (err < 0)
		return err;
	if (err == 0)
		reader->line_number = 1; /* an empty text still lacks its first line */
	if (reader->line.size < prefix || memcmp(reader->line.at, FORMAT, prefix) != 0 ||
	    (reader->line.size > prefix && !cgf_blank_is(reader->line.at[prefix])))
		return cgf_text_refuse(
		        reader,
		        "this is not the text of a plan; its first line, but for comments, has to be '%s'",
		        FORMAT_LINE);
	version = cgf_span_trim((struct cgf_span){reader->line.at + prefix, reader->line.size - prefix});
	if (!cgf_span_is(version, "1"))
		return cgf_text_refuse(
		        reader, "format version '%.*s' is not known here; write '%s' or use a newer cgofault",
		        SHOWN(version), FORMAT_LINE);
	return 0;
}

static int cgf_seed_read(struct cgf_reader *reader, struct cgf_span value)
{
	uint8_t seed;

	if (reader->seed_seen)
		return cgf_text_refuse(reader, "'seed' stands here a second time; remove one");
	if (!cgf_number_read(&seed, value))
		return cgf_text_refuse(reader, "seed '%.*s' is not a number from 0 to 255", SHOWN(value));
	reader->seed_seen = true;
	if (reader->plan)
		reader->plan->seed = seed;
	return 0;
}

static int cgf_value_read(struct cgf_reader *reader, const struct cgf_key *key, struct cgf_span value)
{
	char *field = (char *)reader->header + key->offset;

	if (*field)
		return cgf_text_refuse(reader, "'%s' stands here a second time; remove one", key->name);
	if (value.size == 0)
		return cgf_text_refuse(reader, "'%s' has no value; write one or remove the line", key->name);
	if (value.size >= key->size)
		return cgf_text_refuse(reader, "the value of '%s' is longer than %zu bytes; shorten it",
		                       key->name, key->size - 1);
	memcpy(field, value.at, value.size);
	if (key->offset == offsetof(struct cgf_header, class_name) && reader->words &&
	    !cgf_span_is(value, reader->words->class_name))
		return cgf_text_refuse(
		        reader, "this is a plan of class '%.*s', not of '%s'; replay it on its own class",
		        SHOWN(value), reader->words->class_name);
	return 0;
}

static int cgf_key_read(struct cgf_reader *reader, struct cgf_span key)
{
	struct cgf_span value = {key.at + key.size + 1, reader->line.size - key.size - 1};

	value = cgf_span_trim(value);
	if (reader->plan && reader->plan->step_count)
		return cgf_text_refuse(reader, "'%.*s:' stands below a step; move it above the first one",
		                       SHOWN(key));
	if (cgf_span_is(key, "seed"))
		return cgf_seed_read(reader, value);
	for (size_t i = 0; i < KEY_COUNT; i++)
		if (cgf_span_is(key, cgf_keys[i].name))
			return cgf_value_read(reader, &cgf_keys[i], value);
	return cgf_text_refuse(reader,
	                       "unknown key '%.*s'; the keys are class, variant, build, verdict and seed",
	                       SHOWN(key));
}

/* ---- reading: the steps ---- */

static int cgf_caller_read(struct cgf_reader *reader, uint8_t *out, uint8_t caller_count)
{
	struct cgf_span word = cgf_word_take(reader);

	for (uint8_t i = 0; i < caller_count; i++) {
		if (word.size == 1 && word.at[0] == cgf_callers[i]) {
			*out = i;
			return 0;
		}
	}
	return cgf_text_refuse(reader, "'%.*s' is not a caller that this step can have; write A, B, C%s",
	                       SHOWN(word), caller_count > CGF_CALLER_LIBRARY ? ", D or L" : " or D");
}

/* Finds a name, or refuses it and shows the first of those that there are. */
static int cgf_name_find(const struct cgf_reader *reader, uint8_t *out, const char *what,
                         struct cgf_span name, const char *const *names, size_t count)
{
	char offered[SHOWN_NAMES_MAX * (CGF_NAME_BYTES_MAX + 2) + sizeof("...")] = "none";
	struct cgf_writer writer = {.at = offered, .left = sizeof(offered)};

	for (size_t i = 0; i < count; i++) {
		if (cgf_span_is(name, names[i])) {
			*out = (uint8_t)i;
			return 0;
		}
	}
	for (size_t i = 0; i < count && i < SHOWN_NAMES_MAX; i++)
		cgf_text_add(&writer, "%s%s", i ? ", " : "", names[i]);
	if (count > SHOWN_NAMES_MAX)
		cgf_text_add(&writer, ", ...");
	return cgf_text_refuse(reader, "class %s has no %s '%.*s'; it has: %s", reader->words->class_name,
	                       what, SHOWN(name), offered);
}

static int cgf_fault_read(struct cgf_reader *reader, struct cgf_step *step, struct cgf_span word)
{
	struct cgf_planned_fault fault = {.pass = 1};
	struct cgf_span site = word;
	const char *hash = memchr(word.at, '#', word.size);
	int err;

	if (hash) {
		site.size = (size_t)(hash - word.at);
		if (!cgf_number_read(&fault.pass, (struct cgf_span){hash + 1, word.size - site.size - 1}) ||
		    fault.pass < 1 || fault.pass > CGF_PASS_MAX)
			return cgf_text_refuse(reader, "the pass of '%.*s' is not a number from 1 to %d",
			                       SHOWN(word), CGF_PASS_MAX);
	}
	err = cgf_name_find(reader, &fault.site, "fault", site, reader->words->sites,
	                    reader->words->site_count);
	if (err)
		return err;
	for (size_t i = 0; i < step->fault_count; i++)
		if (step->faults[i].site == fault.site && step->faults[i].pass == fault.pass)
			return cgf_text_refuse(reader, "fault '%.*s' stands here a second time; remove one",
			                       SHOWN(word));
	if (step->fault_count == CGF_FAULTS_MAX)
		return cgf_text_refuse(reader, "more than %d faults in a step; remove some", CGF_FAULTS_MAX);
	step->faults[step->fault_count++] = fault;
	return 0;
}

static int cgf_faults_read(struct cgf_reader *reader, struct cgf_step *step)
{
	int err = 0;

	while (!err && reader->line.size)
		err = cgf_fault_read(reader, step, cgf_word_take(reader));
	return err;
}

static int cgf_call_read(struct cgf_reader *reader, struct cgf_step *step)
{
	struct cgf_span word;
	int err = cgf_caller_read(reader, &step->caller, CGF_CALLER_LIBRARY);

	if (err)
		return err;
	err = cgf_name_find(reader, &step->word, "op", cgf_word_take(reader), reader->words->ops,
	                    reader->words->op_count);
	if (err)
		return err;
	if (reader->line.size && reader->line.at[0] >= '0' && reader->line.at[0] <= '9') {
		word = cgf_word_take(reader);
		if (!cgf_number_read(&step->argument, word))
			return cgf_text_refuse(reader, "argument '%.*s' is not a number from 0 to 255",
			                       SHOWN(word));
	}
	return cgf_faults_read(reader, step);
}

static int cgf_fire_read(struct cgf_reader *reader, struct cgf_step *step)
{
	int err = cgf_name_find(reader, &step->word, "action", cgf_word_take(reader), reader->words->actions,
	                        reader->words->action_count);

	step->caller = CGF_CALLER_LIBRARY;
	return err ? err : cgf_faults_read(reader, step);
}

static int cgf_step_read(struct cgf_reader *reader)
{
	struct cgf_step step = {0};
	struct cgf_span word = cgf_word_take(reader);
	int err = 0;

	while (step.kind <= CGF_STEP_GC && !cgf_span_is(word, cgf_kinds[step.kind]))
		step.kind++;
	if (step.kind > CGF_STEP_GC)
		return cgf_text_refuse(reader, "unknown step '%.*s'; the steps are call, resume, fire and gc",
		                       SHOWN(word));
	if (reader->plan->step_count == CGF_STEPS_MAX)
		return cgf_text_refuse(reader, "more than %d steps; remove some", CGF_STEPS_MAX);
	if (step.kind == CGF_STEP_CALL)
		err = cgf_call_read(reader, &step);
	else if (step.kind == CGF_STEP_RESUME)
		err = cgf_caller_read(reader, &step.caller, CGF_PLAN_CALLERS);
	else if (step.kind == CGF_STEP_FIRE)
		err = cgf_fire_read(reader, &step);
	if (err)
		return err;
	if (reader->line.size)
		return cgf_text_refuse(reader, "'%.*s' is too much for a %s step; remove it",
		                       SHOWN(reader->line), cgf_kinds[step.kind]);
	reader->plan->steps[reader->plan->step_count++] = step;
	return 0;
}

/* ---- reading: the whole ---- */

/* A key is what stands in front of a ':' in the first word; at the end of the header the size is 0. */
static struct cgf_span cgf_key_of(struct cgf_span line)
{
	struct cgf_span key = {.at = line.at};

	while (key.size < line.size && !cgf_blank_is(line.at[key.size])) {
		if (line.at[key.size] == ':')
			return key;
		key.size++;
	}
	key.size = 0;
	return key;
}

static int cgf_text_read(struct cgf_reader *reader)
{
	int more = 0;
	int err = cgf_format_read(reader);

	while (!err && (more = cgf_line_next(reader)) > 0) {
		struct cgf_span key = cgf_key_of(reader->line);

		if (reader->line.size == 0 || reader->line.at[0] == '#')
			continue;
		if (key.size)
			err = cgf_key_read(reader, key);
		else if (!reader->plan || !*reader->header->class_name)
			break;
		else
			err = cgf_step_read(reader);
	}
	if (!err && more < 0)
		err = more;
	if (!err && !*reader->header->class_name)
		err = cgf_text_refuse(reader, "no class so far; write 'class: NAME' below the first line");
	return err;
}

/* One byte beyond the limit at most, which is how cgf_line_next sees that the text is too long. */
static const char *cgf_text_end(const char *text)
{
	const char *nul = memchr(text, '\0', CGF_TEXT_BYTES_MAX + 1);

	return nul ? nul : text + CGF_TEXT_BYTES_MAX + 1;
}

int cgf_header_read(struct cgf_header *out, const char *text, char *why, size_t why_size)
{
	struct cgf_reader reader = {
	        .text = text, .next = text, .header = out, .why = why, .why_size = why_size};
	int err;

	reader.end = cgf_text_end(text);
	memset(out, 0, sizeof(*out));
	err = cgf_text_read(&reader);
	if (err)
		memset(out, 0, sizeof(*out));
	return err;
}

int cgf_plan_read(struct cgf_plan *plan, struct cgf_header *header, const struct cgf_vocabulary *words,
                  const char *text, char *why, size_t why_size)
{
	struct cgf_reader reader = {.text = text,
	                            .next = text,
	                            .plan = plan,
	                            .words = words,
	                            .header = header,
	                            .why = why,
	                            .why_size = why_size};
	int err;

	cgf_plan_require(words->op_count <= CGF_OPS_MAX && words->action_count <= CGF_ACTIONS_MAX &&
	                         words->site_count <= CGF_SITES_MAX,
	                 "a vocabulary is larger than its limits");
	reader.end = cgf_text_end(text);
	memset(plan, 0, sizeof(*plan));
	memset(header, 0, sizeof(*header));
	err = cgf_text_read(&reader);
	if (err) {
		/* Half a plan must not run by mistake. */
		memset(plan, 0, sizeof(*plan));
		memset(header, 0, sizeof(*header));
	}
	return err;
}

/* Behind a byte order mark, empty lines and comments. No engine's input begins like that: the bytes of a plan
 * would have to spell the format's name. */
bool cgf_plan_is_text(const uint8_t *bytes, size_t size)
{
	const char *at = (const char *)bytes, *end = at + size;

	if (size >= strlen(BYTE_ORDER_MARK) && memcmp(at, BYTE_ORDER_MARK, strlen(BYTE_ORDER_MARK)) == 0)
		at += strlen(BYTE_ORDER_MARK);
	while (at < end && (cgf_blank_is(*at) || *at == '\r' || *at == '\n' || *at == '#')) {
		if (*at == '#')
			at = memchr(at, '\n', (size_t)(end - at));
		if (!at)
			return false;
		at++;
	}
	return (size_t)(end - at) >= strlen(FORMAT) && memcmp(at, FORMAT, strlen(FORMAT)) == 0;
}
