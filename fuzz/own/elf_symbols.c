/*
 * elf_symbols.c: see elf_symbols.h. elf(5) has the structures.
 */
#include "elf_symbols.h"

#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

int cgf_elf_open(struct cgf_elf *out, const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC), error = 0;
	struct stat status;
	void *bytes;

	*out = (struct cgf_elf){0};
	if (fd < 0 || fstat(fd, &status) != 0)
		error = -errno;
	else if ((size_t)status.st_size < sizeof(Elf64_Ehdr))
		error = -ENOEXEC;
	if (error == 0) {
		bytes = mmap(NULL, (size_t)status.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
		if (bytes == MAP_FAILED)
			error = -errno;
		else
			*out = (struct cgf_elf){bytes, (size_t)status.st_size};
	}
	if (fd >= 0)
		close(fd);
	return error;
}

void cgf_elf_close(struct cgf_elf *elf)
{
	if (elf->bytes)
		munmap((void *)elf->bytes, elf->size);
	*elf = (struct cgf_elf){0};
}

static bool lies_inside(const struct cgf_elf *elf, uint64_t offset, uint64_t size)
{
	return offset <= elf->size && size <= elf->size - offset;
}

/* The section with this number, copied, since nothing aligns it. */
static bool read_section(Elf64_Shdr *out, const struct cgf_elf *elf, const Elf64_Ehdr *header, size_t number)
{
	uint64_t offset = header->e_shoff + number * sizeof(*out);

	if (number >= header->e_shnum || !lies_inside(elf, header->e_shoff, 0) ||
	    !lies_inside(elf, offset, sizeof(*out)))
		return false;
	memcpy(out, elf->bytes + offset, sizeof(*out));
	return out->sh_type == SHT_NOBITS || lies_inside(elf, out->sh_offset, out->sh_size);
}

static bool find_symbols(Elf64_Shdr *symbols, Elf64_Shdr *names, const struct cgf_elf *elf)
{
	Elf64_Ehdr header;

	memcpy(&header, elf->bytes, sizeof(header));
	if (memcmp(header.e_ident, ELFMAG, SELFMAG) != 0 || header.e_ident[EI_CLASS] != ELFCLASS64 ||
	    header.e_shentsize != sizeof(Elf64_Shdr))
		return false;
	for (size_t i = 0; read_section(symbols, elf, &header, i); i++)
		if (symbols->sh_type == SHT_SYMTAB)
			return read_section(names, elf, &header, symbols->sh_link) && names->sh_size > 0 &&
			       elf->bytes[names->sh_offset + names->sh_size - 1] == '\0';
	return false;
}

int cgf_elf_symbols(const struct cgf_elf *elf, void (*visit)(const char *name, void *data), void *data)
{
	Elf64_Shdr symbols, names;

	if (!find_symbols(&symbols, &names, elf))
		return -ENOEXEC;
	for (uint64_t at = 0; at + sizeof(Elf64_Sym) <= symbols.sh_size; at += sizeof(Elf64_Sym)) {
		Elf64_Sym symbol;

		memcpy(&symbol, elf->bytes + symbols.sh_offset + at, sizeof(symbol));
		if (symbol.st_name < names.sh_size)
			visit((const char *)elf->bytes + names.sh_offset + symbol.st_name, data);
	}
	return 0;
}
