# cmake -DCOMPILER=… -DSOURCE=… -DINCLUDE=… -P check.cmake
#
# The file must compile with -DGOOD, so that it fails for one reason only; without, it must fail, with the text of its
# first line ("// expect: …") and within 16 lines, so that the message can be read.
set(flags -std=c++20 -fsyntax-only -ferror-limit=1 -ftemplate-backtrace-limit=1 -fno-caret-diagnostics -I${INCLUDE})

execute_process(COMMAND ${COMPILER} ${flags} -DGOOD ${SOURCE} RESULT_VARIABLE good ERROR_VARIABLE message)
if(NOT good EQUAL 0)
  message(FATAL_ERROR "the good twin does not compile:\n${message}")
endif()

execute_process(COMMAND ${COMPILER} ${flags} ${SOURCE} RESULT_VARIABLE bad ERROR_VARIABLE message)
if(bad EQUAL 0)
  message(FATAL_ERROR "it compiles, and must not")
endif()
# Read as text, because file(STRINGS) gives a list, in which a ";" is escaped.
file(READ ${SOURCE} expected)
string(REGEX REPLACE "\n.*" "" expected "${expected}")
string(REPLACE "// expect: " "" expected "${expected}")
string(FIND "${message}" "${expected}" found)
if(found EQUAL -1)
  message(FATAL_ERROR "the message lacks \"${expected}\":\n${message}")
endif()
string(REGEX MATCHALL "\n" ends "${message}")
list(LENGTH ends lines)
if(lines GREATER 16)
  message(FATAL_ERROR "the message has ${lines} lines:\n${message}")
endif()
