# bindings.cmake: real packages. targets/bindings/FOLDER/STEM.mod is one version of a package, and gives the set
# FOLDER-STEM; the target binding-FOLDER makes all sets of a folder. The go command says what a version needs: C flags,
# libraries, pkg-config packages. A comment line of the .mod file may say more:
#	//cgofault:tags TAG,TAG    build tags
#	//cgofault:cc COMPILER     instead of clang, for what clang's cgo cannot compile; the C code has no coverage then

# Sets `tags` and `cc` to what the .mod file says.
function(cgf_read_directives modfile)
	set(tags "")
	set(cc "")
	file(STRINGS ${modfile} lines REGEX "^//cgofault:")
	foreach(line ${lines})
		if(NOT line MATCHES "^//cgofault:(tags|cc)[ \t]+([^ \t]+)[ \t]*$")
			# CMake breaks lines that do not begin with a space.
			message(SEND_ERROR " ${modfile}: '${line}' is neither //cgofault:tags TAG,TAG nor //cgofault:cc COMPILER")
			continue()
		endif()
		set(key ${CMAKE_MATCH_1})
		string(REPLACE "," ";" ${key} ${CMAKE_MATCH_2})
	endforeach()
	set(tags ${tags} PARENT_SCOPE)
	set(cc ${cc} PARENT_SCOPE)
endfunction()

