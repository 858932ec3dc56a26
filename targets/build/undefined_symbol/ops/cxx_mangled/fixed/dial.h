/*
 * dial.h: a dial with twelve positions.
 */
#ifndef DIAL_H
#define DIAL_H

#ifdef __cplusplus
extern "C" {
#endif

int dial_turn(int steps);

#ifdef __cplusplus
}
#endif

#endif
