/*
 * inserted.c: see inserted.h.
 */
#include "inserted.h"

#include "plans/insert.h"

CGF_INSERT(cgf_own_inserted_c, CGF_OWN_SITE_TEXT);
CGF_INSERT(cgf_own_half_go, CGF_OWN_GO_TEXT);

extern const char cgf_own_half_go[];

const char *cgf_own_inserted_go(void)
{
	return cgf_inserted_below(cgf_own_half_go);
}
