# programs.cmake: the programs of a set: build/programs/SET/{replay,libfuzzer,afl}-{asan,tsan,plain}, mutator.so and
# classes. Go's own cache knows what is stale; a change here only decides whether Go is asked at all.

# Go builds use all cores by themselves.
set_property(GLOBAL PROPERTY JOB_POOLS go=2)

# cgf_go_build(OUTPUT FILE BUILD asan|tsan|plain MODE exe|c-archive CFLAGS FLAG... ARGUMENTS ARG...
#              DIRECTORY DIR PACKAGE PATH SOURCES FILE...)
function(cgf_go_build)
	cmake_parse_arguments(ARG "" "OUTPUT;BUILD;MODE;DIRECTORY;PACKAGE" "CFLAGS;ARGUMENTS;SOURCES" ${ARGN})
	set(cflags ${CGF_CGO_FLAGS} ${ARG_CFLAGS})
	set(ldflags "")
	# checklinkname: fuzz/runner/clock.go reaches a variable of the runtime.
	set(arguments -buildvcs=false -buildmode=${ARG_MODE}
		"-ldflags=-checklinkname=0 -X=cgofault/fuzz/runner.Build=${ARG_BUILD}")
	if(ARG_BUILD STREQUAL asan)
		list(APPEND arguments -asan) # adds the C compiler's flags too
	elseif(ARG_BUILD STREQUAL tsan)
		list(APPEND cflags -fsanitize=thread) # Go's -race would bring a second run time of ThreadSanitizer
		list(APPEND ldflags -fsanitize=thread)
	endif()
	# Go splits it at spaces again, and the folder's name may hold some.
	list(TRANSFORM cflags REPLACE "^.* .*$" "\"\\0\"")
	list(JOIN cflags " " cflags)
	list(JOIN ldflags " " ldflags)
	get_filename_component(name ${ARG_OUTPUT} NAME)
	add_custom_command(OUTPUT ${ARG_OUTPUT}
		COMMAND ${CMAKE_COMMAND} -E env CC=${CGF_CC} CGO_ENABLED=1 GOTOOLCHAIN=local CGO_CFLAGS=${cflags}
			CGO_LDFLAGS=${ldflags} ${CGF_GO} build ${arguments} ${ARG_ARGUMENTS} -o ${ARG_OUTPUT} ${ARG_PACKAGE}
		COMMAND ${CMAKE_COMMAND} -E touch ${ARG_OUTPUT} # Go leaves it as it is when nothing changed
		DEPENDS ${ARG_SOURCES}
		WORKING_DIRECTORY ${ARG_DIRECTORY}
		COMMENT "go build: ${name} in ${ARG_DIRECTORY}"
		JOB_POOL go
		VERBATIM)
endfunction()

# cgf_link(OUTPUT FILE ENGINE libfuzzer|afl ARCHIVE FILE FLAGS FLAG... LIBRARIES FILE...)
function(cgf_link)
	cmake_parse_arguments(ARG "" "OUTPUT;ENGINE;ARCHIVE" "FLAGS;LIBRARIES" ${ARGN})
	set(objects $<TARGET_OBJECTS:cgf_engine_${ARG_ENGINE}>)
	add_custom_command(OUTPUT ${ARG_OUTPUT}
		COMMAND ${CGF_CLANG} ${CGF_LINK_FLAGS} ${ARG_FLAGS} ${objects} ${ARG_ARCHIVE} $<TARGET_FILE:cgf_verdict>
			${ARG_LIBRARIES} -o ${ARG_OUTPUT}
		DEPENDS cgf_engine_${ARG_ENGINE} ${objects} ${ARG_ARCHIVE} cgf_verdict
		COMMENT "linking ${ARG_OUTPUT}"
		COMMAND_EXPAND_LISTS VERBATIM)
endfunction()

# The drivers of both engines for one build of a set; appends to `outputs`.
function(cgf_add_drivers directory build archive flags libraries)
	set(sanitizer ${CGF_SANITIZER_${build}})
	set(fuzzer fuzzer)
	if(sanitizer)
		set(fuzzer fuzzer,${sanitizer})
		set(sanitizer -fsanitize=${sanitizer})
	endif()
	cgf_link(OUTPUT ${directory}/libfuzzer-${build} ENGINE libfuzzer ARCHIVE ${archive}
		FLAGS -fsanitize=${fuzzer} ${flags} LIBRARIES ${libraries})
	list(APPEND outputs ${directory}/libfuzzer-${build})
	if(CGF_AFL_RUNTIME)
		cgf_link(OUTPUT ${directory}/afl-${build} ENGINE afl ARCHIVE ${archive}
			FLAGS ${sanitizer} ${flags} LIBRARIES ${CGF_AFL_RUNTIME} ${libraries})
		list(APPEND outputs ${directory}/afl-${build})
	endif()
	set(outputs ${outputs} PARENT_SCOPE)
endfunction()

