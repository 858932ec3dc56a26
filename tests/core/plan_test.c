/*
 * plan_test.c: what plans promise, as bytes and as text, tried on many pseudo-random ones.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "cgf_control.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ROUNDS = 20000, ENCODED_MAX = 1 + CGF_STEPS_MAX * CGF_STEP_BYTES, WHY_BYTES = 512 };

static const struct cgf_vocabulary small = {
        .class_name = "retained_pointer",
        .op_count = 3,
        .action_count = 2,
        .site_count = 5,
        .ops = {"read_later", "write_later", "read"},
        .actions = {"deliver", "drop"},
        .sites = {"late@register.entry", "keep@register", "errno@write=ENOSPC", "hop@read", "late@register"},
};

/* ---- material ---- */

/* xorshift64*, with a fixed seed: a failure comes back at every run. */
static uint64_t random_state;

static uint32_t random_below(uint32_t limit)
{
	random_state ^= random_state >> 12;
	random_state ^= random_state << 25;
	random_state ^= random_state >> 27;
	return (uint32_t)((random_state * UINT64_C(0x2545f4914f6cdd1d)) >> 32) % limit;
}

static int random_start(void **state)
{
	(void)state;
	random_state = UINT64_C(0x9e3779b97f4a7c15);
	return 0;
}

/* Half of the sizes are short, where the last record is cut in all its places. */
static size_t random_bytes(uint8_t *bytes)
{
	size_t size = random_below(random_below(2) ? CGF_INPUT_BYTES_MAX + 1 : 40);

	for (size_t i = 0; i < size; i++)
		bytes[i] = (uint8_t)random_below(256);
	return size;
}

static char name_pool[CGF_SITES_MAX][3][CGF_NAME_BYTES_MAX];

/* Counts from 0 to their limits, and names as long as they may be among them. */
static void random_words(struct cgf_vocabulary *out)
{
	memset(out, 0, sizeof(*out));
	out->class_name = "some_class";
	out->op_count = random_below(CGF_OPS_MAX + 1);
	out->action_count = random_below(CGF_ACTIONS_MAX + 1);
	out->site_count = random_below(CGF_SITES_MAX + 1);
	if (random_below(4) == 0)
		out->op_count = CGF_OPS_MAX, out->action_count = CGF_ACTIONS_MAX,
		out->site_count = CGF_SITES_MAX;
	for (int i = 0; i < CGF_SITES_MAX; i++) {
		snprintf(name_pool[i][0], CGF_NAME_BYTES_MAX, "op_%0*d", i % 2 ? 60 : 1, i);
		snprintf(name_pool[i][1], CGF_NAME_BYTES_MAX, "action_%d", i);
		snprintf(name_pool[i][2], CGF_NAME_BYTES_MAX, "errno@%0*d.entry=EIO", i % 2 ? 47 : 1, i);
	}
	for (size_t i = 0; i < out->op_count; i++)
		out->ops[i] = name_pool[i][0];
	for (size_t i = 0; i < out->action_count; i++)
		out->actions[i] = name_pool[i][1];
	for (size_t i = 0; i < out->site_count; i++)
		out->sites[i] = name_pool[i][2];
}

/* The vocabulary with a name more at the front of every list that has room. */
static void words_grow(struct cgf_vocabulary *out, const struct cgf_vocabulary *words)
{
	*out = *words;
	if (words->op_count < CGF_OPS_MAX) {
		memcpy(out->ops + 1, words->ops, words->op_count * sizeof(words->ops[0]));
		out->ops[0] = "new_op";
		out->op_count++;
	}
	if (words->action_count < CGF_ACTIONS_MAX) {
		memcpy(out->actions + 1, words->actions, words->action_count * sizeof(words->actions[0]));
		out->actions[0] = "new_action";
		out->action_count++;
	}
	if (words->site_count < CGF_SITES_MAX) {
		memcpy(out->sites + 1, words->sites, words->site_count * sizeof(words->sites[0]));
		out->sites[0] = "late@new";
		out->site_count++;
	}
}

static const struct cgf_header header_full = {
        .class_name = "retained_pointer",
        .variant = "buggy",
        .build = "asan",
        .verdict = "asan/use-after-poison at=retained_pointer_fire",
};

