/*
 * symbolizer.c: finds llvm-symbolizer, without which clang's reports have no names of functions.
 *
 * What the user has chosen comes first, then the one that belongs to the compiler that built this program,
 * then PATH, and what stands beside a clang there: packages put only some of their programs on PATH.
 */
#include "surroundings.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { VERSION_MIN = 14, VERSION_MAX = 40 };

#ifdef CGF_SYMBOLIZER
static const char compilers_own[] = CGF_SYMBOLIZER;
#else
static const char compilers_own[] = "";
#endif

/* One of its two kinds of quotes has to be free for the sanitizers' options. */
static bool is_usable(const char *path)
{
	return *path && !(strchr(path, '"') && strchr(path, '\'')) && access(path, X_OK) == 0;
}

/* The newest FOLDER/llvm-symbolizer-VERSION, or FOLDER/llvm-symbolizer. */
static bool find_in(char *out, size_t size, const char *folder, size_t length)
{
	for (int version = VERSION_MAX; version >= VERSION_MIN; version--)
		if ((size_t)snprintf(out, size, "%.*s/llvm-symbolizer-%d", (int)length, folder, version) <
		            size &&
		    is_usable(out))
			return true;
	return (size_t)snprintf(out, size, "%.*s/llvm-symbolizer", (int)length, folder) < size &&
	       is_usable(out);
}

/* What FOLDER/clang or FOLDER/clang-VERSION is a link to has its own folder. */
static bool find_beside_clang(char *out, size_t size, const char *folder, size_t length)
{
	char path[PATH_MAX], real[PATH_MAX];

	for (int version = VERSION_MAX; version >= VERSION_MIN - 1; version--) {
		int written =
		        version < VERSION_MIN
		                ? snprintf(path, sizeof(path), "%.*s/clang", (int)length, folder)
		                : snprintf(path, sizeof(path), "%.*s/clang-%d", (int)length, folder, version);

		if (written < (int)sizeof(path) && realpath(path, real) && strrchr(real, '/') &&
		    find_in(out, size, real, (size_t)(strrchr(real, '/') - real)))
			return true;
	}
	return false;
}

static bool find_on_path(char *out, size_t size, bool (*find)(char *, size_t, const char *, size_t))
{
	for (const char *at = getenv("PATH"); at && *at; at += strspn(at, ":")) {
		size_t length = strcspn(at, ":");

		if (find(out, size, at, length))
			return true;
		at += length;
	}
	return false;
}

bool cgf_symbolizer_find(char *out, size_t size)
{
	const char *users = getenv("ASAN_SYMBOLIZER_PATH");
	const char *const chosen[] = {users ? users : "", compilers_own};

	for (size_t i = 0; i < sizeof(chosen) / sizeof(chosen[0]); i++)
		if (is_usable(chosen[i]) && (size_t)snprintf(out, size, "%s", chosen[i]) < size)
			return true;
	return find_on_path(out, size, find_in) || find_on_path(out, size, find_beside_clang);
}

extern void __sanitizer_symbolize_pc(void *pc, const char *format, char *out, size_t size)
        __attribute__((weak));

bool cgf_symbolizer_needed(void)
{
#ifdef __clang__
	static const char *const variables[] = {"ASAN_OPTIONS", "MSAN_OPTIONS", "TSAN_OPTIONS"};
	bool chosen = false;

	for (size_t i = 0; i < sizeof(variables) / sizeof(variables[0]); i++) {
		const char *options = getenv(variables[i]);

		chosen = chosen || (options && strstr(options, "external_symbolizer_path"));
	}
	/* gcc's sanitizers read debug information by themselves. */
	return __sanitizer_symbolize_pc && !chosen;
#else
	return false;
#endif
}
