# Reads the #include lines of lib/ and app/ and fails on those that the table of rooms does not allow.
#   cmake -D ROOT=FOLDER -P layers.cmake
cmake_minimum_required(VERSION 3.25)

# lib/CMakeLists.txt is the table: `vitac_room(NAME USES ROOM... LIBRARIES ...)`. The application is no room of lib.
set(may_include_app base build check codec engine exchange style)

# Third-party headers: a pattern, and the only files that may include what it matches.
set(libraries
    "yaml-cpp/|nlohmann/" "lib/codec/"
    "md4c" "lib/render/"
    "uv\\.h|uv/|utf8proc|xxhash" "lib/base/"
    "zlib" "lib/engine/"
    "CLI/" "app/cli\\.cpp"
    "catch2/" "only in tests"
    "fmt/|tl/|sys/" "lib/|app/")

file(READ ${ROOT}/lib/CMakeLists.txt lists)
string(REGEX MATCHALL "vitac_room\\([^)]*\\)" calls "${lists}")
foreach(call IN LISTS calls)
  string(REGEX REPLACE "vitac_room\\(|LIBRARIES.*|\\)" "" call "${call}")
  string(REGEX MATCHALL "[^ \t\n]+" words "${call}")
  list(POP_FRONT words room)
  list(REMOVE_ITEM words USES)
  list(APPEND rooms ${room})
  set(may_include_${room} ${words})
endforeach()
if(NOT rooms)
  message(FATAL_ERROR "lib/CMakeLists.txt names no room")
endif()

set(offences 0)

# Says what is wrong with a line of a file. The number is looked up here alone: good lines are many.
macro(offence words)
  file(READ ${ROOT}/${file} text)
  string(FIND "\n${text}" "\n${line}" at)
  string(SUBSTRING "\n${text}" 0 ${at} before)
  string(REGEX MATCHALL "\n" breaks "${before}\n")
  list(LENGTH breaks number)
  message(NOTICE "${file}:${number}: ${words}")
  math(EXPR offences "${offences} + 1")
endmacro()

function(check_ours)
  list(JOIN may_include_${room} ", " allowed)
  if(NOT allowed)
    set(allowed "nothing of ours")
  endif()
  if(included STREQUAL "vitac.hpp")
    if(NOT room STREQUAL "app")
      offence("${room} may not include \"vitac.hpp\", which is the application's and the outside's")
    endif()
  elseif(included MATCHES "\\.\\./")
    offence("write \"${included}\" as \"room/file.hpp\"")
  elseif(included MATCHES "^([^/]+)/")
    set(other ${CMAKE_MATCH_1})
    if(room STREQUAL "app" AND EXISTS ${ROOT}/app/${included})
      # a folder of the application's own
    elseif(NOT other IN_LIST rooms)
      offence("\"${included}\": ${other} is no room of lib/CMakeLists.txt")
    elseif(NOT other STREQUAL room AND NOT other IN_LIST may_include_${room})
      offence("${room} may not include \"${included}\"; it may include: ${allowed}")
    endif()
  else()
    get_filename_component(folder ${ROOT}/${file} DIRECTORY)
    if(NOT EXISTS ${folder}/${included})
      check_library()
    endif()
  endif()
  set(offences ${offences} PARENT_SCOPE)
endfunction()

function(check_library)
  set(patterns ${libraries})
  while(patterns)
    list(POP_FRONT patterns pattern files)
    if(included MATCHES "^(${pattern})")
      if(NOT file MATCHES "^(${files})")
        string(REPLACE "\\" "" files "${files}")
        offence("<${included}> belongs to: ${files}")
      endif()
      set(offences ${offences} PARENT_SCOPE)
      return()
    endif()
  endwhile()
  string(REGEX MATCH "^[^/]+" first "${included}")
  if(first IN_LIST rooms)
    offence("write <${included}> with quotes")
  elseif(included MATCHES "/")
    offence("<${included}> is a library that test/layers/layers.cmake gives to no room")
  endif()
  set(offences ${offences} PARENT_SCOPE)
endfunction()

file(GLOB_RECURSE files RELATIVE ${ROOT} ${ROOT}/lib/*.[ch]pp ${ROOT}/lib/*.h ${ROOT}/app/*.[ch]pp
     ${ROOT}/app/*.h)
list(SORT files)
foreach(file IN LISTS files)
  if(file MATCHES "^app/")
    set(room app)
  elseif(file MATCHES "^lib/([^/]+)/")
    set(room ${CMAKE_MATCH_1})
  else()
    set(room vitac.hpp)  # the library's face
    set(may_include_vitac.hpp build)
  endif()
  file(STRINGS ${ROOT}/${file} lines REGEX "^[ \t]*#[ \t]*include" ENCODING UTF-8)
  foreach(line IN LISTS lines)
    if(line MATCHES "include[ \t]*\"([^\"]+)\"")
      set(included "${CMAKE_MATCH_1}")
      check_ours()
    elseif(line MATCHES "include[ \t]*<([^>]+)>")
      set(included "${CMAKE_MATCH_1}")
      check_library()
    endif()
  endforeach()
endforeach()

list(LENGTH files count)
if(offences)
  message(FATAL_ERROR "${offences} includes go against the table of rooms (lib/CMakeLists.txt, ARCHITECTURE.md)")
endif()
message(STATUS "${count} files keep to the table of rooms")
