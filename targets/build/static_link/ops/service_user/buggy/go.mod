module service_user

go 1.26
