/*
 * tree.h: where this program's sources and its scratch folder are, and which tools it stands for.
 */
#ifndef CGF_BUILD_TREE_H
#define CGF_BUILD_TREE_H

#include <stddef.h>

/* The project's folder, as it was when this program was built. */
const char *cgf_tree_sources(void);
/* The folder `scratch` beside this program; where its path holds blanks or quotes, one of this user's among
 * the temporary ones, which is made. */
void cgf_tree_scratch(char *out, size_t size);
/* "gcc-bfd" of the program replay-gcc-bfd. Ends the process when it is called otherwise. */
const char *cgf_tree_tools(void);

#endif
