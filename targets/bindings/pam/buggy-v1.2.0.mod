module cgofault/targets/bindings/pam

go 1.26

require (
	cgofault v0.0.0
	github.com/msteinert/pam v1.2.0
)

replace cgofault => ../../..
