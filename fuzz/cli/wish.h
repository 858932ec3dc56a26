/*
 * wish.h: the options that say what a stored plan does not.
 */
#ifndef CGF_WISH_H
#define CGF_WISH_H

#include "options.h"
#include "plans/stored.h"

/* Rows of a table of options for them. */
#define CGF_WISH_OPTIONS(wish)                                                                               \
	{"class", "CLASS", "Names the class of raw bytes, which do not say it.",                             \
	 .text = &(wish).class_name},                                                                        \
	        {"variant", "VARIANT", "Takes this variant instead of the header's.",                        \
	         .text = &(wish).variant},                                                                   \
	        {"build", "BUILD",                                                                           \
	         "Takes this build instead of the header's, one of those that list shows.",                  \
	         .text = &(wish).build},                                                                     \
	{                                                                                                    \
		"op", "OP", "Says of raw bytes that their engine could call this op alone.",                 \
		        .text = &(wish).op                                                                   \
	}

#endif
