// Program prints the port of https.
package main

// #include <arpa/inet.h>
// #include <netdb.h>
//
// // -1 and a reason, if it has none.
// static int port(const char *service, const char **reason)
// {
// 	struct addrinfo hints = {.ai_family = AF_INET, .ai_socktype = SOCK_STREAM}, *found;
// 	int error = getaddrinfo(NULL, service, &hints, &found);
//
// 	if (error != 0) {
// 		*reason = gai_strerror(error);
// 		return -1;
// 	}
// 	return ntohs(((struct sockaddr_in *)found->ai_addr)->sin_port);
// }
import "C"

import "os"

func main() {
	var reason *C.char
	port := C.port(C.CString("https"), &reason)
	if port < 0 {
		println("name service: getaddrinfo:", C.GoString(reason))
		os.Exit(1)
	}
	println("https", port)
}
