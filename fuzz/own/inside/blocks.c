/*
 * blocks.c: see blocks.h. A table by address, whose lock is held while it is read: nobody frees a block
 * meanwhile.
 */
#include "blocks.h"

#include <elf.h>
#include <link.h>
#include <string.h>

enum { SLOTS = 1 << 20, BLOCKS_MAX = SLOTS / 2 };

/* What is freed leaves its address behind with no size, so that a search goes on past it. */
static struct block {
	uintptr_t at;
	size_t bytes;
} blocks[SLOTS];
static unsigned used;
static int lock;

extern int __sanitizer_install_malloc_and_free_hooks(void (*)(const volatile void *, size_t),
                                                     void (*)(const volatile void *)) __attribute__((weak));

static void take(void)
{
	while (__atomic_exchange_n(&lock, 1, __ATOMIC_ACQUIRE))
		__builtin_ia32_pause();
}

static void give(void)
{
	__atomic_store_n(&lock, 0, __ATOMIC_RELEASE);
}

/* The block's slot, or the one that a new one gets. */
static struct block *slot_of(uintptr_t at)
{
	size_t slot = (at >> 4) * UINT64_C(0x9e3779b97f4a7c15) >> 44;
	while (blocks[slot].at && blocks[slot].at != at)
		slot = (slot + 1) % SLOTS;
	return &blocks[slot];
}

static void allocated(const volatile void *memory, size_t size)
{
	if (!memory)
		return;
	take();
	struct block *block = slot_of((uintptr_t)memory);
	if (block->at || used < BLOCKS_MAX) {
		used += !block->at;
		*block = (struct block){(uintptr_t)memory, size};
	}
	give();
}

static void freed(const volatile void *memory)
{
	if (!memory)
		return;
	take();
	slot_of((uintptr_t)memory)->bytes = 0;
	give();
}

void cgf_own_blocks_watch(void)
{
	if (__sanitizer_install_malloc_and_free_hooks)
		__sanitizer_install_malloc_and_free_hooks(allocated, freed);
}

/* The word's address in the memory, or 0. */
static uintptr_t word_in(uintptr_t from, size_t bytes, uintptr_t word)
{
	for (uintptr_t at = (from + sizeof(word) - 1) & -sizeof(word); at + sizeof(word) <= from + bytes;
	     at += sizeof(word))
		if (*(volatile uintptr_t *)at == word)
			return at;
	return 0;
}

static bool find_in_blocks(struct cgf_own_place_in_c *place, uintptr_t word)
{
	for (size_t i = 0; i < SLOTS; i++) {
		uintptr_t at = blocks[i].bytes ? word_in(blocks[i].at, blocks[i].bytes, word) : 0;
		if (at) {
			*place = (struct cgf_own_place_in_c){at, blocks[i].at, blocks[i].bytes, false};
			return true;
		}
	}
	return false;
}

struct search {
	struct cgf_own_place_in_c *place;
	uintptr_t word;
	bool main_seen;
};

/* The main program has Go's own variables in its memory, and the C library, the loader and the sanitizer have
 * what they need to run the threads that pass pointers. */
static bool is_left_out(const char *name)
{
	static const char *const names[] = {"/libc.so",     "/libc-",      "/ld-linux", "/libasan",
	                                    "/libclang_rt", "/libpthread", "vdso"};
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strstr(name, names[i]))
			return true;
	return false;
}

static int find_in_library(struct dl_phdr_info *library, size_t size, void *data)
{
	struct search *search = data;
	bool is_main = !search->main_seen;
	(void)size;
	search->main_seen = true;
	if (is_main || is_left_out(library->dlpi_name))
		return 0;
	for (int i = 0; i < library->dlpi_phnum; i++) {
		const ElfW(Phdr) *header = &library->dlpi_phdr[i];
		uintptr_t from = library->dlpi_addr + header->p_vaddr, at;
		if (header->p_type != PT_LOAD || !(header->p_flags & PF_W))
			continue;
		at = word_in(from, header->p_memsz, search->word);
		if (at) {
			*search->place = (struct cgf_own_place_in_c){at, from, header->p_memsz, true};
			return 1;
		}
	}
	return 0;
}

bool cgf_own_word_find(struct cgf_own_place_in_c *place, uintptr_t word)
{
	struct search search = {place, word, false};
	take();
	bool found = find_in_blocks(place, word);
	give();
	return found || dl_iterate_phdr(find_in_library, &search) != 0;
}

bool cgf_own_word_stands(const struct cgf_own_place_in_c *place, uintptr_t word)
{
	bool stands = place->in_library;
	take();
	if (!stands) {
		const struct block *block = slot_of(place->block);
		stands = block->at == place->block && block->bytes == place->bytes;
	}
	stands = stands && *(volatile uintptr_t *)place->at == word;
	give();
	return stands;
}
