module cgo_twin

go 1.26
