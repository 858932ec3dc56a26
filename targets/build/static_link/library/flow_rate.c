/*
 * flow_rate.c: the formula of Poleni.
 */
#include "flow.h"

#include <math.h>

double flow_rate(double height)
{
	return 1.84 * pow(height, 1.5);
}
