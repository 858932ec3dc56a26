/*
 * wish.h: the options that say what a stored plan does not.
 */
#ifndef CGF_WISH_H
#define CGF_WISH_H

#include "options.h"
#include "plans/stored.h"

/* Rows of a table of options for them. */
#define CGF_WISH_OPTIONS(wish)                                                                               \
	{"class", "CLASS", "for raw bytes, which do not say it", .text = &(wish).class_name},                \
	        {"variant", "VARIANT", "instead of the header's", .text = &(wish).variant},                  \
	        {"build", "BUILD", "one of those that list shows, instead of the header's",                  \
	         .text = &(wish).build},                                                                     \
	{                                                                                                    \
		"op", "OP", "for raw bytes of an engine that could call this op alone", .text = &(wish).op   \
	}

#endif
