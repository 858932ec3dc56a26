# builds.cmake: reads fuzz/verdict/builds.def, which says what the fields are. Sets CGF_BUILDS; CGF_BUILDS_EVERY, those
# that each set of programs has; and for each build CGF_<FIELD>_<build>.

set(file ${PROJECT_SOURCE_DIR}/fuzz/verdict/builds.def)
set(names NAME OF SANITIZER GO GC EXPERIMENT GODEBUG CLASSES CANARY)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
file(STRINGS ${file} lines REGEX "^CGF_BUILD\\(")
set(CGF_BUILDS "")
set(CGF_BUILDS_EVERY "")
foreach(line ${lines})
	string(REGEX MATCHALL "\"[^\"]*\"" fields "${line}")
	list(GET fields 0 build)
	string(REPLACE "\"" "" build ${build})
	foreach(name field IN ZIP_LISTS names fields)
		string(REPLACE "\"" "" CGF_${name}_${build} ${field})
	endforeach()
	list(APPEND CGF_BUILDS ${build})
	# Another name for the programs of a build costs nothing.
	if(CGF_CLASSES_${build} STREQUAL every OR CGF_OF_${build})
		list(APPEND CGF_BUILDS_EVERY ${build})
	endif()
endforeach()
