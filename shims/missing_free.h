/*
 * missing_free.h: a library that formats messages and sends them.
 *
 * Who frees what:
 *  - a text that is passed in stays the caller's, but that of missing_free_post;
 *  - what missing_free_format returns is the caller's, to be freed by free(3);
 *  - what missing_free_render returns is the caller's, too, but comes from the library's own allocator, and
 *    goes back by missing_free_release. Neither function takes what is the other one's;
 *  - a template has a count of references: whoever takes one drops it.
 *
 * Where there is no memory the process is aborted.
 */
#ifndef MISSING_FREE_H
#define MISSING_FREE_H

struct missing_free_template;

/* "TEXT: VALUE", to be freed by free(3). */
char *missing_free_format(const char *text, int value);

/* The text as it is shown, to be given back by missing_free_release, which does nothing with NULL. */
char *missing_free_render(const char *text);
void missing_free_release(char *rendered);

/* 0, or -1 and errno. */
int missing_free_send(const char *text);

/* The same, but the library takes the text over, which malloc(3) has made: it frees it, also where it fails.
 */
int missing_free_post(char *text);

/* Asks for the value of each placeholder, "%0" to "%9", in their order. The length of the whole message. */
typedef int (*missing_free_value)(int placeholder);
int missing_free_measure(const char *text, missing_free_value value);

/* The name of a level of importance; the library's own, valid for ever. */
const char *missing_free_level(unsigned level);

/* A template has one reference, the caller's, when it is made. */
struct missing_free_template *missing_free_template_new(const char *text);
void missing_free_template_ref(struct missing_free_template *message);
void missing_free_template_unref(struct missing_free_template *message);

/* Sends the template's text. 0, or -1 and errno. */
int missing_free_template_send(struct missing_free_template *message);

/* The function of the Go side that knows the values of placeholders. */
int missingFreeValue(int placeholder);

#endif
