/*
 * inserted.c: see inserted.h. The assembler reads the files: C17 has no way to.
 */
#include "inserted.h"

#include <string.h>

#define CGF_OWN_INSERT(name, path)                                                                           \
	__asm__(".pushsection .rodata\n"                                                                     \
	        ".globl " #name "\n" #name ":\n"                                                             \
	        ".incbin \"" path "\"\n"                                                                     \
	        ".byte 0\n"                                                                                  \
	        ".popsection\n")

CGF_OWN_INSERT(cgf_own_inserted_c, CGF_OWN_SITE_TEXT);
CGF_OWN_INSERT(cgf_own_half_go, CGF_OWN_GO_TEXT);

extern const char cgf_own_half_go[];

const char *cgf_own_inserted_go(void)
{
	static const char marker[] = "//cgofault:below\n";
	const char *found = strstr(cgf_own_half_go, marker);
	return found ? found + strlen(marker) : "";
}
