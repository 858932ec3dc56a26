/*
 * outcomes.c: see outcomes.h.
 */
#include "outcomes.h"

#include <stdio.h>
#include <string.h>

void cgf_outcomes_add(struct cgf_outcomes *outcomes, const struct cgf_verdict *verdict)
{
	char line[CGF_VERDICT_LINE_BYTES_MAX];
	size_t i = 0;

	cgf_verdict_write(line, sizeof(line), verdict);
	while (i < outcomes->count && strcmp(outcomes->outcomes[i].line, line) != 0)
		i++;
	if (i == CGF_OUTCOMES_MAX)
		return;
	if (i == outcomes->count) {
		strcpy(outcomes->outcomes[i].line, line);
		outcomes->outcomes[i].code = cgf_verdict_exit_code(verdict);
		outcomes->outcomes[i].times = 0;
		outcomes->count++;
	}
	outcomes->outcomes[i].times++;
}

int cgf_outcomes_tell(const struct cgf_outcomes *outcomes, long done, long times)
{
	size_t most = 0;

	for (size_t i = 0; i < outcomes->count; i++) {
		if (outcomes->count > 1)
			printf("%ld times: %s\n", outcomes->outcomes[i].times, outcomes->outcomes[i].line);
		most = outcomes->outcomes[i].times > outcomes->outcomes[most].times ? i : most;
	}
	if (done == 0)
		return CGF_EXIT_HARNESS;
	printf("%ld of %ld agree\n%s\n", outcomes->outcomes[most].times, done, outcomes->outcomes[most].line);
	return outcomes->outcomes[most].times == times ? (int)outcomes->outcomes[most].code
	                                               : CGF_EXIT_HARNESS;
}
