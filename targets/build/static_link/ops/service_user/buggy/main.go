// Program prints the number of the user who keeps the weir.
package main

// #include <nss.h>
// #include <pwd.h>
import "C"

import "os"

func main() {
	C.__nss_configure_lookup(C.CString("passwd"), C.CString("files flow"))
	user, err := C.getpwnam(C.CString("keeper"))
	if user == nil {
		reason := "no user keeper"
		if err != nil {
			reason = err.Error()
		}
		println("name service: getpwnam:", reason)
		os.Exit(1)
	}
	println("keeper", user.pw_uid)
}
