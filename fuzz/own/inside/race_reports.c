/*
 * race_reports.c: which reports of ThreadSanitizer are none, in a program that has it.
 *
 * The C function that cgo generates stores the result on Go's stack when it has told ThreadSanitizer that the
 * call is over. race_top fits a report where that function itself made the access; race would hide all that
 * it calls.
 */
extern const char *__tsan_default_suppressions(void);

const char *__tsan_default_suppressions(void)
{
	return "race_top:_cgo_*_Cfunc_\n"
	       "race_top:_cgo_*_C2func_\n"
	       "race_top:_cgo_*_Cmacro_\n";
}
