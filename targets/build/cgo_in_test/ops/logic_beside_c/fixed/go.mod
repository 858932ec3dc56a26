module logic_beside_c

go 1.26
