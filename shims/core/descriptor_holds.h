/* descriptor_holds.h: descriptors of the program that C keeps. */
#ifndef CGF_DESCRIPTOR_HOLDS_H
#define CGF_DESCRIPTOR_HOLDS_H

void cgf_descriptor_holds_reset(void);

#endif
