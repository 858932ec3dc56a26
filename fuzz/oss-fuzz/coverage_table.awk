# coverage_table.awk: sums of C's lines and Go's statements, as lines on standard output and as the index of the report.
#
# usage: awk -v mark=HTML -v pages=FOLDER -v index_file=FILE -f coverage_table.awk INPUTS go.html go.txt c.lcov
# INPUTS has a line "CLASS NUMBER" for each target; pages is where llvm-cov has put its page of a file.

function escape(text) {
	gsub(/&/, "\\&amp;", text)
	gsub(/</, "\\&lt;", text)
	gsub(/>/, "\\&gt;", text)
	gsub(/"/, "\\&quot;", text)
	return text
}

# A file of a class counts for the class, any other one for its folder.
function row_of(path,    name) {
	name = path
	sub(/^.*\//, "", name)
	sub(/\.[a-z]*$/, "", name)
	if (!(path ~ /^(shims|targets)\/[^\/]*$/ && name in inputs)) {
		name = path
		if (!sub(/\/[^\/]*$/, "", name))
			name = "."
	}
	if (!(name in known)) {
		known[name]
		rows[++row_count] = name
	}
	return name
}

function percent(covered, all) {
	return all ? sprintf("%.1f%%", 100 * covered / all) : "-"
}

function link(target, text) {
	return target ? "<a href=\"" escape(target) "\">" text "</a>" : text
}

function cells(covered, all, target) {
	if (!all)
		return "<td>-<td>-<td>-"
	return "<td>" (covered + 0) "<td>" all "<td>" link(target, percent(covered, all))
}

function tell(name, c_hit, c_all, go_hit, go_all,    text) {
	text = name ":"
	if (name in inputs)
		text = text " " inputs[name] (inputs[name] == 1 ? " input," : " inputs,")
	if (c_all)
		text = text " C " (c_hit + 0) " of " c_all " lines, " percent(c_hit, c_all) (go_all ? "," : "")
	if (go_all)
		text = text " Go " (go_hit + 0) " of " go_all " statements, " percent(go_hit, go_all)
	print text
	print "<tr><th>" escape(name) "<td>" (name in inputs ? inputs[name] : "") cells(c_hit, c_all, c_page[name]) \
		cells(go_hit, go_all, go_page[name]) > index_file
}

FNR == 1 { file_number++ }

file_number == 1 {
	inputs[$1] = $2
	row_of("targets/" $1 ".go")
}

# The page of Go has all files in it, by number.
file_number == 2 && /<option value="file[0-9]*">/ {
	split($0, part, /[">(]+/)
	path = part[3]
	sub(/^cgofault\//, "", path)
	sub(/ *$/, "", path)
	number_of[path] = part[2]
}

file_number == 3 && /^cgofault\// {
	path = $1
	sub(/^cgofault\//, "", path)
	sub(/:.*/, "", path)
	row = row_of(path)
	go_all[row] += $(NF - 1)
	if ($NF > 0)
		go_hit[row] += $(NF - 1)
	if (row in inputs)
		go_page[row] = "go.html#" number_of[path]
}

file_number == 4 && /^SF:/ {
	path = substr($0, 4)
	row = row_of(path)
	if (row in inputs)
		c_page[row] = pages "/" path ".html"
}
file_number == 4 && /^LF:/ { c_all[row] += substr($0, 4) }
file_number == 4 && /^LH:/ { c_hit[row] += substr($0, 4) }

END {
	print "<!DOCTYPE html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n" mark "\n<title>cgofault: coverage</title>" > index_file
	print "<style>body { font-family: sans-serif } td { text-align: right; padding: 0 .6em } th { text-align: left }</style>" > index_file
	print "<h1>Coverage of the targets</h1>\n<p>All lines: <a href=\"c/index.html\">C</a>, <a href=\"go.html\">Go</a>." > index_file
	print "A target runs the variant that is mended: the code of the other one is never reached." > index_file
	print "C code in the preamble of a Go file is not counted.\n<table>" > index_file
	print "<tr><th>class or folder<th>inputs<th>C lines<th>of<th><th>Go statements<th>of<th>" > index_file
	for (i = 1; i <= row_count; i++) {
		row = rows[i]
		tell(row, c_hit[row], c_all[row], go_hit[row], go_all[row])
		c_hit_sum += c_hit[row]
		c_all_sum += c_all[row]
		go_hit_sum += go_hit[row]
		go_all_sum += go_all[row]
	}
	tell("all", c_hit_sum, c_all_sum, go_hit_sum, go_all_sum)
	print "</table>\n</html>" > index_file
}
