/*
 * visible.h: what makes a line safe for a terminal.
 */
#ifndef CGF_VISIBLE_H
#define CGF_VISIBLE_H

/* Replaces what is no visible character of UTF-8 by '?': a file's name may hold a newline, or what makes a
 * terminal do something. */
void cgf_make_visible(char *text);

#endif
