module cgofault/targets/bindings/pam

// The versions under test stand in the *.mod files beside this one: go build -modfile=NAME.mod.

go 1.26
