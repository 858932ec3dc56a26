module grown_struct

go 1.26
