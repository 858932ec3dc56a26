module cgofault

go 1.26
