module cxx_mangled

go 1.26
