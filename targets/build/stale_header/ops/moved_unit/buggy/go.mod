module moved_unit

go 1.26
