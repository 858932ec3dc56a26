module current_user

go 1.26
