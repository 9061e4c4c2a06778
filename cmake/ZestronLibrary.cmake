# zestron_library: a folder becomes a library; its *_test.cpp become one test binary, its *_fuzz.cpp one fuzzer each.
#
#   zestron_library(NAME zestron_chain           target name; the alias zestron::chain exists too
#                   DEPS zestron::base …         public dependencies
#                   PRIVATE_DEPS …               what only the sources need
#                   TEST_DEPS …                  what only the tests need
#                   RECURSE)                     take sub-folders as part of this library
#
# Warnings are errors. Floating point never contracts, so that decisions have equal bits on every machine.

find_package(Threads REQUIRED)
find_program(ZESTRON_CCACHE ccache)
find_program(ZESTRON_MOLD mold)
if(ZESTRON_CCACHE)
  set(CMAKE_C_COMPILER_LAUNCHER ${ZESTRON_CCACHE})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${ZESTRON_CCACHE})
endif()
if(ZESTRON_MOLD)
  add_link_options(-fuse-ld=mold)
endif()

add_library(zestron_options INTERFACE)
target_include_directories(zestron_options INTERFACE ${CMAKE_SOURCE_DIR}/src)
target_compile_options(zestron_options INTERFACE
  -Wall -Wextra -Wconversion -Wshadow -Wnon-virtual-dtor -Wimplicit-fallthrough -Werror
  -ffp-contract=off -fno-omit-frame-pointer)
target_link_libraries(zestron_options INTERFACE Threads::Threads)
if(ZESTRON_SANITIZE)
  add_compile_options(-fsanitize=${ZESTRON_SANITIZE} -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${ZESTRON_SANITIZE})
endif()
if(ZESTRON_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()

# Templates of the HTTP and command-line libraries cost a minute at -O2 and wait for people or the network at run time.
function(zestron_seldom_hot target)
  target_compile_options(${target} PRIVATE $<$<CONFIG:Release>:-O1>)
  zestron_costly_to_sanitize(${target})
endfunction()

# A file of Boost.Beast takes 155 CPU seconds under ASan and UBSan at -O1, and 50 at -O0.
function(zestron_costly_to_sanitize target)
  if(ZESTRON_SANITIZE)
    target_compile_options(${target} PRIVATE -O0)
  endif()
endfunction()

function(zestron_library)
  cmake_parse_arguments(ARG "RECURSE" "NAME" "DEPS;PRIVATE_DEPS;TEST_DEPS" ${ARGN})
  if(ARG_RECURSE)
    file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
    # Sub-folders with a CMakeLists.txt of their own are libraries of their own.
    file(GLOB_RECURSE nested ${CMAKE_CURRENT_SOURCE_DIR}/*/CMakeLists.txt)
    foreach(list IN LISTS nested)
      get_filename_component(folder ${list} DIRECTORY)
      list(FILTER sources EXCLUDE REGEX "^${folder}/")
    endforeach()
  else()
    file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
  endif()
  set(tests ${sources})
  set(fuzzers ${sources})
  list(FILTER tests INCLUDE REGEX "_test\\.cpp$")
  list(FILTER fuzzers INCLUDE REGEX "_fuzz\\.cpp$")
  list(FILTER sources EXCLUDE REGEX "_(test|fuzz|bench|main)\\.cpp$")

  if(sources)
    add_library(${ARG_NAME} STATIC ${sources})
    target_link_libraries(${ARG_NAME} PUBLIC ${ARG_DEPS} PRIVATE zestron_options ${ARG_PRIVATE_DEPS})
    target_include_directories(${ARG_NAME} PUBLIC ${CMAKE_SOURCE_DIR}/src)
  else()
    add_library(${ARG_NAME} INTERFACE)
    target_link_libraries(${ARG_NAME} INTERFACE ${ARG_DEPS})
    target_include_directories(${ARG_NAME} INTERFACE ${CMAKE_SOURCE_DIR}/src)
  endif()
  string(REGEX REPLACE "^zestron_" "" short ${ARG_NAME})
  add_library(zestron::${short} ALIAS ${ARG_NAME})

  if(tests AND ZESTRON_TESTS)
    find_package(GTest REQUIRED)
    add_executable(${ARG_NAME}_test ${tests})
    target_link_libraries(${ARG_NAME}_test PRIVATE
      zestron_options ${ARG_NAME} ${ARG_PRIVATE_DEPS} ${ARG_TEST_DEPS} GTest::gtest_main rapidcheck)
    add_test(NAME ${short} COMMAND ${ARG_NAME}_test)
  endif()
  if(ZESTRON_FUZZ)
    foreach(file IN LISTS fuzzers)
      get_filename_component(fuzzer ${file} NAME_WE)
      add_executable(${fuzzer} ${file})
      target_link_libraries(${fuzzer} PRIVATE zestron_options ${ARG_NAME} ${ARG_PRIVATE_DEPS})
      target_link_options(${fuzzer} PRIVATE -fsanitize=fuzzer)
      set_property(GLOBAL APPEND PROPERTY ZESTRON_FUZZERS ${fuzzer})
    endforeach()
  endif()
endfunction()
