/*
 * gauge.h: how full a tank is.
 */
#ifndef GAUGE_H
#define GAUGE_H

#ifdef __cplusplus
extern "C" {
#endif

#ifndef GAUGE_VERSION
#define GAUGE_VERSION 2
#endif

/* What a program may call, also where all else in the library is hidden. */
#define GAUGE_API __attribute__((visibility("default")))

/* The library's own version, which may be another one than GAUGE_VERSION. */
GAUGE_API int gauge_version(void);
/* In percent. */
GAUGE_API int gauge_level(void);
/* What is in the tank counts as empty from now on. Returns the level before. Since version 2. */
GAUGE_API int gauge_reset(void);

#ifdef __cplusplus
}
#endif

#endif
