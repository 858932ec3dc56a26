module lost_member

go 1.26
