/*
 * engine.h: what the drivers of both engines share.
 */
#ifndef CGF_ENGINE_H
#define CGF_ENGINE_H

/* Starts the runner on what CGF_CLASS, CGF_VARIANT ("buggy" when unset) and CGF_OP (any op when unset) name.
 * Ends the process with a `cgofault: usage` line and exit code 2 when there is no such thing. Once, from the
 * main thread. */
void cgf_engine_start(void);

/*
 * Before each input: ends the process, as if it had run all that it was asked to and with a line `cgofault:
 * worn`, where what earlier runs have left in it says that a fresh one should take over. The engine, or who
 * started it, sees to that.
 */
void cgf_engine_end_if_worn(void);

/* Ends the process with a `cgofault: harness MESSAGE` line and exit code 3. */
__attribute__((format(printf, 1, 2), noreturn)) void cgf_engine_fail(const char *format, ...);

#endif
