/*
 * environment.h: this process's environment with some variables set otherwise, for a child.
 */
#ifndef CGF_OWN_ENVIRONMENT_H
#define CGF_OWN_ENVIRONMENT_H

/*
 * `settings`: "NAME=VALUE", or "NAME" for a variable that the child is not to have; NULL ends them. The
 * result borrows their strings and this process's own, and is to be freed; NULL: out of memory.
 */
char **cgf_environment_with(const char *const *settings);

#endif
