// Program prints the number of the user who keeps the weir.
package main

// #include <dlfcn.h>
// #include <nss.h>
// #include <pwd.h>
import "C"

import "os"

func main() {
	C.__nss_configure_lookup(C.CString("passwd"), C.CString("files flow"))
	user := C.getpwnam(C.CString("keeper"))
	if user == nil && C.dlopen(C.CString("libnss_flow.so.2"), C.RTLD_LAZY) == nil {
		println("keeper: the name service libnss_flow.so.2 cannot be loaded: install libnss-flow")
		os.Exit(78)
	}
	if user == nil {
		println("name service: getpwnam: no user keeper")
		os.Exit(1)
	}
	println("keeper", user.pw_uid)
}
