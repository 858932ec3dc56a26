/*
 * meter.c: the library. The meter that it reads stands still.
 */
#include "meter.h"

int meter_turns(void)
{
	return 1500;
}

unsigned char meter_checksum(const unsigned char *frame, int size)
{
	unsigned char sum = 0;

	for (int i = 0; i < size; i++)
		sum += frame[i];
	return sum;
}
