package main

// later names the ops that the harness does not judge rightly yet. HONEST_LATER=1 in the environment offers them all the
// same, and adds the rows of verdicts that begin with "later". Both lists are to be empty.
var later = map[string]bool{}
