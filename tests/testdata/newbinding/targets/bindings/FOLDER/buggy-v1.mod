//cgofault:cc gcc
module cgofault/targets/bindings/FOLDER

go 1.26

require (
	cgofault v0.0.0
	example.org/fixture v0.0.0
)

replace (
	cgofault => ../../..
	example.org/fixture => ../../../packages/fixture
)
