module cgofault/targets/bindings/pkcs11

// The versions under test stand in the *.mod files beside this one: go build -modfile=NAME.mod.

go 1.26