static void header_of(struct cgf_header *out, const struct cgf_vocabulary *words)
{
	*out = header_full;
	snprintf(out->class_name, sizeof(out->class_name), "%s", words->class_name);
	if (random_below(2))
		out->verdict[0] = out->variant[0] = '\0';
}

static void header_assert_equal(const struct cgf_header *a, const struct cgf_header *b)
{
	assert_string_equal(a->class_name, b->class_name);
	assert_string_equal(a->variant, b->variant);
	assert_string_equal(a->build, b->build);
	assert_string_equal(a->verdict, b->verdict);
}

static char text[CGF_TEXT_BYTES_MAX + 2];

/* ---- bytes ---- */

static void step_assert_limits(const struct cgf_step *step, const struct cgf_vocabulary *words)
{
	bool has_faults = step->kind == CGF_STEP_CALL || step->kind == CGF_STEP_FIRE;

	assert_in_range(step->kind, CGF_STEP_CALL, CGF_STEP_GC);
	if (step->kind == CGF_STEP_CALL) {
		assert_true(step->word < words->op_count);
		assert_true(step->caller < CGF_CALLER_LIBRARY);
	} else {
		assert_int_equal(step->argument, 0);
	}
	if (step->kind == CGF_STEP_FIRE) {
		assert_true(step->word < words->action_count);
		assert_int_equal(step->caller, CGF_CALLER_LIBRARY);
	}
	if (step->kind == CGF_STEP_RESUME)
		assert_true(step->caller < CGF_PLAN_CALLERS);
	if (step->kind == CGF_STEP_GC)
		assert_int_equal(step->caller, 0);
	if (!has_faults)
		assert_int_equal(step->word + step->fault_count, 0);
	assert_true(step->fault_count <= CGF_FAULTS_MAX);
	for (size_t i = 0; i < CGF_FAULTS_MAX; i++) {
		const struct cgf_planned_fault *fault = &step->faults[i];

		if (i >= step->fault_count) {
			assert_int_equal(fault->site + fault->pass, 0);
			continue;
		}
		assert_true(fault->site < words->site_count);
		assert_in_range(fault->pass, 1, CGF_PASS_MAX);
		for (size_t j = 0; j < i; j++)
			assert_memory_not_equal(fault, &step->faults[j], sizeof(*fault));
	}
}

static void decode_is_total(void **state)
{
	static uint8_t bytes[CGF_INPUT_BYTES_MAX];
	size_t with_faults = 0;

	(void)state;
	for (int round = 0; round < ROUNDS; round++) {
		struct cgf_vocabulary words;
		struct cgf_plan plan;
		size_t size = random_bytes(bytes);
		size_t records = size ? (size - 1 + CGF_STEP_BYTES - 1) / CGF_STEP_BYTES : 0;

		random_words(&words);
		memset(&plan, 0xa5, sizeof(plan));
		cgf_plan_decode(&plan, &words, bytes, size);
		assert_int_equal(plan.seed, size ? bytes[0] : 0);
		assert_int_equal(plan.step_count, records < CGF_STEPS_MAX ? records : CGF_STEPS_MAX);
		for (size_t i = 0; i < plan.step_count; i++) {
			step_assert_limits(&plan.steps[i], &words);
			with_faults += plan.steps[i].fault_count > 1;
		}
	}
	assert_true(with_faults > ROUNDS);
}

static void encode_is_the_way_back(void **state)
{
	static uint8_t bytes[CGF_INPUT_BYTES_MAX], again[ENCODED_MAX + 1];

	(void)state;
	for (int round = 0; round < ROUNDS; round++) {
		struct cgf_vocabulary words;
		struct cgf_plan plan, back;
		size_t size = random_bytes(bytes);

		random_words(&words);
		cgf_plan_decode(&plan, &words, bytes, size);
		memset(again, 0xa5, sizeof(again));
		size = cgf_plan_encode(again, &plan);
		assert_int_equal(size, 1 + plan.step_count * CGF_STEP_BYTES);
		assert_int_equal(again[size], 0xa5);
		cgf_plan_decode(&back, &words, again, size);
		assert_true(cgf_plan_equal(&plan, &back));
		assert_memory_equal(&plan, &back, sizeof(plan));
		assert_int_equal(cgf_plan_digest(&plan, &words), cgf_plan_digest(&back, &words));
	}
}

