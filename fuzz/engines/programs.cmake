# programs.cmake: the programs of a set: build/programs/SET/{replay,libfuzzer,afl}-BUILD, mutator.so and classes; by the targets programs-SET and programs-SET-BUILD. Go's own cache knows what is stale; a change here only
# decides whether Go is asked at all.
#
# The replay program and the engines' archive are compiled once: both with coverage, and the one as a position-independent
# executable, since Go compiles archives so. A C library that a Go package carries along costs minutes.

# Go builds use all cores by themselves.
set_property(GLOBAL PROPERTY JOB_POOLS go=2)

# cgf_go_build(OUTPUT FILE BUILD NAME MODE exe|pie|c-archive CC COMPILER CFLAGS FLAG... ARGUMENTS ARG...
#              EXTERNAL LINKER_FLAG... LINKER PROGRAM VARIANT NAME DIRECTORY DIR PACKAGE PATH SOURCES FILE...)
function(cgf_go_build)
	cmake_parse_arguments(ARG "" "OUTPUT;BUILD;MODE;CC;LINKER;VARIANT;DIRECTORY;PACKAGE" "CFLAGS;ARGUMENTS;EXTERNAL;SOURCES" ${ARGN})
	if(NOT ARG_CC)
		set(ARG_CC ${CGF_CC})
	endif()
	set(cflags ${CGF_CGO_FLAGS} ${ARG_CFLAGS})
	set(ldflags "")
	# checklinkname: fuzz/runner/clock.go reaches a variable of the runtime.
	set(linker "-checklinkname=0 -X=cgofault/fuzz/runner.Build=${ARG_BUILD}")
	if(ARG_VARIANT)
		string(APPEND linker " -X=cgofault/fuzz/runner.Variant=${ARG_VARIANT}")
	endif()
	if(ARG_LINKER)
		string(APPEND linker " -extld=${ARG_LINKER}")
	endif()
	if(ARG_EXTERNAL)
		list(JOIN ARG_EXTERNAL " " external)
		string(APPEND linker " '-extldflags=${external}'")
	endif()
	set(arguments -buildvcs=false -buildmode=${ARG_MODE} "-ldflags=${linker}")
	if(CGF_GO_${ARG_BUILD})
		list(APPEND arguments ${CGF_GO_${ARG_BUILD}}) # adds the C compiler's flags too
	elseif(CGF_SANITIZER_${ARG_BUILD}) # Go's -race would bring a second run time of ThreadSanitizer
		list(APPEND cflags -fsanitize=${CGF_SANITIZER_${ARG_BUILD}})
		list(APPEND ldflags -fsanitize=${CGF_SANITIZER_${ARG_BUILD}})
	endif()
	# Go splits it at spaces again, and the folder's name may hold some.
	list(TRANSFORM cflags REPLACE "^.* .*$" "\"\\0\"")
	if(CGF_SYMBOLIZER AND NOT CGF_SYMBOLIZER MATCHES "['\"]")
		list(APPEND cflags "'-DCGF_SYMBOLIZER=\"${CGF_SYMBOLIZER}\"'")
	endif()
	list(JOIN cflags " " cflags)
	list(JOIN ldflags " " ldflags)
	get_filename_component(name ${ARG_OUTPUT} NAME)
	add_custom_command(OUTPUT ${ARG_OUTPUT}
		COMMAND ${CMAKE_COMMAND} -E env CC=${ARG_CC} CGO_ENABLED=1 GOTOOLCHAIN=local
			GOEXPERIMENT=${CGF_EXPERIMENT_${ARG_BUILD}} CGO_CFLAGS=${cflags} CGO_LDFLAGS=${ldflags} ${CGF_GO} build
			${arguments} ${ARG_ARGUMENTS} -o ${ARG_OUTPUT} ${ARG_PACKAGE}
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

# The file `classes` says what is in the set; it is made anew by whichever build's replay program was made.
function(cgf_add_classes directory build)
	set(file ${directory}/classes-${build})
	add_custom_command(OUTPUT ${file}
		COMMAND ${directory}/replay-${build} --classes > ${file}
		COMMAND ${CMAKE_COMMAND} -E copy ${file} ${file}.new
		COMMAND ${CMAKE_COMMAND} -E rename ${file}.new ${directory}/classes
		DEPENDS ${directory}/replay-${build} VERBATIM)
endfunction()

# The programs of one build of a set. Appends to `outputs`; ARG_ as in cgf_add_set.
function(cgf_add_build set directory build)
	set(common BUILD ${build} CC ${ARG_CC} VARIANT "${ARG_VARIANT}" DIRECTORY ${ARG_DIRECTORY} PACKAGE ${ARG_PACKAGE})
	set(tags ${ARG_TAGS})
	set(coverage "")
	set(linker "")
	set(mode exe)
	set(debug ${CGF_GC_${build}})
	if(CGF_CLANG)
		list(APPEND tags libfuzzer)
		list(APPEND debug libfuzzer)
		set(mode pie)
		if(ARG_CC STREQUAL CGF_CLANG)
			set(coverage ${CGF_COVERAGE_FLAGS})
		else()
			set(linker ${CGF_CLANG}) # one run time of the sanitizer for all programs
		endif()
	endif()
	list(JOIN debug "," debug)
	foreach(package ${ARG_COVERED})
		if(debug)
			list(APPEND ARG_ARGUMENTS -gcflags=${package}/...=-d=${debug})
		endif()
	endforeach()
	if(tags)
		list(JOIN tags "," tags)
		list(APPEND ARG_ARGUMENTS -tags=${tags})
	endif()
	# One after the other: what Go compiles for the archive it finds in its cache for the replay program. Not the other
	# way round: of an archive Go wants the headers of all its packages too, and makes them by compiling.
	set(after ${ARG_SOURCES})
	if(CGF_CLANG)
		cgf_go_build(OUTPUT ${directory}/archive-${build}.a MODE c-archive CFLAGS ${coverage}
			ARGUMENTS ${ARG_ARGUMENTS} SOURCES ${ARG_SOURCES} ${common})
		set(after ${directory}/archive-${build}.a)
		cgf_add_drivers(${directory} ${build} ${directory}/archive-${build}.a "${ARG_LINK_FLAGS}" "${ARG_LIBRARIES}")
	endif()
	cgf_go_build(OUTPUT ${directory}/replay-${build} MODE ${mode} CFLAGS ${coverage} ARGUMENTS ${ARG_ARGUMENTS}
		EXTERNAL ${ARG_LINK_FLAGS} LINKER "${linker}" SOURCES ${after} ${common})
	list(APPEND outputs ${directory}/replay-${build})
	cgf_add_classes(${directory} ${build})
	list(APPEND outputs ${directory}/classes-${build})
	set(outputs ${outputs} PARENT_SCOPE)
endfunction()

# A build that runs the programs of another one, by links. Appends to `outputs`.
function(cgf_link_build directory build of)
	set(kinds replay)
	if(CGF_CLANG)
		list(APPEND kinds libfuzzer)
		if(CGF_AFL_RUNTIME)
			list(APPEND kinds afl)
		endif()
	endif()
	foreach(kind ${kinds})
		add_custom_command(OUTPUT ${directory}/${kind}-${build}
			COMMAND ${CMAKE_COMMAND} -E create_symlink ${kind}-${of} ${directory}/${kind}-${build}
			DEPENDS ${directory}/${kind}-${of} VERBATIM)
		list(APPEND outputs ${directory}/${kind}-${build})
	endforeach()
	set(outputs ${outputs} PARENT_SCOPE)
endfunction()

# cgf_add_set(NAME DIRECTORY DIR PACKAGE PATH COVERED GO_PACKAGE... SOURCES FILE... [CC COMPILER] [TAGS TAG...] [VARIANT NAME]
#             [ARGUMENTS ARG...] [LINK_FLAGS FLAG...] [LIBRARIES LIB...] [BUILDS NAME...])
# COVERED: the Go packages whose coverage guides the engines. Others would add noise that differs from run to run.
# CC: another compiler than all else is built with; its code has no coverage.
# BUILDS: CGF_BUILDS_EVERY unless given.
function(cgf_add_set set)
	cmake_parse_arguments(ARG "" "DIRECTORY;PACKAGE;CC;VARIANT" "COVERED;SOURCES;TAGS;ARGUMENTS;LINK_FLAGS;LIBRARIES;BUILDS" ${ARGN})
	set(directory ${CMAKE_BINARY_DIR}/programs/${set})
	file(MAKE_DIRECTORY ${directory})
	if(NOT ARG_CC)
		set(ARG_CC ${CGF_CC})
	endif()
	if(NOT ARG_BUILDS)
		set(ARG_BUILDS ${CGF_BUILDS_EVERY})
	endif()
	add_custom_target(programs-${set} ALL)
	if(CGF_CLANG AND CGF_AFL_RUNTIME)
		add_library(mutator-${set} MODULE ${PROJECT_SOURCE_DIR}/fuzz/engines/afl_mutator.c)
		target_link_libraries(mutator-${set} PRIVATE cgf_mutator)
		set_target_properties(mutator-${set} PROPERTIES PREFIX "" OUTPUT_NAME mutator
			LIBRARY_OUTPUT_DIRECTORY ${directory})
	endif()
	foreach(build ${ARG_BUILDS})
		if(NOT CGF_HAS_${build})
			continue()
		endif()
		set(outputs "")
		set(of ${CGF_OF_${build}})
		if(of)
			cgf_link_build(${directory} ${build} ${of})
		else()
			cgf_add_build(${set} ${directory} ${build})
		endif()
		add_custom_target(programs-${set}-${build} DEPENDS ${outputs})
		add_dependencies(programs-${set} programs-${set}-${build})
		if(of)
			add_dependencies(programs-${set}-${build} programs-${set}-${of})
		endif()
		foreach(needed mutator-${set} cgofault)
			if(TARGET ${needed})
				add_dependencies(programs-${set}-${build} ${needed})
			endif()
		endforeach()
	endforeach()
endfunction()
