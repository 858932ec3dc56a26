/*
 * dial.h: a dial with twelve positions.
 */
#ifndef DIAL_H
#define DIAL_H

int dial_turn(int steps);

#endif