static void missing_bytes_are_zero(void **state)
{
	uint8_t bytes[1 + 2 * CGF_STEP_BYTES] = {9};

	(void)state;
	for (size_t size = 2; size <= sizeof(bytes); size++) {
		uint8_t padded[sizeof(bytes)] = {9};
		size_t whole = size <= 1 + CGF_STEP_BYTES ? 1 + CGF_STEP_BYTES : sizeof(bytes);
		struct cgf_plan cut, full;

		for (size_t i = 1; i < sizeof(bytes); i++)
			bytes[i] = (uint8_t)(200 + i);
		bytes[1] = bytes[1 + CGF_STEP_BYTES] = 0;
		memcpy(padded, bytes, size);
		cgf_plan_decode(&cut, &small, bytes, size);
		cgf_plan_decode(&full, &small, padded, whole);
		assert_memory_equal(&cut, &full, sizeof(cut));
	}
}

static void removing_a_record_shifts_nothing(void **state)
{
	uint8_t bytes[1 + 8 * CGF_STEP_BYTES];

	(void)state;
	for (int round = 0; round < 1000; round++) {
		struct cgf_plan plan, less;
		size_t gone = random_below(8);
		uint8_t *record = bytes + 1 + gone * CGF_STEP_BYTES;

		for (size_t i = 0; i < sizeof(bytes); i++)
			bytes[i] = (uint8_t)random_below(256);
		cgf_plan_decode(&plan, &small, bytes, sizeof(bytes));
		memmove(record, record + CGF_STEP_BYTES, (7 - gone) * CGF_STEP_BYTES);
		cgf_plan_decode(&less, &small, bytes, sizeof(bytes) - CGF_STEP_BYTES);
		memmove(&plan.steps[gone], &plan.steps[gone + 1], (7 - gone) * sizeof(plan.steps[0]));
		plan.step_count--;
		assert_true(cgf_plan_equal(&plan, &less));
	}
}

/* The byte format is a promise to every stored corpus, so it is spelled out here once. */
/* One record a line. */
/* clang-format off */
static const uint8_t golden_bytes[] = {
	/* seed */                               7,
	/* call, its last fault is its first */  16, 5, 3, 3, 128, 191, 127, 0, 134, 192, 128, 0,
	/* resume L */                           12, 14, 99, 9, 255, 255, 255, 0, 255, 255, 255, 0,
	/* fire, with a third pass */            13, 1, 2, 9, 0, 0, 130, 240, 0, 0, 0, 0,
	/* gc, cut by the end */                 31, 4, 3,
};
/* clang-format on */

static const char golden_text[] = "cgofault plan 1\n"
                                  "class: retained_pointer\n"
                                  "variant: buggy\n"
                                  "build: asan\n"
                                  "verdict: asan/use-after-poison at=retained_pointer_fire\n"
                                  "seed: 7\n"
                                  "\n"
                                  "call B read_later 3 late@register.entry keep@register#2\n"
                                  "resume L\n"
                                  "fire deliver errno@write=ENOSPC#3\n"
                                  "gc\n";

static void format_is_as_documented(void **state)
{
	static const uint8_t canonical[] = {
	        7,  0, 1, 0, 3,   128, 0, 129, 192, 0, 0, 0, 0,  8, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	        13, 4, 0, 0, 130, 240, 0, 0,   0,   0, 0, 0, 15, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	};
	uint8_t bytes[ENCODED_MAX];
	struct cgf_plan plan;
	int size;

	(void)state;
	cgf_plan_decode(&plan, &small, golden_bytes, sizeof(golden_bytes));
	assert_int_equal(cgf_plan_encode(bytes, &plan), sizeof(canonical));
	assert_memory_equal(bytes, canonical, sizeof(canonical));
	size = cgf_plan_write(text, sizeof(text), &plan, &header_full, &small);
	assert_string_equal(text, golden_text);
	assert_int_equal(size, strlen(golden_text));
	assert_int_equal(cgf_plan_digest(&plan, &small), 0x08f7922b);
}

static void kinds_and_passes_have_their_shares(void **state)
{
	struct cgf_plan plan;

	(void)state;
	for (unsigned byte = 0; byte < 256; byte++) {
		uint8_t bytes[] = {0, (uint8_t)byte, 3, 2, 0, 128, (uint8_t)byte};
		unsigned kind = byte % 16;

		cgf_plan_decode(&plan, &small, bytes, sizeof(bytes));
		assert_int_equal(plan.steps[0].kind, kind < 8    ? CGF_STEP_CALL
		                                     : kind < 13 ? CGF_STEP_RESUME
		                                     : kind < 15 ? CGF_STEP_FIRE
		                                                 : CGF_STEP_GC);
		bytes[1] = 0;
		cgf_plan_decode(&plan, &small, bytes, sizeof(bytes));
		assert_int_equal(plan.steps[0].faults[0].pass, byte < 192 ? 1 : byte < 240 ? 2 : 3);
	}
}

