/*
 * load_wrap.c: lets the program load the token's modules (token.h) by dlopen, as it would load any vendor's,
 * although they are part of it. A module that is unloaded must not be initialised any more.
 */
#include "cgf_ledger.h"
#include "cgf_wrap.h"
#include "token.h"

/* The linker sends the sanitizers' own calls of dlsym here too, and those come before anything works. */
#ifdef __clang__
#define BARE __attribute__((disable_sanitizer_instrumentation, no_sanitize("coverage")))
#else
#define BARE __attribute__((no_sanitize("thread", "address")))
#endif
void *__wrap_dlsym(void *handle, const char *name) BARE;
void *__wrap_dlopen(const char *file, int mode) BARE;
int __wrap_dlclose(void *handle) BARE;

/* The address of an entry is the module's handle. */
static const struct module {
	const char *file;
	CK_RV (*get_list)(const struct token_list **list);
} modules[] = {
        {TOKEN_MODULE, token_get_list},
        {TOKEN_MODULE_DEAD, token_get_dead_list},
        {TOKEN_MODULE_EMPTY, token_get_no_list},
};
static const struct module *const modules_end = modules + sizeof modules / sizeof *modules;
static const char kind[] = "module";

BARE static bool is_module(const void *handle)
{
	return handle >= (const void *)modules && handle < (const void *)modules_end;
}

static void *find_symbol(const struct module *module, const char *name)
{
	return strcmp(name, "C_GetFunctionList") == 0 ? (void *)module->get_list : NULL;
}

CGF_WRAP(void *, dlsym, (void *handle, const char *name), NULL)
{
	if (!is_module(handle))
		return __real_dlsym(handle, name);
	return find_symbol(handle, name);
}

static pthread_mutex_t loads_lock = PTHREAD_MUTEX_INITIALIZER;
static int loads[sizeof modules / sizeof *modules];

/* As often as it is loaded it has to be closed. */
static void note_load(struct cgf_call *call, const struct module *module)
{
	pthread_mutex_lock(&loads_lock);
	if (loads[module - modules]++)
		cgf_object_refer(call, kind, module);
	else
		cgf_object_create(call, kind, module);
	pthread_mutex_unlock(&loads_lock);
}

static const struct module *find_module(const char *file)
{
	for (const struct module *module = modules; module < modules_end; module++)
		if (strcmp(file, module->file) == 0)
			return module;
	return NULL;
}

static void *load(const struct module *module);

CGF_WRAP(void *, dlopen, (const char *file, int mode), NULL)
{
	const struct module *module = file ? find_module(file) : NULL;
	return module ? load(module) : __real_dlopen(file, mode);
}

static void *load(const struct module *module)
{
	struct cgf_call call;
	cgf_call_begin(&call, &dlopen_function);
	note_load(&call, module);
	cgf_call_end(&call, 0);
	return (void *)module;
}

static int unload(const struct module *module);

CGF_WRAP(int, dlclose, (void *handle), NULL)
{
	return is_module(handle) ? unload(handle) : __real_dlclose(handle);
}

static int unload(const struct module *module)
{
	struct cgf_call call;
	cgf_call_begin(&call, &dlclose_function);
	pthread_mutex_lock(&loads_lock);
	if (loads[module - modules] > 0) /* else it was loaded before this run */
		loads[module - modules]--;
	cgf_object_release(&call, kind, module);
	pthread_mutex_unlock(&loads_lock);
	cgf_call_end(&call, 0);
	return 0;
}

const void *token_module(void)
{
	return &modules[0];
}

void token_unload_all(void)
{
	memset(loads, 0, sizeof loads);
}
