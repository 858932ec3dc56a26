/*
 * main.c: the replay program of the classes that show when building. One file under four names:
 * replay-gcc-bfd, replay-gcc-lld, replay-clang-bfd, replay-clang-lld.
 *
 * It takes the arguments of every replay program, and --faults, which lists CLASS<TAB>FAULT<TAB>ABOUT.
 */
#include "classes.h"
#include "replay/replay.h"
#include "tree.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#ifndef CGF_SOURCES
#error "CGF_SOURCES is the project's folder: -DCGF_SOURCES=\"...\""
#endif

static char program[CGF_BUILD_PATH_BYTES_MAX];

const char *cgf_tree_sources(void)
{
	return CGF_SOURCES;
}

void cgf_tree_scratch(char *out, size_t size)
{
	const char *slash = strrchr(program, '/');

	snprintf(out, size, "%.*s/scratch", slash ? (int)(slash - program) : 0, program);
}

const char *cgf_tree_tools(void)
{
	const char *slash = strrchr(program, '/'), *name = slash ? slash + 1 : program;

	if (strncmp(name, "replay-", strlen("replay-")) == 0)
		return name + strlen("replay-");
	fprintf(stderr, "cgofault: usage this program is called replay-TOOLS, not %s\n", name);
	exit(2);
}

static void print_ops(const struct cgf_build_class *class)
{
	for (size_t op = 0; op < class->words.op_count; op++) {
		printf("%s\t%s\t", class->name, class->ops[op]);
		for (size_t i = 0, count = 0; i < class->variant_count; i++)
			if (cgf_build_op_has(class, op, class->variants[i]))
				printf("%s%s", count++ ? "," : "", class->variants[i]);
		printf("\t%s\n", class->op_abouts[op]);
	}
}

static void print_class(const struct cgf_build_class *class)
{
	printf("%s\t", class->name);
	for (size_t i = 0; i < class->variant_count; i++)
		printf("%s%s", i ? "," : "", class->variants[i]);
	putchar('\n');
}

static void print_faults(const struct cgf_build_class *class)
{
	for (size_t i = 0; i < class->words.site_count; i++)
		printf("%s\t%s\t%s\n", class->name, class->faults[i], class->fault_abouts[i]);
}

int main(int argc, char **argv)
{
	static const struct {
		const char *name;
		void (*each)(const struct cgf_build_class *class);
	} lists[] = {{"--list", print_ops}, {"--classes", print_class}, {"--faults", print_faults}};
	char why[CGF_BUILD_PATH_BYTES_MAX + 256];
	ssize_t size = readlink("/proc/self/exe", program, sizeof(program) - 1);

	program[size > 0 ? size : 0] = '\0';
	for (size_t i = 0; argc == 2 && i < sizeof(lists) / sizeof(lists[0]); i++) {
		if (strcmp(argv[1], lists[i].name) != 0)
			continue;
		if (cgf_build_classes_read(cgf_tree_sources(), lists[i].each, why, sizeof(why)) == 0)
			return fflush(stdout) == 0 ? 0 : 3;
		fprintf(stderr, "cgofault: harness %s\n", why);
		return 3;
	}
	return cgf_replay_main(argc, argv);
}
