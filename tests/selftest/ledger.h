/*
 * ledger.h: a library of boxes, each of whose functions stands for one rule of cgf_ledger.h.
 */
#ifndef LEDGER_H
#define LEDGER_H

struct ledger_box;

/* A box, or one inside of another, which has to be closed first. NULL: no memory. */
struct ledger_box *ledger_open(void);
struct ledger_box *ledger_open_inside(struct ledger_box *outer);
void ledger_close(struct ledger_box *box);

/* A box is shared by those who have a reference; the last one to release it closes it. */
void ledger_refer(struct ledger_box *box);
void ledger_release(struct ledger_box *box);

/* The number as text, until the next call; until the next one on this thread; until the box is closed or
 * shaken. */
const char *ledger_text(int number);
const char *ledger_text_of_thread(int number);
const char *ledger_text_of_box(struct ledger_box *box, int number);
void ledger_shake(struct ledger_box *box);

/* 0, or a code of the library's: errno is left alone. */
enum { LEDGER_BUSY = -7 };
int ledger_ask(void);

/* Watches the descriptor, which has to stay open until ledger_unwatch, and polls it. */
void ledger_watch(int descriptor);
void ledger_poll(void);
void ledger_unwatch(void);

#endif
