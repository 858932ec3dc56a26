/* digest.h: a digest of bytes that may be dead. */
#ifndef CGF_DIGEST_H
#define CGF_DIGEST_H

#include "unseen.h"

/* Reads memory that may be dead: what a sanitizer would say of it is the shim's own access to say. FNV-1a. */
CGF_UNSEEN static inline uint64_t cgf_digest_of(const void *memory, size_t bytes)
{
	const volatile unsigned char *at = memory;
	uint64_t digest = 0xcbf29ce484222325;
	while (bytes--)
		digest = (digest ^ *at++) * 0x100000001b3;
	return digest;
}

#endif
