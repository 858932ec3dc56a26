module old_library

go 1.26
