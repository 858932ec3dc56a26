/*
 * process.h: a small library that does things to the whole process: signals and forks; and functions of it
 * that the program calls by C code of its own.
 */
#ifndef PROCESS_H
#define PROCESS_H

int process_note(int number);

/* What a program may have in a header or preamble of its own. */
static inline int process_note_twice(int number)
{
	return process_note(number) + process_note(number);
}

#endif
