/*
 * rules.c: how a broken rule of the contract is reported.
 */
#include "rules.h"

CGF_UNSEEN void cgf_object_word(char *out, const char *kind)
{
	static const char word[] = "object=";
	unsigned length = 0;
	for (const char *at = word; *at; at++)
		out[length++] = *at;
	for (; *kind && length < CGF_NAME_BYTES_MAX - 1; kind++)
		out[length++] = *kind;
	out[length] = 0;
}

_Noreturn CGF_UNSEEN void cgf_broken_rule(const struct cgf_call *call, const char *verdict, const char *kind)
{
	char more[CGF_NAME_BYTES_MAX] = "";
	if (kind)
		cgf_object_word(more, kind);
	cgf_found(verdict, call->function->name, more, call->caller->goroutine);
}

_Noreturn CGF_UNSEEN void cgf_violation(struct cgf_call *call, const char *rule)
{
	char verdict[CGF_NAME_BYTES_MAX] = "contract/";
	unsigned length = 9;
	for (; *rule && length < sizeof verdict - 1; rule++)
		verdict[length++] = *rule;
	cgf_found(verdict, call->function->name, "", call->caller ? call->caller->goroutine : 0);
}
