module cgofault/targets/bindings/gpgme

go 1.26

require (
	cgofault v0.0.0
	github.com/proglottis/gpgme v0.1.5
)

replace cgofault => ../../..