static void class_without_words_still_decodes(void **state)
{
	static const struct cgf_vocabulary none = {.class_name = "none"};
	const uint8_t bytes[1 + 2 * CGF_STEP_BYTES] = {
	        [1] = 3, [2] = 1, [5] = 200, [13] = 14, [14] = 1, [17] = 200};
	struct cgf_plan plan;

	(void)state;
	cgf_plan_decode(&plan, &none, bytes, sizeof(bytes));
	assert_int_equal(plan.step_count, 2);
	assert_int_equal(plan.steps[0].kind, CGF_STEP_GC);
	assert_int_equal(plan.steps[1].kind, CGF_STEP_RESUME);
	assert_int_equal(plan.steps[1].caller, CGF_CALLER_LIBRARY);
	assert_int_equal(plan.steps[0].fault_count + plan.steps[1].fault_count, 0);
}

/* ---- equality and digest ---- */

static void every_difference_shows(void **state)
{
	struct cgf_plan plan, other;
	uint32_t digest;

	(void)state;
	cgf_plan_decode(&plan, &small, golden_bytes, sizeof(golden_bytes));
	digest = cgf_plan_digest(&plan, &small);
#define DIFFERS(change)                                                                                      \
	other = plan;                                                                                        \
	change;                                                                                              \
	assert_false(cgf_plan_equal(&plan, &other));                                                         \
	assert_int_not_equal(cgf_plan_digest(&other, &small), digest)
	DIFFERS(other.seed = 8);
	DIFFERS(other.step_count--);
	DIFFERS(other.steps[0].caller = 2);
	DIFFERS(other.steps[0].word = 1);
	DIFFERS(other.steps[0].argument = 4);
	DIFFERS(other.steps[0].fault_count = 1);
	DIFFERS(other.steps[0].faults[0].site = 4);
	DIFFERS(other.steps[0].faults[1].pass = 1);
	DIFFERS(other.steps[1].caller = 0);
	DIFFERS(other.steps[2].word = 1);
	DIFFERS(other.steps[3].kind = CGF_STEP_RESUME);
#undef DIFFERS
	other = plan;
	other.steps[0].faults[3].site = 2;  /* behind the last fault */
	other.steps[50].kind = CGF_STEP_GC; /* behind the last step */
	assert_true(cgf_plan_equal(&plan, &other));
	assert_int_equal(cgf_plan_digest(&other, &small), digest);
}

/* ---- text ---- */

static void text_is_lossless(void **state)
{
	static uint8_t bytes[CGF_INPUT_BYTES_MAX];
	char why[WHY_BYTES] = "";

	(void)state;
	for (int round = 0; round < ROUNDS / 4; round++) {
		struct cgf_vocabulary words;
		struct cgf_plan plan, back;
		struct cgf_header header, header_back, header_alone;
		size_t size = random_bytes(bytes);
		int length;

		random_words(&words);
		header_of(&header, &words);
		cgf_plan_decode(&plan, &words, bytes, size);
		length = cgf_plan_write(text, sizeof(text), &plan, &header, &words);
		assert_true(length > 0 && length <= CGF_TEXT_BYTES_MAX);
		assert_int_equal(strlen(text), length);
		assert_true(cgf_plan_is_text((const uint8_t *)text, (size_t)length));
		memset(&header_alone, 0xa5, sizeof(header_alone));
		if (cgf_plan_read(&back, &header_back, &words, text, why, sizeof(why)) != 0)
			fail_msg("%s", why);
		assert_int_equal(cgf_header_read(&header_alone, text, why, sizeof(why)), 0);
		assert_memory_equal(&plan, &back, sizeof(plan));
		header_assert_equal(&header, &header_back);
		header_assert_equal(&header, &header_alone);
	}
}

