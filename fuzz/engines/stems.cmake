# stems.cmake: a class is one name in several places; its test is the replay of its corpus. One that is missing is an
# error here, since nothing else would notice it: a target without a corpus is never replayed.

# The class of a binding is what its program calls it, whatever its folder's name.
set(CGF_BINDING_CLASSES "")
file(GLOB files CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/targets/bindings/*/*.go)
foreach(file ${files})
	file(READ ${file} text)
	if(text MATCHES "registry[.]Class{[ \t\n]*Name:[ \t]*\"([^\"]+)\"")
		list(APPEND CGF_BINDING_CLASSES ${CMAKE_MATCH_1})
	endif()
endforeach()

set(CGF_STEM_PARTS shims/@.h shims/@.c targets/@.go corpus/@)
set(CGF_NO_STEMS targets) # targets/targets.go holds no class

# The stems that one part has files for: "shims/@.c" gives those of shims/*.c.
function(cgf_stems_of part out)
	string(REPLACE "@" "*" pattern ${part})
	string(REGEX REPLACE "[.]" "[.]" expression ${part})
	string(REPLACE "@" "([a-z0-9_]+)" expression ${expression})
	file(GLOB paths RELATIVE ${PROJECT_SOURCE_DIR} CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/${pattern})
	set(stems "")
	foreach(path ${paths})
		if(path MATCHES "^${expression}$")
			set(stem ${CMAKE_MATCH_1})
			if(NOT stem MATCHES "_test$" AND NOT stem IN_LIST CGF_BINDING_CLASSES
					AND NOT EXISTS ${PROJECT_SOURCE_DIR}/targets/build/${stem})
				list(APPEND stems ${stem})
			endif()
		endif()
	endforeach()
	list(REMOVE_ITEM stems ${CGF_NO_STEMS})
	set(${out} "${stems}" PARENT_SCOPE)
endfunction()

set(stems "")
foreach(part ${CGF_STEM_PARTS})
	cgf_stems_of(${part} found)
	list(APPEND stems ${found})
endforeach()
list(REMOVE_DUPLICATES stems)
foreach(stem ${stems})
	foreach(part ${CGF_STEM_PARTS})
		string(REPLACE "@" ${stem} path ${part})
		string(REGEX REPLACE "/@.*" "" folder ${part})
		if(EXISTS ${PROJECT_SOURCE_DIR}/${folder} AND NOT EXISTS ${PROJECT_SOURCE_DIR}/${path})
			# CMake breaks lines that do not begin with a space.
			message(SEND_ERROR " the class ${stem} has no ${path}: add it, or remove the class's other files")
		endif()
	endforeach()
endforeach()
