module no_archive

go 1.26
