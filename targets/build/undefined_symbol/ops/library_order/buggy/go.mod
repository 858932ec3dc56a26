module library_order

go 1.26
