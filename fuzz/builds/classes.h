/*
 * classes.h: the classes that show when building, as their folders under targets/build say.
 *
 * ops/OP/VARIANT is an op in a variant, and ops/OP/about a line on it. faults/FAULT is a fault, and its first
 * line a comment on it. The names of the files are the words of plans: nothing else lists them.
 */
#ifndef CGF_BUILD_CLASSES_H
#define CGF_BUILD_CLASSES_H

#include "cgf_control.h"

enum { CGF_BUILD_VARIANTS_MAX = 8, CGF_ABOUT_BYTES_MAX = 256, CGF_BUILD_PATH_BYTES_MAX = 4096 };

struct cgf_build_class {
	char folder[CGF_BUILD_PATH_BYTES_MAX];
	char name[CGF_NAME_BYTES_MAX];
	struct cgf_vocabulary words; /* ops, and faults as sites; points into the arrays below */
	char ops[CGF_OPS_MAX][CGF_NAME_BYTES_MAX], op_abouts[CGF_OPS_MAX][CGF_ABOUT_BYTES_MAX];
	char faults[CGF_SITES_MAX][CGF_NAME_BYTES_MAX], fault_abouts[CGF_SITES_MAX][CGF_ABOUT_BYTES_MAX];
	size_t variant_count; /* of all ops, by name */
	char variants[CGF_BUILD_VARIANTS_MAX][CGF_NAME_BYTES_MAX];
};

/* Reads targets/build/NAME of a tree. 0, or -ENOENT and other negative errnos with one line in `why`. */
int cgf_build_class_read(struct cgf_build_class *out, const char *tree, const char *name, char *why,
                         size_t why_size);
/* Is the name one of these? */
bool cgf_build_known(const char (*names)[CGF_NAME_BYTES_MAX], size_t count, const char *name);
bool cgf_build_op_has(const struct cgf_build_class *class, size_t op, const char *variant);
/* Calls `each` for every class of a tree, by name. 0, or a negative errno with one line in `why`. */
int cgf_build_classes_read(const char *tree, void (*each)(const struct cgf_build_class *class), char *why,
                           size_t why_size);

#endif
