/*
 * pending.c: see pending.h.
 */
#include "pending.h"

#include "plans/files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

static const char suffix[] = ".claim";

/* Another version of this command may have another struct. */
static uint64_t format_now(void)
{
	return UINT64_C(0x636c61696d000000) ^ sizeof(struct cgf_claim_record) ^
	       (uint64_t)offsetof(struct cgf_claim_record, process) << 24;
}

/* The inputs that are there, without the rest of the array. */
static size_t record_size(const struct cgf_claim_record *record)
{
	uint64_t inputs = record->process.inputs;
	size_t count = inputs < CGF_RECENT_MAX ? (size_t)inputs : CGF_RECENT_MAX;

	return offsetof(struct cgf_claim_record, process.recent) + count * sizeof(record->process.recent[0]);
}

/* The process that died in this input: the statistics may already be those of the next one. */
static const struct cgf_process_inputs *find_process(const struct cgf_stats *stats,
                                                     const struct cgf_claim *claim)
{
	const struct cgf_process_inputs *candidates[] = {&stats->died, &stats->process};

	for (size_t i = 0; i < 2; i++) {
		const struct cgf_process_inputs *process = candidates[i];
		const struct cgf_recent *last;

		if (process->inputs == 0)
			continue;
		last = &process->recent[(process->inputs - 1) % CGF_RECENT_MAX];
		if (last->size <= claim->size && last->size <= sizeof(last->bytes) &&
		    memcmp(last->bytes, claim->bytes, last->size) == 0)
			return process;
	}
	return NULL;
}

void cgf_claim_record_make(struct cgf_claim_record *out, const struct cgf_engine_job *job,
                           const struct cgf_claim *claim)
{
	const struct cgf_process_inputs *process = find_process(job->stats, claim);

	memset(out, 0, offsetof(struct cgf_claim_record, process.recent));
	out->format = format_now();
	out->target = *job->target;
	snprintf(out->engine, sizeof(out->engine), "%s", job->engine);
	out->claim = *claim;
	if (process)
		out->process = *process;
}

/* FNV-1a: the same claim has the same name. */
static uint64_t digest_of(const struct cgf_claim *claim)
{
	uint64_t digest = 0xcbf29ce484222325;

	for (size_t i = 0; i < claim->size; i++)
		digest = (digest ^ claim->bytes[i]) * 0x100000001b3;
	return digest;
}

void cgf_pending_keep(struct cgf_pending *pending, const char *folder)
{
	const struct cgf_claim_record *record = &pending->record;
	const struct cgf_target *target = &record->target;
	int error = cgf_folder_make(folder);

	pending->lock = -1;
	if (error == 0 &&
	    !cgf_text_make(pending->path, sizeof(pending->path), "%s/%s-%s-%s-%016" PRIx64 "-%d%s", folder,
	                   target->class_name, target->variant, target->build, digest_of(&record->claim),
	                   (int)getpid(), suffix))
		error = -ENAMETOOLONG;
	if (error == 0)
		error = cgf_file_keep_locked(&pending->lock, pending->path, record, record_size(record));
	if (error == 0)
		return;
	fprintf(stderr,
	        "cgofault: cannot write in %s: %s; a claim would be lost if this command were killed now\n",
	        folder, strerror(-error));
	pending->path[0] = '\0';
}

/* The text of a name ends in its array. */
static bool is_whole(const struct cgf_claim_record *record, size_t size)
{
	const struct cgf_target *target = &record->target;

	return size >= offsetof(struct cgf_claim_record, process.recent) && record->format == format_now() &&
	       size == record_size(record) && record->claim.size <= sizeof(record->claim.bytes) &&
	       memchr(target->set, '\0', sizeof(target->set)) &&
	       memchr(target->class_name, '\0', sizeof(target->class_name)) &&
	       memchr(target->variant, '\0', sizeof(target->variant)) &&
	       memchr(target->build, '\0', sizeof(target->build)) &&
	       memchr(target->op, '\0', sizeof(target->op)) &&
	       memchr(record->engine, '\0', sizeof(record->engine));
}

static bool is_wanted(const struct cgf_claim_record *record, const struct cgf_target *target)
{
	return !target || (strcmp(record->target.set, target->set) == 0 &&
	                   strcmp(record->target.class_name, target->class_name) == 0 &&
	                   strcmp(record->target.variant, target->variant) == 0 &&
	                   strcmp(record->target.build, target->build) == 0 &&
	                   (target->op[0] == '\0' || strcmp(record->target.op, target->op) == 0));
}

/* Reads it with its lock held. Who has judged it meanwhile has taken its name away. */
static bool take(struct cgf_pending *out, const struct cgf_target *target)
{
	struct stat status;
	ssize_t size;

	out->lock = open(out->path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	if (out->lock < 0)
		return false;
	if (flock(out->lock, LOCK_EX | LOCK_NB) == 0 && fstat(out->lock, &status) == 0 &&
	    status.st_nlink > 0 && (size = read(out->lock, &out->record, sizeof(out->record))) > 0 &&
	    is_whole(&out->record, (size_t)size) && is_wanted(&out->record, target))
		return true;
	close(out->lock);
	return false;
}

bool cgf_pending_take(struct cgf_pending *out, const char *folder, const struct cgf_target *target)
{
	DIR *directory = opendir(folder);
	struct dirent *entry;
	bool taken = false;

	while (directory && !taken && (entry = readdir(directory))) {
		size_t length = strlen(entry->d_name);

		taken = entry->d_name[0] != '.' && length > strlen(suffix) &&
		        strcmp(entry->d_name + length - strlen(suffix), suffix) == 0 &&
		        cgf_text_make(out->path, sizeof(out->path), "%s/%s", folder, entry->d_name) &&
		        take(out, target);
	}
	if (directory)
		closedir(directory);
	return taken;
}

void cgf_pending_end(struct cgf_pending *pending, bool judged)
{
	if (judged && pending->path[0] != '\0')
		unlink(pending->path);
	if (pending->lock >= 0)
		close(pending->lock);
	pending->lock = -1;
	pending->path[0] = '\0';
}
