module documented_flags

go 1.26
