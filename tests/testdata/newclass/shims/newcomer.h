/*
 * newcomer.h: a library that has to be stopped as often as it was started.
 */
#ifndef NEWCOMER_H
#define NEWCOMER_H

void newcomer_start(void);

/* Only after a newcomer_start that was not stopped yet. */
void newcomer_stop(void);

#endif
