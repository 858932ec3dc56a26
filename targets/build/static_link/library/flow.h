/*
 * flow.h: how much water runs over a weir.
 */
#ifndef FLOW_H
#define FLOW_H

/* In cubic metres a second for each metre of the weir, when the water stands as many metres above it. */
double flow_rate(double height);
/* A rate in words. The next call overwrites it. */
const char *flow_text(double rate);

#endif
