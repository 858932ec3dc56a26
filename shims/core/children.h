/* children.h: the processes that this one has started. */
#ifndef CGF_CHILDREN_H
#define CGF_CHILDREN_H

/* Whose answer a thread waits for. */
enum cgf_answerer {
	CGF_NO_CHILD_ANSWERS,
	CGF_CHILD_ANSWERS,      /* alive or not yet waited for, or nobody can tell */
	CGF_SYMBOLIZER_ANSWERS, /* a sanitizer's, at the other end: it is certain to answer */
};
/* Which child may end the sleep of a thread in a call with this descriptor (-1: with none)? By one thread at
 * a time. */
enum cgf_answerer cgf_children_answerer(long descriptor);

#endif
