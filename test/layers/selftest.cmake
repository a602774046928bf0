# Runs layers.cmake over bad/, a small tree full of offences: exactly those in expected.txt must be reported.
cmake_minimum_required(VERSION 3.25)

set(here ${CMAKE_CURRENT_LIST_DIR})
execute_process(COMMAND ${CMAKE_COMMAND} -D ROOT=${here}/bad -P ${here}/layers.cmake
                RESULT_VARIABLE result ERROR_VARIABLE reported OUTPUT_QUIET)
if(result EQUAL 0)
  message(FATAL_ERROR "layers.cmake found nothing wrong in bad/")
endif()
string(REGEX REPLACE "CMake Error.*" "" reported "${reported}")
file(READ ${here}/expected.txt expected)
if(NOT reported STREQUAL expected)
  message(FATAL_ERROR "layers.cmake reported\n${reported}\nand not\n${expected}")
endif()
