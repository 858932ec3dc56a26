module cgofault/targets/bindings/FOLDER

go 1.26
