/*
 * errno_words.c: see errno_words.h. The rule is errno(3): "some functions can return -1 as a legitimate
 * value, so errno has to be set to zero before the call", and each function's own page, section RETURN VALUE
 * or ERRORS.
 */
#include "errno_words.h"

#include <stddef.h>
#include <string.h>

/* In the order of bsearch. Sources: the Linux man-pages, and POSIX.1-2017 where it says more. */
static const char *const functions[] = {
        /* readdir(3), getpriority(2), nice(2), ptrace(2), sysconf(3), pathconf(3), telldir(3), ulimit(3): a
         * value that also means failure may be a result. */
        "fpathconf",
        "getpriority",
        "nice",
        "pathconf",
        "ptrace",
        "readdir",
        "readdir64",
        "sysconf",
        "telldir",
        "ulimit",
        /* strtol(3), strtoul(3), strtod(3), strtoimax(3), wcstol(3): LONG_MAX and 0 are results, ERANGE
           tells. */
        "atof",
        "atoi",
        "atol",
        "atoll",
        "strtod",
        "strtof",
        "strtoimax",
        "strtol",
        "strtold",
        "strtoll",
        "strtoq",
        "strtoul",
        "strtoull",
        "strtoumax",
        "strtouq",
        "wcstod",
        "wcstof",
        "wcstoimax",
        "wcstol",
        "wcstold",
        "wcstoll",
        "wcstoul",
        "wcstoull",
        "wcstoumax",
        /* getpwnam(3), getgrnam(3), getspnam(3), getpwent(3), getutent(3), getmntent(3), gethostent(3): NULL
         * is "none" with errno as it was, and failure with an errno. */
        "endutxent",
        "fgetgrent",
        "fgetpwent",
        "fgetspent",
        "getgrent",
        "getgrgid",
        "getgrnam",
        "getmntent",
        "getpwent",
        "getpwnam",
        "getpwuid",
        "getspent",
        "getspnam",
        "getutent",
        "getutid",
        "getutline",
        "getutxent",
        "getutxid",
        "getutxline",
        /* fgetc(3), fgetwc(3), getline(3), getdelim(3): EOF and -1 are the end as well. */
        "fgetc",
        "fgets",
        "fgetwc",
        "getc",
        "getchar",
        "getdelim",
        "getline",
        "getw",
        "getwc",
        "getwchar",
        /* mbrtowc(3), mbsrtowcs(3), wcrtomb(3), iconv(3), wcscoll(3), strcoll(3), strxfrm(3), mktime(3). */
        "iconv",
        "mbrlen",
        "mbrtowc",
        "mbsnrtowcs",
        "mbsrtowcs",
        "mktime",
        "strcoll",
        "strxfrm",
        "time",
        "times",
        "timegm",
        "timelocal",
        "wcrtomb",
        "wcscoll",
        "wcsnrtombs",
        "wcsrtombs",
        "wcsxfrm",
        /* math_error(7): a program sets errno to zero and looks at it behind the call. */
        "acos",
        "acosh",
        "asin",
        "atanh",
        "cosh",
        "exp",
        "exp2",
        "expm1",
        "fmod",
        "hypot",
        "ldexp",
        "lgamma",
        "log",
        "log10",
        "log1p",
        "log2",
        "logb",
        "pow",
        "remainder",
        "scalb",
        "scalbln",
        "sinh",
        "sqrt",
        "tan",
        "tgamma",
        "y0",
        "y1",
        "yn",
        /* strerror(3): the one way in which it tells EINVAL. capng, cap_get_file(3): NULL with ENODATA. */
        "strerror",
        /* prctl(2), lseek(2) on devices, ioctl(2): some requests answer by a value that may be -1. */
        "ioctl",
        "lseek",
        "lseek64",
        "prctl",
        /* Their only work is errno. */
        "__errno_location",
        "sem_getvalue",
        "shmat",
};

bool cgf_own_errno_is_an_answer(const char *function)
{
	for (size_t i = 0; i < sizeof(functions) / sizeof(functions[0]); i++)
		if (strcmp(functions[i], function) == 0)
			return true;
	return false;
}
