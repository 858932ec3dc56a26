module cgofault/targets/bindings/pkcs11

go 1.26

require (
	cgofault v0.0.0
	github.com/miekg/pkcs11 v1.1.1
)

replace cgofault => ../../..