static void growth_changes_no_stored_text(void **state)
{
	static uint8_t bytes[CGF_INPUT_BYTES_MAX];
	static char again[sizeof(text)];
	char why[WHY_BYTES] = "";
	size_t moved = 0;

	(void)state;
	for (int round = 0; round < ROUNDS / 4; round++) {
		struct cgf_vocabulary words, grown;
		struct cgf_plan plan, back;
		struct cgf_header header;
		size_t size = random_bytes(bytes);

		random_words(&words);
		words_grow(&grown, &words);
		header_of(&header, &words);
		cgf_plan_decode(&plan, &words, bytes, size);
		cgf_plan_write(text, sizeof(text), &plan, &header, &words);
		if (cgf_plan_read(&back, &header, &grown, text, why, sizeof(why)) != 0)
			fail_msg("%s", why);
		moved += !cgf_plan_equal(&plan, &back);
		assert_int_equal(cgf_plan_digest(&plan, &words), cgf_plan_digest(&back, &grown));
		cgf_plan_write(again, sizeof(again), &back, &header, &grown);
		assert_string_equal(text, again);
	}
	assert_true(moved > ROUNDS / 8); /* the indices did change, so the names carried the meaning */
}

static void write_stays_within_its_buffer(void **state)
{
	char out[sizeof(golden_text) + 1];
	struct cgf_plan plan;

	(void)state;
	cgf_plan_decode(&plan, &small, golden_bytes, sizeof(golden_bytes));
	for (size_t size = 0; size <= sizeof(golden_text); size++) {
		int expected = size < sizeof(golden_text) ? -ENOSPC : (int)sizeof(golden_text) - 1;

		memset(out, '!', sizeof(out));
		assert_int_equal(cgf_plan_write(out, size, &plan, &header_full, &small), expected);
		assert_int_equal(out[size], '!');
		assert_true(size == 0 || memchr(out, '\0', size) != NULL);
	}
}

static void loose_text_means_the_same(void **state)
{
	static const char loose[] = "\xef\xbb\xbf\r\n"
	                            "  # of a mail\n\n"
	                            "cgofault plan 1\r\n"
	                            "# found at night\r\n"
	                            "\tverdict:asan/use-after-poison at=retained_pointer_fire  \r\n"
	                            "build: asan\n\n"
	                            "seed: 007\n"
	                            "class:   retained_pointer\n"
	                            "variant: buggy\n"
	                            "  # B keeps it: caf\xc3\xa9\n"
	                            "  call  B\tread_later 3 late@register.entry#1  keep@register#2\n"
	                            "resume L\n\n"
	                            "fire deliver errno@write=ENOSPC#3\r\n"
	                            "gc";
	struct cgf_plan plan, expected;
	struct cgf_header header;
	char why[WHY_BYTES] = "";

	(void)state;
	cgf_plan_decode(&expected, &small, golden_bytes, sizeof(golden_bytes));
	if (cgf_plan_read(&plan, &header, &small, loose, why, sizeof(why)) != 0)
		fail_msg("%s", why);
	assert_true(cgf_plan_equal(&plan, &expected));
	header_assert_equal(&header, &header_full);
}

/* ---- refusals ---- */

#define TOP "cgofault plan 1\nclass: retained_pointer\n"
#define NOT_A_PLAN                                                                                           \
	"line 1: this is not the text of a plan; its first line, but for comments, has to be 'cgofault "     \
	"plan 1'"
#define OPS       "; it has: read_later, write_later, read"
#define SITES     "; it has: late@register.entry, keep@register, errno@write=ENOSPC, hop@read, late@register"
#define LONG_NAME "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" /* one byte too long */

