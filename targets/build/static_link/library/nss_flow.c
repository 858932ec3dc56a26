/*
 * nss_flow.c: a name service: the keepers of weirs are users everywhere, and in no /etc/passwd.
 */
#include <errno.h>
#include <nss.h>
#include <pwd.h>
#include <string.h>

/* The name by which glibc finds it. */
enum nss_status _nss_flow_getpwnam_r(const char *name, struct passwd *out, char *buffer, size_t size,
                                     int *error)
{
	if (strcmp(name, "keeper") != 0)
		return NSS_STATUS_NOTFOUND;
	if (size < sizeof("keeper")) {
		*error = ERANGE;
		return NSS_STATUS_TRYAGAIN;
	}
	strcpy(buffer, "keeper");
	*out = (struct passwd){
	        .pw_name = buffer,
	        .pw_passwd = "*",
	        .pw_uid = 900,
	        .pw_gid = 900,
	        .pw_gecos = "",
	        .pw_dir = "/",
	        .pw_shell = "/usr/sbin/nologin",
	};
	return NSS_STATUS_SUCCESS;
}
