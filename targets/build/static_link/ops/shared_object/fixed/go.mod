module shared_object

go 1.26