static const struct refusal {
	const char *text, *why;
} refusals[] = {
        {"", NOT_A_PLAN},
        {"cgofault planning 1\n", NOT_A_PLAN},
        {"\xef\xbb\xbf", NOT_A_PLAN},
        {"# a comment\n\nnonsense\n", "line 3: this is not the text of a plan; its first line, but for "
                                      "comments, has to be 'cgofault plan 1'"},
        {"class: retained_pointer\n" TOP, NOT_A_PLAN},
        {"cgofault plan 2\nclass: retained_pointer\n",
         "line 1: format version '2' is not known here; write 'cgofault plan 1' or use a newer cgofault"},
        {"cgofault plan\n",
         "line 1: format version '' is not known here; write 'cgofault plan 1' or use a newer cgofault"},
        {"cgofault plan 1 1\n",
         "line 1: format version '1 1' is not known here; write 'cgofault plan 1' or use a newer cgofault"},
        {"cgofault plan 1\n", "line 1: no class so far; write 'class: NAME' below the first line"},
        {"cgofault plan 1\nbuild: asan\n\ngc\n",
         "line 4: no class so far; write 'class: NAME' below the first line"},
        {"cgofault plan 1\nclass:\n", "line 2: 'class' has no value; write one or remove the line"},
        {"cgofault plan 1\nclass: other\n",
         "line 2: this is a plan of class 'other', not of 'retained_pointer'; replay it on its own class"},
        {TOP "class: retained_pointer\n", "line 3: 'class' stands here a second time; remove one"},
        {TOP "variant: " LONG_NAME "\n",
         "line 3: the value of 'variant' is longer than 63 bytes; shorten it"},
        {TOP "author: me\n",
         "line 3: unknown key 'author'; the keys are class, variant, build, verdict and seed"},
        {TOP ": x\n", "line 3: unknown step ':'; the steps are call, resume, fire and gc"},
        {TOP "seed: 256\n", "line 3: seed '256' is not a number from 0 to 255"},
        {TOP "seed: -1\n", "line 3: seed '-1' is not a number from 0 to 255"},
        {TOP "seed:\n", "line 3: seed '' is not a number from 0 to 255"},
        {TOP "seed: 0\nseed: 1\n", "line 4: 'seed' stands here a second time; remove one"},
        {TOP "gc\nbuild: asan\n", "line 4: 'build:' stands below a step; move it above the first one"},
        {TOP "\n# x\nsleep 3\n", "line 5: unknown step 'sleep'; the steps are call, resume, fire and gc"},
        {TOP "call\n", "line 3: '' is not a caller that this step can have; write A, B, C or D"},
        {TOP "call L read\n", "line 3: 'L' is not a caller that this step can have; write A, B, C or D"},
        {TOP "resume E\n", "line 3: 'E' is not a caller that this step can have; write A, B, C, D or L"},
        {TOP "resume AB\n", "line 3: 'AB' is not a caller that this step can have; write A, B, C, D or L"},
        {TOP "call A\n", "line 3: class retained_pointer has no op ''" OPS},
        {TOP "call A rea\n", "line 3: class retained_pointer has no op 'rea'" OPS},
        {TOP "call A deliver\n", "line 3: class retained_pointer has no op 'deliver'" OPS},
        {TOP "fire read\n", "line 3: class retained_pointer has no action 'read'; it has: deliver, drop"},
        {TOP "call A read 256\n", "line 3: argument '256' is not a number from 0 to 255"},
        {TOP "call A read 99999999999999999999\n",
         "line 3: argument '99999999999999999999' is not a number from 0 to 255"},
        {TOP "call A read 1 2\n", "line 3: class retained_pointer has no fault '2'" SITES},
        {TOP "call A read hop@rea\n", "line 3: class retained_pointer has no fault 'hop@rea'" SITES},
        {TOP "call A read -1\n", "line 3: class retained_pointer has no fault '-1'" SITES},
        {TOP "call A read hop@read#0\n", "line 3: the pass of 'hop@read#0' is not a number from 1 to 3"},
        {TOP "call A read hop@read#4\n", "line 3: the pass of 'hop@read#4' is not a number from 1 to 3"},
        {TOP "call A read hop@read#\n", "line 3: the pass of 'hop@read#' is not a number from 1 to 3"},
        {TOP "fire drop hop@read hop@read#1\n",
         "line 3: fault 'hop@read#1' stands here a second time; remove one"},
        {TOP "call A read hop@read hop@read#2 hop@read#3 keep@register keep@register#2\n",
         "line 3: more than 4 faults in a step; remove some"},
        {TOP "gc now\n", "line 3: 'now' is too much for a gc step; remove it"},
        {TOP "resume A hop@read x\n", "line 3: 'hop@read x' is too much for a resume step; remove it"},
        {TOP "# \x1b[31m\n", "line 3: control byte 0x1b; a plan's text has none: remove it"},
        {TOP "gc\rgc\n", "line 3: control byte 0x0d; a plan's text has none: remove it"},
        {TOP "x" LONG_NAME "yz\n",
         "line 3: unknown step 'xaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'; "
         "the steps are call, resume, fire and gc"},
};

