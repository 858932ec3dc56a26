/*
 * cgf_wrap.h: a shim that stands between a Go package and the real library says each function once.
 *
 *	CGF_WRAP(ssize_t, toy_read, (struct toy *toy, void *buffer, size_t size), "late.entry", "errno=EIO")
 *	{
 *		struct cgf_call call;
 *		cgf_call_begin(&call, &toy_read_function);
 *		cgf_point(&call, "entry");
 *		int error = cgf_fault_errno(&call);
 *		ssize_t count = error ? -1 : __real_toy_read(toy, buffer, size);
 *		cgf_call_end(&call, count < 0 ? errno : 0);
 *		return count;
 *	}
 *	CGF_WRAP_LIBRARY("toy")
 *
 * The build looks for these functions in the preprocessed sources, and tells the linker to send the package's
 * calls of toy_read here (ld(1), --wrap). A function that is never called costs nothing. One library a
 * program, in any number of files.
 */
#ifndef CGF_WRAP_H
#define CGF_WRAP_H

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cgf.h"

enum { CGF_WRAPS_MAX = 256 };

/* A function that the program has, and its sites. Names come pasted: a name that is a macro elsewhere would
 * be replaced in an argument. */
#define CGF_WRAP_ENTRY_(text, variable, entry, ...)                                                          \
	static const struct cgf_function variable = {.name = text,                                           \
	                                             .sites = (const char *const[]){__VA_ARGS__, NULL}};     \
	static const struct cgf_function *const entry __attribute__((used, section("cgf_wraps"))) = &variable

/* Makes FUNCTION_function known and stands in front of nothing: for a library that is part of the program.
 * The sites of `struct cgf_function`, NULL where there are none. */
#define CGF_WRAP_FUNCTION(function, ...)                                                                     \
	CGF_WRAP_ENTRY_(#function, function##_function, function##_entry, __VA_ARGS__)

/* The same for a function of the real library. A body follows. */
#define CGF_WRAP(result, function, parameters, ...)                                                          \
	CGF_WRAP_ENTRY_(#function, function##_function, function##_entry, __VA_ARGS__);                      \
	result __real_##function parameters;                                                                 \
	result __wrap_##function parameters;                                                                 \
	result __wrap_##function parameters

/* What the linker makes of the section. */
extern const struct cgf_function *const __start_cgf_wraps[] __attribute__((visibility("hidden")));
extern const struct cgf_function *const __stop_cgf_wraps[] __attribute__((visibility("hidden")));

/* By name: compilers put the section's parts in an order of their own. `out` is ended by NULL. */
static inline void cgf_wraps_collect(const struct cgf_function **out)
{
	size_t count = (size_t)(__stop_cgf_wraps - __start_cgf_wraps);
	if (count > CGF_WRAPS_MAX) {
		fprintf(stderr, "cgofault: harness the program wraps %zu functions, and may wrap %d\n", count,
		        CGF_WRAPS_MAX);
		_exit(3);
	}
	for (size_t i = 0; i < count; i++) {
		size_t at = i;
		for (; at > 0 && strcmp(out[at - 1]->name, __start_cgf_wraps[i]->name) > 0; at--)
			out[at] = out[at - 1];
		out[at] = __start_cgf_wraps[i];
	}
}

/* Makes the library of a class known, with all functions that the program wraps. Other members of
 * `struct cgf_library` may follow: CGF_WRAP_LIBRARY("toy", .reset = toy_reset). */
#define CGF_WRAP_LIBRARY(...) CGF_WRAP_LIBRARY_(__VA_ARGS__, .next = NULL)
#define CGF_WRAP_LIBRARY_(class_name, ...)                                                                   \
	__attribute__((constructor)) static void cgf_wrap_register(void)                                     \
	{                                                                                                    \
		static const struct cgf_function *functions[CGF_WRAPS_MAX + 1];                              \
		static struct cgf_library library = {                                                        \
		        .name = class_name, .functions = functions, __VA_ARGS__};                            \
		cgf_wraps_collect(functions);                                                                \
		cgf_library_add(&library);                                                                   \
	}

#endif
