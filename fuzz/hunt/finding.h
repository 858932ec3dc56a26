/*
 * finding.h: confirmed findings as files.
 */
#ifndef CGF_FINDING_H
#define CGF_FINDING_H

#include "plans/plan_lines.h"
#include "plans/programs.h"

/* "KIND-FUNCTION-DIGEST.plan": asan-use-after-poison-retained_pointer_fire-1a2b3c4d.plan */
void cgf_finding_name(char *out, size_t size, const struct cgf_verdict *verdict);
/* Writes the plan with its verdict in the header to folder/NAME, making the folder; `path` is the file. 0, or
 * an exit code after one line. */
int cgf_finding_save(char *path, size_t size, const char *folder, struct cgf_plan_lines *lines,
                     const struct cgf_verdict *verdict);
/* The project's corpus: beside the build folder. An option may name another. False when there is none. */
bool cgf_corpus_find(char *out, size_t size, const struct cgf_programs *programs, const char *option);

#endif
