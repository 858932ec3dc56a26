/*
 * go_tool.h: runs the go command.
 */
#ifndef CGF_GO_TOOL_H
#define CGF_GO_TOOL_H

#include <stddef.h>

/*
 * Runs `go ARGUMENT...` (arguments[0] is "go", or the path of one of its tools; NULL ends them) and returns
 * what it wrote to stdout, ended by NUL, to be freed. NULL when it failed: what it said went to stderr, or
 * one line of ours. `scratch`: a folder in which a file may be made.
 */
char *cgf_go_ask(const char *const *arguments, const char *scratch);
/* The same of a tool that reads this file. */
char *cgf_go_ask_about(const char *const *arguments, const char *scratch, const char *input);

/* Runs it and shows what it says only when it fails: 0 or an exit code. `environment` as cgf_child_request.
 */
int cgf_go_run(const char *const *arguments, char *const *environment);

/* Runs it, and shows nothing: 0, or an exit code, with the first line that it said in `why`, or an empty text
 * after one line of ours. `environment` as above; NULL: this process's own. */
int cgf_go_try(char *why, size_t size, const char *const *arguments, char *const *environment);

#endif
