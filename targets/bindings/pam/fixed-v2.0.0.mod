//cgofault:tags v2
module cgofault/targets/bindings/pam

go 1.26

require (
	cgofault v0.0.0
	github.com/msteinert/pam/v2 v2.0.0
)

replace cgofault => ../../..
