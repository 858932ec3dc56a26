module import_c_in_test

go 1.26
