module private_library

go 1.26
