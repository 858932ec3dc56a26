/*
 * rows.c: see rows.h.
 */
#include "rows.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROWS_MAX = 512, COLUMNS = 5 };

/* A row that has a finding: what a plan of this op may be found as. */
struct row {
	char op[2 * CGF_NAME_BYTES_MAX], builds[32], verdict[CGF_VERDICT_WORD_BYTES_MAX * 2];
};

static struct row rows[ROWS_MAX];
static size_t row_count;

static char *trimmed(char *text)
{
	size_t size;

	text += strspn(text, " \t\n");
	for (size = strlen(text); size > 0 && strchr(" \t\n", text[size - 1]); size--)
		;
	text[size] = '\0';
	return text;
}

/* CLASS/OP | VARIANT | BUILDS | VERDICT at=PLACE | Go line | steps */
void rows_read(const char *path)
{
	char line[1024];
	FILE *file = fopen(path, "r");

	while (file && fgets(line, sizeof(line), file)) {
		char *rest = line, *columns[COLUMNS], *column;
		size_t count = 0;

		while (count < COLUMNS && (column = strsep(&rest, "|")))
			columns[count++] = trimmed(column);
		if (*line == '#' || count < 2)
			continue;
		if (count < COLUMNS)
			test_fail(2, "%s: a row has too few columns: %s", path, line);
		if (strcmp(columns[1], "buggy") != 0 || strcmp(columns[3], "none") == 0)
			continue;
		if (row_count == ROWS_MAX)
			test_fail(3, "more than %d rows in %s", ROWS_MAX, path);
		struct row *row = &rows[row_count++];
		snprintf(row->op, sizeof(row->op), "%s", columns[0]);
		snprintf(row->builds, sizeof(row->builds), "%s", columns[2]);
		snprintf(row->verdict, sizeof(row->verdict), "%s", columns[3]);
	}
	if (!file)
		test_fail(2, "cannot read %s", path);
	fclose(file);
}

static bool row_fits(const struct row *row, const struct test_target *target)
{
	char op[2 * CGF_NAME_BYTES_MAX];

	snprintf(op, sizeof(op), "%s/%s", target->class_name, target->op);
	return strcmp(row->op, op) == 0 &&
	       (strcmp(row->builds, "all") == 0 || strstr(row->builds, target->build));
}

bool rows_have(const struct test_target *target)
{
	for (size_t i = 0; i < row_count; i++)
		if (row_fits(&rows[i], target))
			return true;
	return false;
}

bool rows_expect(const struct test_target *target, const struct cgf_verdict *verdict)
{
	char text[CGF_VERDICT_WORD_BYTES_MAX * 2 + 8];

	snprintf(text, sizeof(text), "%s at=%s", verdict->name, verdict->at);
	for (size_t i = 0; i < row_count; i++)
		if (row_fits(&rows[i], target) && strcmp(rows[i].verdict, text) == 0)
			return true;
	return false;
}
