# coverage_report.sh: what targets have left in $work/runs, as one report. Read by `coverage`, which has set tree, clang,
# OUT, work, classes, report.
# shellcheck shell=sh disable=SC2154 # what `coverage` has set

# By this line in its index a report is known as one of ours.
mark='<meta name="generator" content="cgofault coverage">'

# A tool of clang's own version, since no other reads its profiles: find_llvm NAME
find_llvm() {
	beside=$(dirname -- "$(realpath -- "$clang")")/$1
	if [ -x "$beside" ]; then
		echo "$beside"
	else
		command -v "$1-$number"
	fi
}

# Go's part of the report is made by what belongs to the toolchain, with no flags that somebody has set.
go_tool() {
	(cd "$tree" && GOTOOLCHAIN=local GOFLAGS='' go tool "$@")
}

# Classes whose targets did not run, as one pattern: the program has them all.
find_others() {
	others=canary
	for file in "$tree"/targets/*.go; do
		name=$(basename "$file" .go)
		case " $classes " in *" $name "*) continue ;; esac
		[ ! -d "$tree/corpus/$name" ] || others="$others|$name"
	done
}

# 1: there is nothing.
merge_profiles() {
	find "$work"/runs/*/c -name '*.profraw' >"$work/profiles"
	folders=$(find "$work"/runs/*/go -name 'covcounters.*' | sed 's|/[^/]*$||' | sort -u | paste -s -d , -)
	[ -s "$work/profiles" ] && [ "$folders" ] || return
	find_others
	"$llvm_profdata" merge -sparse -input-files="$work/profiles" -o "$work/c.profdata" &&
		go_tool covdata textfmt -i="$folders" -o "$work/go.all" || return
	grep -v -E "^cgofault/targets/($others)\.go:" "$work/go.all" >"$work/go.txt"
}

# llvm_cov_of COMMAND OPTION...: one target stands for all, since they are linked of the same objects. What Go and cgo have
# generated is left out.
llvm_cov_of() {
	command=$1
	shift
	"$llvm_cov" "$command" "$OUT/${classes##* }" -instr-profile="$work/c.profdata" \
		-ignore-filename-regex="^/_/GOROOT/|^/tmp/go-build/|/shims/($others)\.[ch]\$" "$@"
}

write_report() {
	new=$work/report
	rm -rf "$new"
	mkdir "$new"
	mv "$work/go.txt" "$new/"
	if ! llvm_cov_of show -format=html -output-dir="$new/c" -show-line-counts-or-regions -project-title='cgofault, C' >/dev/null ||
		! llvm_cov_of export -format=lcov >"$work/c.lcov" ||
		! go_tool cover -html="$new/go.txt" -o "$new/go.html"; then
		fail "the report cannot be made"
	fi
	sed "s|^SF:$tree/|SF:|" "$work/c.lcov" >"$new/c.lcov"
	for class in $classes; do
		echo "$class $(wc -l <"$work/runs/$class/list")"
	done >"$work/inputs"
	awk -v mark="$mark" -v pages="c/coverage$tree" -v index_file="$new/index.html" -f "$tree/fuzz/oss-fuzz/coverage_table.awk" \
		"$work/inputs" "$new/go.html" "$new/go.txt" "$new/c.lcov" || fail "the report cannot be written"
	for part in index.html c go.html c.lcov go.txt; do
		rm -rf "${report:?}/$part"
		mv "$new/$part" "$report/" || fail "the report cannot be written"
	done
	echo "$report/index.html"
}