static void refused(const char *bad, const char *expected)
{
	struct cgf_plan plan;
	struct cgf_header header;
	char why[WHY_BYTES] = "";

	assert_int_equal(cgf_plan_read(&plan, &header, &small, bad, why, sizeof(why)), -EINVAL);
	assert_string_equal(why, expected);
	assert_int_equal(plan.step_count, 0);
	assert_string_equal(header.class_name, "");
}

static void bad_text_is_refused(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(refusals) / sizeof(refusals[0]); i++)
		refused(refusals[i].text, refusals[i].why);
}

static void steps_are_limited(void **state)
{
	struct cgf_plan plan;
	struct cgf_header header;
	char why[WHY_BYTES] = "";

	(void)state;
	strcpy(text, TOP);
	for (int i = 0; i < CGF_STEPS_MAX; i++)
		strcat(text, "gc\n");
	assert_int_equal(cgf_plan_read(&plan, &header, &small, text, why, sizeof(why)), 0);
	assert_int_equal(plan.step_count, CGF_STEPS_MAX);
	strcat(text, "gc\n");
	refused(text, "line 67: more than 64 steps; remove some");
}

static void text_is_limited(void **state)
{
	struct cgf_plan plan;
	struct cgf_header header;
	char why[WHY_BYTES] = "";

	(void)state;
	memset(text, ' ', sizeof(text) - 1);
	memcpy(text, TOP "gc\n#", strlen(TOP "gc\n#"));
	text[CGF_TEXT_BYTES_MAX + 1] = '\0';
	refused(text, "line 4: the text is longer than 65536 bytes; shorten its comments");
	text[CGF_TEXT_BYTES_MAX] = '\n';
	refused(text, "line 4: the text is longer than 65536 bytes; shorten its comments");
	text[CGF_TEXT_BYTES_MAX] = '\0';
	assert_int_equal(cgf_plan_read(&plan, &header, &small, text, why, sizeof(why)), 0);
	assert_int_equal(plan.step_count, 1);
}

static void header_is_read_alone(void **state)
{
	struct cgf_header header;
	char why[WHY_BYTES] = "";

	(void)state;
	assert_int_equal(cgf_header_read(&header, golden_text, why, sizeof(why)), 0);
	header_assert_equal(&header, &header_full);
	assert_int_equal(
	        cgf_header_read(&header, "cgofault plan 1\nclass: other\nnonsense\n", why, sizeof(why)), 0);
	assert_string_equal(header.class_name, "other");
	assert_int_equal(cgf_header_read(&header, "cgofault plan 1\ncall A x\n", why, sizeof(why)), -EINVAL);
	assert_string_equal(why, "line 2: no class so far; write 'class: NAME' below the first line");
	assert_int_equal(cgf_header_read(&header, "cgofault plan 1\nseed: x\n", why, sizeof(why)), -EINVAL);
	assert_string_equal(why, "line 2: seed 'x' is not a number from 0 to 255");
}

static void reasons_stay_within_their_buffer(void **state)
{
	struct cgf_plan plan;
	struct cgf_header header;
	char why[80];

	(void)state;
	for (size_t size = 0; size < sizeof(why); size++) {
		memset(why, '!', sizeof(why));
		assert_int_equal(cgf_plan_read(&plan, &header, &small, TOP "gc now\n", why, size), -EINVAL);
		assert_int_equal(why[size], '!');
		assert_true(size == 0 || memchr(why, '\0', size) != NULL);
	}
}

/* Damaged text is either refused with one line, or it is a plan, which then survives being written. */
static void damaged_text_is_safe(void **state)
{
	static const char bytes[] = "\n\r\t #:@=AL19xg\x01\x80";
	static char again[sizeof(text)];
	size_t kept = 0;

	(void)state;
	for (int round = 0; round < ROUNDS; round++) {
		struct cgf_plan plan, back;
		struct cgf_header header;
		char why[WHY_BYTES] = "";

		strcpy(text, golden_text);
		for (uint32_t i = random_below(3) + 1; i > 0; i--)
			text[random_below(sizeof(golden_text) - 1)] = bytes[random_below(sizeof(bytes) - 1)];
		if (cgf_plan_read(&plan, &header, &small, text, why, sizeof(why)) != 0) {
			assert_memory_equal(why, "line ", 5);
			assert_null(strpbrk(why, "\n\r\x01"));
			continue;
		}
		kept++;
		assert_true(cgf_plan_write(again, sizeof(again), &plan, &header, &small) > 0);
		assert_int_equal(cgf_plan_read(&back, &header, &small, again, why, sizeof(why)), 0);
		assert_true(cgf_plan_equal(&plan, &back));
	}
	assert_in_range(kept, ROUNDS / 100, ROUNDS - ROUNDS / 100);
}

