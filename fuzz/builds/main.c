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
#include <string.h>

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
