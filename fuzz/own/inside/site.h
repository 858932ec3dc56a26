/*
 * site.h: a place where Go calls C, or C calls Go, as generated C code tells the library in the test binary
 * of it.
 *
 * The boundary puts this very text in front of the generated C file, so it must be C of any standard, with no
 * #include, and all its names begin with cgf_own_ or CGF_OWN_.
 */
#ifndef CGF_OWN_SITE_H
#define CGF_OWN_SITE_H

struct cgf_own_name;

/* Filled by the boundary, static, one a generated function. */
struct cgf_own_site {
	const char *name;               /* the function's, without what cgo puts in front of it */
	const char *form;               /* "c", "c2": Go takes errno, "m": a macro, "cb": C calls Go */
	void (*go)(void *);             /* what of Go runs for us; called by crosscall2 */
	const unsigned *argument_bytes; /* where each argument ends in the argument block, or NULL */
	unsigned argument_count;        /* 0 also where they are not known */
	unsigned go_frames; /* generated Go functions between the program's own and runtime.cgocall */
	struct cgf_own_name *counted; /* the library's own */
};

/*
 * Around a call of C, on the thread that makes it. `arguments` is the block that Go has filled, or NULL;
 * `frame` is the generated function's __builtin_frame_address(0). `error` is the errno that Go will take, or
 * NULL; `told` is what the call's result tells. Both leave errno as it was.
 */
extern void cgf_own_enter(struct cgf_own_site *site, const void *arguments, void *frame);
extern void cgf_own_leave(int *error, int told, void *frame);

/* What the result of a call tells. */
#define CGF_OWN_TOLD_SUCCESS 0
#define CGF_OWN_TOLD_MAYBE   1 /* it is -1 or a null pointer */
#define CGF_OWN_TOLD_NOTHING 2 /* there is none, or it is not known */

/* Of a result of any type. */
extern int cgf_own_told(const void *result, unsigned long bytes, int is_pointer);
#define CGF_OWN_TOLD(result) cgf_own_told(&(result), sizeof(result), __builtin_classify_type(result) == 5)

/* How the library finds all sites: by a section of pointers to them. */
#define CGF_OWN_KEEP(site)                                                                                   \
	static struct cgf_own_site *cgf_own_kept __attribute__((section("cgf_own_sites"), used)) = &(site)

#endif
