module own_library

go 1.26
