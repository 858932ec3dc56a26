module defined_in_export

go 1.26
