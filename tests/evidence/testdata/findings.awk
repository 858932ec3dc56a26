# What `cgofault test --json` has found, a line each: verdict, function or test, Go line. cJSON prints a field a line, and a
# finding's in this order. With runs=1 how many runs it made, and how long they took in milliseconds.
BEGIN { FS = "\": *\"?" }
{ gsub(/\t/, "") }
/^"verdict"/ { verdict = $2; sub(/",?$/, "", verdict) }
/^"at"/ { at = $2; sub(/",?$/, "", at) }
/^"line"/ { line = $2; sub(/",?$/, "", line) }
!runs && /^"confirmed": *true/ { print verdict, at, line }
runs && /^"(runs|sweep_ms)":/ { printf "%d ", $2 }
