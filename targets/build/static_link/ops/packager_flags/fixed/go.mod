module packager_flags

go 1.26
