/*
 * options.c: command line options of all verbs, and --help.
 */
#include "options.h"

#include "plans/say.h"
#include "verdict.h"

#include <errno.h>
#include <getopt.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { OPTIONS_MAX = 16, HELP = 256, LEFT_WIDTH = 22, LINE_WIDTH = 96 };

/* The name, and what it means beside it, in as many lines as that takes. */
static void show_option(const char *left, const char *about)
{
	int column = printf("  %-*s", LEFT_WIDTH, left);

	while (*about) {
		int length = (int)strcspn(about, " ");

		if (column + 1 + length > LINE_WIDTH)
			column = printf("\n  %-*s", LEFT_WIDTH, "") - 1;
		column += printf(" %.*s", length, about);
		about += length;
		about += strspn(about, " ");
	}
	putchar('\n');
}

static void show_help(const struct cgf_verb *verb, const struct cgf_option *options)
{
	printf("usage: cgofault %s [option]... %s\n\n%s\n\n", verb->name, verb->operands, verb->about);
	for (const struct cgf_option *option = options; option->name; option++) {
		char left[64];

		snprintf(left, sizeof(left), "--%s%s%s%s%s", option->name, option->value ? " " : "",
		         option->implied ? "[" : "", option->value ? option->value : "",
		         option->implied ? "]" : "");
		show_option(left, option->about);
	}
	show_option("-h, --help", "Shows this text.");
	putchar('\n');
	if (verb->help)
		verb->help();
	printf("Exit codes: %d nothing found, %d found, %d wrong usage, %d the harness failed, %d "
	       "interrupted.\n",
	       CGF_EXIT_NOTHING, CGF_EXIT_FOUND, CGF_EXIT_USAGE, CGF_EXIT_HARNESS, CGF_EXIT_INTERRUPTED);
}

static bool add_text(const struct cgf_option *option, const char *value)
{
	struct cgf_option_texts *texts = option->texts;

	if (texts->count == CGF_OPTION_TEXTS_MAX) {
		cgf_wrong_usage("--%s may be given %d times at most", option->name, CGF_OPTION_TEXTS_MAX);
		return false;
	}
	texts->texts[texts->count++] = value;
	return true;
}

static bool take_value(const struct cgf_option *option, const char *value)
{
	char *end;

	if (option->flag) {
		*option->flag = true;
		return true;
	}
	if ((option->text || option->texts) && *value == '\0') {
		cgf_wrong_usage("--%s needs a value that is not empty", option->name);
		return false;
	}
	if (option->text) {
		*option->text = value;
		return true;
	}
	if (option->texts)
		return add_text(option, value);
	errno = 0;
	*option->number = strtol(value, &end, 10);
	if (errno == 0 && end != value && *end == '\0' && *option->number >= option->number_min &&
	    *option->number <= option->number_max)
		return true;
	cgf_wrong_usage("--%s is a number from %ld to %ld, not '%s'", option->name, option->number_min,
	                option->number_max, value);
	return false;
}

/* getopt's own tables, made from ours. The short names follow a colon, which asks for no messages. */
static void translate(struct option *out, char *letters, const struct cgf_option *options)
{
	size_t count = 0;

	*letters++ = ':';
	*letters++ = 'h';
	for (; options[count].name && count < OPTIONS_MAX; count++) {
		const struct cgf_option *option = &options[count];

		out[count] = (struct option){option->name,
		                             option->implied ? optional_argument
		                             : option->value ? required_argument
		                                             : no_argument,
		                             NULL, HELP + 1 + (int)count};
		if (option->letter) {
			*letters++ = option->letter;
			if (option->value)
				*letters++ = ':';
		}
	}
	out[count] = (struct option){"help", no_argument, NULL, HELP};
	out[count + 1] = (struct option){NULL, 0, NULL, 0};
	*letters = '\0';
}

static const struct cgf_option *find_option(const struct cgf_option *options, int got)
{
	if (got > HELP)
		return &options[got - HELP - 1];
	for (const struct cgf_option *option = options; option->name; option++)
		if (option->letter == got)
			return option;
	return NULL;
}

/* getopt leaves the next argument alone where a value may be missing. */
static const char *value_of(const struct cgf_option *option, int argc, char **argv)
{
	if (optarg || !option->implied)
		return optarg;
	return optind < argc && argv[optind][0] != '-' ? argv[optind++] : option->implied;
}

bool cgf_options_read(const struct cgf_verb *verb, const struct cgf_option *options, int argc, char **argv,
                      int operands_min, int operands_max, int *operand, int *code)
{
	struct option names[OPTIONS_MAX + 2];
	char letters[2 * OPTIONS_MAX + 3];
	int got;

	translate(names, letters, options);
	*code = CGF_EXIT_USAGE;
	optind = 0;
	while ((got = getopt_long(argc, argv, letters, names, NULL)) >= 0) {
		if (got == HELP || got == 'h') {
			show_help(verb, options);
			*code = CGF_EXIT_NOTHING;
			return false;
		}
		if (got == '?' || got == ':') {
			cgf_wrong_usage(got == ':' ? "%s: option '%s' needs a value; see cgofault %s --help"
			                           : "%s: no option '%s'; see cgofault %s --help",
			                verb->name, argv[optind - 1], verb->name);
			return false;
		}
		if (!take_value(find_option(options, got), value_of(find_option(options, got), argc, argv)))
			return false;
	}
	*operand = optind;
	if (argc - optind >= operands_min && argc - optind <= operands_max)
		return true;
	cgf_wrong_usage("usage: cgofault %s [option]... %s", verb->name, verb->operands);
	return false;
}
