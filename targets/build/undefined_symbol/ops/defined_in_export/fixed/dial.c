/*
 * dial.c: the preamble of a file that exports is compiled twice, so what it would define stands here.
 */
#include "_cgo_export.h"

void dial_sweep(int positions)
{
	for (int i = 0; i < positions; i++)
		dialMoved(i);
}
