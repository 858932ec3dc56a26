/*
 * output.h: the folder that findings go to: checked before a hunt, and done without where it fails later.
 */
#ifndef CGF_OUTPUT_H
#define CGF_OUTPUT_H

#include "plans/plan_lines.h"
#include "plans/programs.h"

/* Can findings be written there? Makes the folder. 0, or an exit code after one line. */
int cgf_output_check(const char *output);
/*
 * Keeps a text as OUTPUT/UNDER/NAME, making the folders; or where that fails under the build folder's
 * findings, or in the folder for temporary files, after one line on stderr that says where. `path` is the
 * file. 0, or an exit code after one line: then the text went to stderr.
 */
int cgf_output_keep(char *path, size_t size, const struct cgf_programs *programs, const char *output,
                    const char *under, const char *name, const char *text, size_t length);
/* The same for a plan, whose header gets the verdict; see finding.h for its name. */
int cgf_output_keep_finding(char *path, size_t size, const struct cgf_programs *programs, const char *output,
                            const char *under, struct cgf_plan_lines *lines,
                            const struct cgf_verdict *verdict);

#endif