# cgf_add_set(NAME DIRECTORY DIR PACKAGE PATH COVERED GO_PACKAGE... SOURCES FILE... [ARGUMENTS ARG...]
#             [LINK_FLAGS FLAG...] [LIBRARIES LIB...])
# COVERED: the Go packages whose coverage guides the engines. Others would add noise that differs from run to run.
function(cgf_add_set set)
	cmake_parse_arguments(ARG "" "DIRECTORY;PACKAGE" "COVERED;SOURCES;ARGUMENTS;LINK_FLAGS;LIBRARIES" ${ARGN})
	set(directory ${CMAKE_BINARY_DIR}/programs/${set})
	file(MAKE_DIRECTORY ${directory})
	set(common DIRECTORY ${ARG_DIRECTORY} PACKAGE ${ARG_PACKAGE} SOURCES ${ARG_SOURCES})
	set(covered -tags=libfuzzer)
	foreach(package ${ARG_COVERED})
		list(APPEND covered -gcflags=${package}/...=-d=libfuzzer)
	endforeach()
	set(outputs "")
	foreach(build ${CGF_BUILDS})
		if(NOT CGF_HAS_${build})
			continue()
		endif()
		cgf_go_build(OUTPUT ${directory}/replay-${build} BUILD ${build} MODE exe ARGUMENTS ${ARG_ARGUMENTS} ${common})
		list(APPEND outputs ${directory}/replay-${build})
		if(CGF_CLANG)
			cgf_go_build(OUTPUT ${directory}/archive-${build}.a BUILD ${build} MODE c-archive
				CFLAGS ${CGF_COVERAGE_FLAGS} ARGUMENTS ${covered} ${ARG_ARGUMENTS} ${common})
			cgf_add_drivers(${directory} ${build} ${directory}/archive-${build}.a "${ARG_LINK_FLAGS}" "${ARG_LIBRARIES}")
		endif()
	endforeach()
	add_custom_command(OUTPUT ${directory}/classes
		COMMAND ${directory}/replay-plain --classes > ${directory}/classes
		DEPENDS ${directory}/replay-plain VERBATIM)
	add_custom_target(programs-${set} ALL DEPENDS ${outputs} ${directory}/classes)
	if(CGF_CLANG AND CGF_AFL_RUNTIME)
		add_library(mutator-${set} MODULE ${PROJECT_SOURCE_DIR}/fuzz/engines/afl_mutator.c)
		target_link_libraries(mutator-${set} PRIVATE cgf_mutator)
		set_target_properties(mutator-${set} PROPERTIES PREFIX "" OUTPUT_NAME mutator
			LIBRARY_OUTPUT_DIRECTORY ${directory})
	endif()
endfunction()

# The module paths that a .mod file requires by itself, without cgofault.
function(cgf_required_modules file out)
	file(STRINGS ${file} lines REGEX "^(require )?[ \t]*[^ \t]+[.][^ \t]+/[^ \t]+ v")
	set(modules "")
	foreach(line ${lines})
		if(NOT line MATCHES "// indirect" AND line MATCHES "([^ \t]+) v")
			list(APPEND modules ${CMAKE_MATCH_1})
		endif()
	endforeach()
	set(${out} "${modules}" PARENT_SCOPE)
endfunction()

# One version of a package in targets/bindings/NAME: the set NAME-STEM for STEM.mod. A c-archive carries neither the
# library nor the --wrap options that its #cgo lines ask for.
function(cgf_add_binding folder modfile sources)
	get_filename_component(name ${folder} NAME)
	get_filename_component(stem ${modfile} NAME)
	string(REGEX REPLACE "[.]mod$" "" stem ${stem})
	execute_process(COMMAND ${CMAKE_COMMAND} -E env GOTOOLCHAIN=local ${CGF_GO} list -modfile=${modfile} -deps .
		WORKING_DIRECTORY ${folder} RESULT_VARIABLE result OUTPUT_QUIET ERROR_VARIABLE why)
	if(NOT result EQUAL 0)
		string(REGEX REPLACE "\n.*" "" why "${why}")
		cgf_skip("${name}-${stem}" "${why}")
		return()
	endif()
	file(GLOB go_files CONFIGURE_DEPENDS ${folder}/*.go)
	set(wraps "")
	foreach(file ${go_files})
		file(STRINGS ${file} lines REGEX "^// #cgo LDFLAGS:")
		string(REGEX MATCHALL "-Wl,--wrap=[a-zA-Z0-9_]+" found "${lines}")
		list(APPEND wraps ${found})
	endforeach()
	cgf_required_modules(${modfile} modules)
	set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${go_files} ${modfile})
	cgf_add_set(${name}-${stem} DIRECTORY ${folder} PACKAGE . COVERED ${modules} ARGUMENTS -modfile=${modfile}
		LINK_FLAGS ${wraps} LIBRARIES ${CGF_PKG_${name}_LDFLAGS} SOURCES ${sources})
endfunction()

# A binding's folder is named like the pkg-config package of the C library that it needs.
function(cgf_add_bindings sources)
	file(GLOB modfiles CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/targets/bindings/*/*.mod)
	list(FILTER modfiles EXCLUDE REGEX "/go[.]mod$")
	foreach(modfile ${modfiles})
		get_filename_component(folder ${modfile} DIRECTORY)
		get_filename_component(name ${folder} NAME)
		if(PKG_CONFIG_FOUND)
			pkg_check_modules(CGF_PKG_${name} QUIET ${name})
		endif()
		if(NOT CGF_PKG_${name}_FOUND)
			if(NOT name IN_LIST skipped)
				cgf_skip("the binding ${name}" "pkg-config does not know ${name} (lib${name}-dev)")
				list(APPEND skipped ${name})
			endif()
			continue()
		endif()
		file(GLOB own CONFIGURE_DEPENDS ${folder}/*.go ${folder}/*.[ch])
		string(REGEX REPLACE "[.]mod$" ".sum" sums ${modfile})
		cgf_add_binding(${folder} ${modfile} "${sources};${own};${modfile};${sums}")
	endforeach()
endfunction()
