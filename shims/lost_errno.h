/*
 * lost_errno.h: a library of records.
 *
 * A function that fails returns -1 and sets errno to the reason. After a success errno may have any value.
 */
#ifndef LOST_ERRNO_H
#define LOST_ERRNO_H

enum { LOST_ERRNO_RECORDS = 8 };

int lost_errno_read(unsigned record, int *value);
int lost_errno_write(unsigned record, int value);

/* The same without a copy in between. Not every file system can: EOPNOTSUPP. */
int lost_errno_write_direct(unsigned record, int value);

/* Undoes what a write that failed has left of a record. */
int lost_errno_roll_back(unsigned record);

/* Counts what has failed, for a log. */
void lost_errno_log(unsigned record);

#endif
