/*
 * elf_symbols.h: the symbol table of a program, a 64-bit ELF file.
 */
#ifndef CGF_ELF_SYMBOLS_H
#define CGF_ELF_SYMBOLS_H

#include <stddef.h>

/* A program's file in memory. */
struct cgf_elf {
	const unsigned char *bytes;
	size_t size;
};

/* 0 or a negative errno; -ENOEXEC: not such a file. */
int cgf_elf_open(struct cgf_elf *out, const char *path);
void cgf_elf_close(struct cgf_elf *elf);
/* Calls `visit` with each symbol's name that ends inside of its table. 0, or -ENOEXEC: it has no symbols, or
 * they do not lie inside of the file. */
int cgf_elf_symbols(const struct cgf_elf *elf, void (*visit)(const char *name, void *data), void *data);

#endif
