module port_name

go 1.26
