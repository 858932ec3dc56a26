/*
 * errno_words.c: see errno_words.h. Where a value that means failure may be a result too, errno(3) says: set
 * errno to zero before the call, and look at it behind. Each line begins with where that is said of the
 * functions in it: a page of the Linux man-pages, or POSIX.1-2017, "RETURN VALUE" and "APPLICATION USAGE".
 */
#include "errno_words.h"

#include <stddef.h>
#include <string.h>

/* The functions stand between blanks. */
static const struct {
	const char *source, *functions;
} answers[] = {
        {"readdir(3)", " readdir readdir64 "},
        {"fts(3)", " fts_children fts_read "},
        {"getpriority(2)", " getpriority "},
        {"nice(2)", " nice "},
        {"ptrace(2)", " ptrace "},
        {"sysconf(3)", " sysconf "},
        {"fpathconf(3)", " fpathconf pathconf "},
        {"confstr(3)", " confstr "},
        {"getauxval(3)", " getauxval "},
        {"POSIX telldir", " telldir "},
        {"POSIX ulimit", " ulimit "},
        {"POSIX lseek", " lseek lseek64 "},
        {"fcntl(2)", " fcntl fcntl64 "},
        {"ioctl(2)", " ioctl "},
        {"prctl(2)", " prctl "},
        {"times(2)", " times "},
        {"POSIX mktime", " mktime timegm timelocal "},
        {"strtol(3)", " strtol strtoll strtoq "},
        {"strtoul(3)", " strtoul strtoull strtouq "},
        {"strtod(3)", " strtod strtof strtold "},
        {"strtoimax(3)", " strtoimax strtoumax wcstoimax wcstoumax "},
        {"POSIX wcstol", " wcstod wcstof wcstol wcstold wcstoll wcstoul wcstoull "},
        {"getpwnam(3)", " getpwnam getpwuid "},
        {"getpwent(3)", " getpwent "},
        {"fgetpwent(3)", " fgetpwent "},
        {"getgrnam(3)", " getgrgid getgrnam "},
        {"getgrent(3)", " getgrent "},
        {"fgetgrent(3)", " fgetgrent "},
        {"getspnam(3)", " fgetspent getspent getspnam "},
        {"getutent(3)", " getutent getutid getutline getutxent getutxid getutxline pututline pututxline "},
        {"POSIX fgetc", " fgetc fgets getc getc_unlocked getchar getdelim getline "},
        {"POSIX fgetwc", " fgetwc fgetws getwc getwchar "},
        {"POSIX mbrtowc", " mblen mbrlen mbrtowc mbsnrtowcs mbsrtowcs mbstowcs mbtowc "},
        {"POSIX wcrtomb", " wcrtomb wcsnrtombs wcsrtombs wcstombs wctomb "},
        {"POSIX strcoll", " strcoll strxfrm wcscoll wcsxfrm "},
        {"POSIX strerror", " strerror "},
        {"math_error(7)", " acos acosf acosh acoshf acoshl acosl asin asinf asinl atan2 atan2f atan2l "
                          "atanh atanhf atanhl cosh coshf coshl erfc erfcf erfcl exp exp10 exp10f "
                          "exp10l exp2 exp2f exp2l expf expl expm1 expm1f expm1l fdim fdimf fdiml fma "
                          "fmaf fmal fmod fmodf fmodl gamma gammaf gammal hypot hypotf hypotl ilogb "
                          "ilogbf ilogbl j0 j0f j0l j1 j1f j1l jn jnf jnl ldexp ldexpf ldexpl lgamma "
                          "lgammaf lgammal llrint llrintf llrintl llround llroundf llroundl log log10 "
                          "log10f log10l log1p log1pf log1pl log2 log2f log2l logb logbf logbl logf "
                          "logl lrint lrintf lrintl lround lroundf lroundl nextafter nextafterf "
                          "nextafterl nexttoward nexttowardf nexttowardl pow powf powl remainder "
                          "remainderf remainderl remquo remquof remquol scalb scalbf scalbl scalbln "
                          "scalblnf scalblnl scalbn scalbnf scalbnl sinh sinhf sinhl sqrt sqrtf sqrtl "
                          "tan tanf tanl tgamma tgammaf tgammal y0 y0f y0l y1 y1f y1l yn ynf ynl "},
};

bool cgf_own_errno_is_an_answer(const char *function)
{
	size_t length = strlen(function);
	for (size_t i = 0; length > 0 && i < sizeof(answers) / sizeof(answers[0]); i++) {
		const char *found = answers[i].functions;
		while ((found = strstr(found, function))) {
			if (found[-1] == ' ' && found[length] == ' ')
				return true;
			found += length;
		}
	}
	return false;
}
