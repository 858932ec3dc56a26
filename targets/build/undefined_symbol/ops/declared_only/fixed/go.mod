module declared_only

go 1.26
