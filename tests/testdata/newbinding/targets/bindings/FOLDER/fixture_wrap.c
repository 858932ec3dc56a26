/*
 * fixture_wrap.c: stands between example.org/fixture and its library: a box is closed once.
 */
#include "cgf_ledger.h"
#include "cgf_wrap.h"
#include "fixture.h"

CGF_WRAP(struct fixture *, fixture_open, (void), NULL)
{
	struct cgf_call call;
	cgf_call_begin(&call, &fixture_open_function);
	struct fixture *box = __real_fixture_open();
	cgf_object_create(&call, "box", box);
	cgf_call_end(&call, 0);
	return box;
}

CGF_WRAP(void, fixture_close, (struct fixture * box), "late.entry")
{
	struct cgf_call call;
	cgf_call_begin(&call, &fixture_close_function);
	cgf_object_free(&call, "box", box);
	cgf_point(&call, "entry");
	__real_fixture_close(box);
	cgf_call_end(&call, 0);
}

CGF_WRAP_LIBRARY("newcomer")
