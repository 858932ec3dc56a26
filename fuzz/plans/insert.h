/*
 * insert.h: a file of this project's as a text of the command. The assembler reads it: C17 has no way to.
 */
#ifndef CGF_INSERT_H
#define CGF_INSERT_H

/* Makes `extern const char name[]`, ended by NUL, of the file at `path`, a string literal. At file scope. */
#define CGF_INSERT(name, path)                                                                               \
	__asm__(".pushsection .rodata\n"                                                                     \
	        ".globl " #name "\n" #name ":\n"                                                             \
	        ".incbin \"" path "\"\n"                                                                     \
	        ".byte 0\n"                                                                                  \
	        ".popsection\n")

/* What stands below the line "//cgofault:below" of such a text; empty without it. */
const char *cgf_inserted_below(const char *text);

#endif
