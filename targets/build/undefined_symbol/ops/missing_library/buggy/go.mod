module missing_library

go 1.26