static void text_is_told_from_bytes(void **state)
{
	(void)state;
	assert_true(cgf_plan_is_text((const uint8_t *)"cgofault plan 1\n", 16));
	assert_true(cgf_plan_is_text((const uint8_t *)"cgofault plan", 13));
	assert_true(cgf_plan_is_text((const uint8_t *)"\xef\xbb\xbf\r\n\n #x\n \tcgofault plan 1", 28));
	assert_false(cgf_plan_is_text((const uint8_t *)"\xef\xbb", 2));
	assert_false(cgf_plan_is_text((const uint8_t *)"# cgofault plan 1", 17));
	assert_false(cgf_plan_is_text((const uint8_t *)"#\ncgofault pla", 14));
	assert_false(cgf_plan_is_text((const uint8_t *)"cgofault pla", 12));
	assert_false(cgf_plan_is_text((const uint8_t *)"\0cgofault plan 1", 16));
	assert_false(cgf_plan_is_text(NULL, 0));
}

/* ---- a programmer's errors ---- */

static void run_encode(struct cgf_plan *plan)
{
	uint8_t bytes[ENCODED_MAX + UINT8_MAX * CGF_STEP_BYTES];

	cgf_plan_encode(bytes, plan);
}

static void run_digest(struct cgf_plan *plan)
{
	cgf_plan_digest(plan, &small);
}

static void run_write(struct cgf_plan *plan)
{
	cgf_plan_write(text, sizeof(text), plan, &header_full, &small);
}

static void assert_aborts(void (*run)(struct cgf_plan *), struct cgf_plan *plan)
{
	int status = 0;
	pid_t child = fork();

	assert_true(child >= 0);
	if (child == 0) {
		signal(SIGABRT, SIG_DFL); /* cmocka's handler would go on with the tests in the child */
		close(STDERR_FILENO);
		run(plan);
		_exit(0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
}

static void impossible_plans_end_the_process(void **state)
{
	struct cgf_plan many = {.step_count = CGF_STEPS_MAX + 1};
	struct cgf_plan stranger = {.step_count = 1, .steps = {{.kind = CGF_STEP_CALL, .word = 3}}};
	struct cgf_plan faulty = {.step_count = 1, .steps = {{.fault_count = CGF_FAULTS_MAX + 1}}};

	(void)state;
	assert_aborts(run_encode, &many);
	assert_aborts(run_digest, &many);
	assert_aborts(run_write, &many);
	assert_aborts(run_digest, &stranger);
	assert_aborts(run_write, &stranger);
	assert_aborts(run_encode, &faulty);
	assert_aborts(run_digest, &faulty);
	assert_aborts(run_write, &faulty);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup(decode_is_total, random_start),
	        cmocka_unit_test_setup(encode_is_the_way_back, random_start),
	        cmocka_unit_test(missing_bytes_are_zero),
	        cmocka_unit_test_setup(removing_a_record_shifts_nothing, random_start),
	        cmocka_unit_test(format_is_as_documented),
	        cmocka_unit_test(kinds_and_passes_have_their_shares),
	        cmocka_unit_test(class_without_words_still_decodes),
	        cmocka_unit_test(every_difference_shows),
	        cmocka_unit_test_setup(text_is_lossless, random_start),
	        cmocka_unit_test_setup(growth_changes_no_stored_text, random_start),
	        cmocka_unit_test(write_stays_within_its_buffer),
	        cmocka_unit_test(loose_text_means_the_same),
	        cmocka_unit_test(bad_text_is_refused),
	        cmocka_unit_test(steps_are_limited),
	        cmocka_unit_test(text_is_limited),
	        cmocka_unit_test(header_is_read_alone),
	        cmocka_unit_test(reasons_stay_within_their_buffer),
	        cmocka_unit_test_setup(damaged_text_is_safe, random_start),
	        cmocka_unit_test(text_is_told_from_bytes),
	        cmocka_unit_test(impossible_plans_end_the_process),
	};

	return cmocka_run_group_tests_name("plan", tests, NULL, NULL);
}