# What `go list` says of each package, dependencies first, the program last.
set(CGF_LIST_FORMAT "package {{.ImportPath}}
{{range .CgoPkgConfig}}pkg {{.}}
{{end}}{{range .CgoCPPFLAGS}}cflag {{.}}
{{end}}{{range .CgoCFLAGS}}cflag {{.}}
{{end}}{{range .CgoLDFLAGS}}library {{.}}
{{end}}{{with .Module}}{{if not (or .Main .Indirect (eq .Path `cgofault`))}}module {{.Path}}
{{with .Replace}}{{if not .Version}}local {{$.Dir}}
{{end}}{{end}}{{end}}{{end}}")

# pkg-config's answer as a list, or `why`.
function(cgf_ask_pkg_config option package out)
	execute_process(COMMAND ${PKG_CONFIG_EXECUTABLE} ${option} ${package} RESULT_VARIABLE result
		OUTPUT_VARIABLE flags ERROR_QUIET OUTPUT_STRIP_TRAILING_WHITESPACE)
	if(NOT result EQUAL 0)
		set(why "pkg-config does not know ${package}" PARENT_SCOPE)
	endif()
	separate_arguments(flags UNIX_COMMAND "${flags}")
	set(${out} ${flags} PARENT_SCOPE)
endfunction()

# Asks the go command. Sets `modules` (that the .mod file requires), `local` (folders of packages outside of the module
# cache), `libraries` (of all packages, who needs before who is needed), `cflags` (of the program), or `why` it cannot be built.
function(cgf_list_binding folder modfile)
	set(why "")
	list(JOIN tags "," joined)
	execute_process(COMMAND ${CMAKE_COMMAND} -E env GOTOOLCHAIN=local CGO_ENABLED=1 ${CGF_GO} list -modfile=${modfile}
		-tags=${joined} -deps -f "${CGF_LIST_FORMAT}" . WORKING_DIRECTORY ${folder} RESULT_VARIABLE result
		OUTPUT_VARIABLE lines ERROR_VARIABLE why)
	if(NOT result EQUAL 0)
		string(REGEX REPLACE "\n.*" "" why "${why}")
		set(why "${why}" PARENT_SCOPE)
		return()
	endif()
	string(REGEX MATCHALL "[^\n]+" lines "${lines}")
	# A function sees its caller's variables.
	foreach(variable why own modules local libraries cflags)
		set(${variable} "")
	endforeach()
	foreach(line ${lines})
		string(REGEX MATCH "^([a-z]+) (.*)$" line "${line}")
		set(value "${CMAKE_MATCH_2}")
		if(CMAKE_MATCH_1 STREQUAL package)
			set(libraries ${own} ${libraries})
			set(own "")
			set(cflags "")
		elseif(CMAKE_MATCH_1 STREQUAL pkg)
			cgf_ask_pkg_config(--cflags ${value} flags)
			list(APPEND cflags ${flags})
			cgf_ask_pkg_config(--libs ${value} flags)
			list(APPEND own ${flags})
		elseif(CMAKE_MATCH_1 STREQUAL cflag)
			list(APPEND cflags ${value})
		elseif(CMAKE_MATCH_1 STREQUAL library)
			list(APPEND own ${value})
		elseif(CMAKE_MATCH_1 STREQUAL module)
			list(APPEND modules ${value})
		elseif(CMAKE_MATCH_1 STREQUAL local)
			list(APPEND local ${value})
		endif()
	endforeach()
	list(REMOVE_DUPLICATES modules)
	set(libraries ${own} ${libraries} PARENT_SCOPE)
	foreach(variable modules local cflags why)
		set(${variable} "${${variable}}" PARENT_SCOPE)
	endforeach()
endfunction()

# The functions that the C files wrap, as the preprocessor sees them (cgf_wrap.h): `wraps` are options for the linker.
function(cgf_find_wraps folder files)
	set(wraps "")
	foreach(file ${files})
		execute_process(COMMAND ${cc} -E -P ${cflags} ${file} WORKING_DIRECTORY ${folder} RESULT_VARIABLE result
			OUTPUT_VARIABLE text ERROR_VARIABLE error)
		if(NOT result EQUAL 0)
			string(REGEX REPLACE "\n.*" "" error "${error}")
			set(why "${error}" PARENT_SCOPE)
		endif()
		string(REGEX MATCHALL "__wrap_[a-zA-Z0-9_]+" found "${text}")
		list(APPEND wraps ${found})
	endforeach()
	list(REMOVE_DUPLICATES wraps)
	list(TRANSFORM wraps REPLACE "^__wrap_" "-Wl,--wrap=")
	set(wraps ${wraps} PARENT_SCOPE)
endfunction()

# What is asked for by name and cannot be built here is an error; `all` leaves it out.
function(cgf_skip_set set why)
	cgf_skip(${set} "${why}")
	add_custom_target(programs-${set}
		COMMAND ${CMAKE_COMMAND} -E echo "cannot build ${set}: ${why}"
		COMMAND ${CMAKE_COMMAND} -E false VERBATIM)
endfunction()

# One version of a package.
function(cgf_add_binding set folder modfile sources)
	cgf_read_directives(${modfile})
	if(cc)
		find_program(CGF_CC_${cc} ${cc})
		mark_as_advanced(CGF_CC_${cc})
		if(NOT CGF_CC_${cc})
			cgf_skip_set(${set} "its .mod file asks for the compiler ${cc}, which is missing")
			return()
		endif()
		set(cc ${CGF_CC_${cc}})
	else()
		set(cc ${CGF_CC})
	endif()
	cgf_list_binding(${folder} ${modfile})
	file(GLOB c_files CONFIGURE_DEPENDS ${folder}/*.c)
	if(NOT why)
		cgf_find_wraps(${folder} "${c_files}")
	endif()
	if(why)
		cgf_skip_set(${set} "${why}")
		return()
	endif()
	foreach(directory ${local})
		file(GLOB files CONFIGURE_DEPENDS ${directory}/*.go ${directory}/*.[ch])
		list(APPEND sources ${files})
	endforeach()
	get_filename_component(variant ${modfile} NAME)
	string(REGEX REPLACE "[.]mod$" "" variant ${variant})
	cgf_add_set(${set} VARIANT ${variant} DIRECTORY ${folder} PACKAGE . COVERED ${modules} CC ${cc} TAGS ${tags}
		ARGUMENTS -modfile=${modfile} LINK_FLAGS ${wraps} LIBRARIES ${libraries} SOURCES ${sources})
endfunction()

function(cgf_add_bindings sources)
	file(GLOB modfiles CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/targets/bindings/*/*.mod)
	list(FILTER modfiles EXCLUDE REGEX "/go[.]mod$")
	foreach(modfile ${modfiles})
		get_filename_component(folder ${modfile} DIRECTORY)
		get_filename_component(name ${folder} NAME)
		string(REGEX REPLACE "^.*/(.*)[.]mod$" "${name}-\\1" set ${modfile})
		if(NOT set MATCHES "^[a-zA-Z0-9_.+-]+$")
			message(SEND_ERROR " ${modfile}: names of a binding's folder and .mod files are letters, digits, and _.+-")
			continue()
		endif()
		file(GLOB own CONFIGURE_DEPENDS ${folder}/*.go ${folder}/*.[ch] ${folder}/*.sum)
		set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${own} ${modfile})
		cgf_add_binding(${set} ${folder} ${modfile} "${sources};${own};${modfile}")
		if(NOT TARGET binding-${name})
			add_custom_target(binding-${name})
		endif()
		add_dependencies(binding-${name} programs-${set})
	endforeach()
endfunction()
