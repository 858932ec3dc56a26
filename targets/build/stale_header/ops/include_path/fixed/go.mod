module include_path

go 1.26
