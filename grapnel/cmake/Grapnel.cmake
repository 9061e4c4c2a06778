# grapnel_program: sources of a Solana program become <build>/programs/NAME.so, <build>/idl/NAME.json and libraries for
# the host.
#
#   grapnel_program(counter
#     MODULE         counter::CounterProgram   the Module
#     MODULE_HEADER  instructions.hpp          the header that declares it
#     SOURCES        src/a.cpp src/b.cpp …     one file per instruction costs nothing: the program is optimised as a whole
#     INCLUDE_DIRS   interface src             the first is the interface: what hosts include
#     USES           vault)                    libraries of headers that it includes, and its interface too: other
#                                              programs' NAME_interface among them
#
# Targets: NAME_so and NAME_idl (properties GRAPNEL_FILE, GRAPNEL_OBJECT and GRAPNEL_BITCODE: paths), NAME_idl_printer, NAME_interface
# (headers for hosts), NAME_native (the program as a host library, for tests and fuzzers).
#
#   grapnel_program_test(counter SOURCES tests/counter_test.cpp [DEPS …])    gtest on the native build and on the real
#                                                                            runtime, where it is: counter_native_test
#   grapnel_program_fuzz(counter SOURCE tests/counter_fuzz.cpp)              libFuzzer, only with GRAPNEL_FUZZ
#   grapnel_program_differential(counter [RULES counter::rules RULES_HEADER tests/rules.hpp])
#       takes part in grapnel_differential, which holds native and sBPF execution to the same; RULES is a function that
#       returns grapnel::testing::Rules, where a program needs more than its own accounts
#
# Whoever includes this has set GRAPNEL_NATIVE, GRAPNEL_TESTS and GRAPNEL_FUZZ, and made the targets grapnel (the tool) and
# grapnel_options (the host's warnings): grapnel/CMakeLists.txt in its own repository, grapnel-config.cmake outside.

# CACHE INTERNAL: programs call these functions from folders beside grapnel's, where its variables are not seen.
get_filename_component(root ${CMAKE_CURRENT_LIST_DIR}/.. ABSOLUTE)
set(GRAPNEL_ROOT ${root} CACHE INTERNAL "")
if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  set(GRAPNEL_CLANG ${CMAKE_CXX_COMPILER} CACHE INTERNAL "")
else()
  find_program(GRAPNEL_CLANG clang++-19 REQUIRED)
endif()
find_library(GRAPNEL_RAPIDCHECK rapidcheck)
set(GRAPNEL_ARCH v3 CACHE STRING "sBPF version of programs: v3 or v0")

# Lines for the linker's messages; nothing of them reaches the program. -gsce, because clang 19 crashes on BPF when it
# describes the parameters of called functions that -g1 has no types for.
set(GRAPNEL_BPF_DEBUG -g1 -gdwarf-5 -gsce CACHE INTERNAL "")

# Built by clang as the C++20 it is, for a machine without a library. -mcpu=v2: see tool/pipeline/optimise.cpp.
set(GRAPNEL_BPF_FLAGS
  -target bpf -mcpu=v2 -std=c++20 -O2 ${GRAPNEL_BPF_DEBUG} -fno-exceptions -fno-rtti -ffreestanding -nostdinc++ -fno-jump-tables
  -fno-threadsafe-statics -fno-strict-aliasing -fno-asynchronous-unwind-tables -fno-unwind-tables
  -ftemplate-backtrace-limit=1 -Wall -Wextra -Wshadow -Wconversion -Werror
  -Xclang -disable-llvm-passes -emit-llvm CACHE INTERNAL "")

function(grapnel_program name)
  cmake_parse_arguments(ARG "" "MODULE;MODULE_HEADER" "SOURCES;INCLUDE_DIRS;USES" ${ARGN})
  list(TRANSFORM ARG_INCLUDE_DIRS PREPEND ${CMAKE_CURRENT_SOURCE_DIR}/)
  list(GET ARG_INCLUDE_DIRS 0 interface_dir)
  set(work ${CMAKE_CURRENT_BINARY_DIR}/${name}.bpf)
  set(program ${CMAKE_BINARY_DIR}/programs/${name}.so)
  set(idl ${CMAKE_BINARY_DIR}/idl/${name}.json)
  file(MAKE_DIRECTORY ${work} ${CMAKE_BINARY_DIR}/programs ${CMAKE_BINARY_DIR}/idl)

  set(includes -I${GRAPNEL_ROOT}/include)
  foreach(dir IN LISTS ARG_INCLUDE_DIRS)
    list(APPEND includes -I${dir})
  endforeach()
  foreach(library IN LISTS ARG_USES)
    list(APPEND includes "-I$<JOIN:$<TARGET_PROPERTY:${library},INTERFACE_INCLUDE_DIRECTORIES>,$<SEMICOLON>-I>")
  endforeach()
  set(bitcode)
  foreach(source IN LISTS ARG_SOURCES)
    string(MAKE_C_IDENTIFIER ${source} stem)
    set(output ${work}/${stem}.bc)
    add_custom_command(OUTPUT ${output}
      COMMAND ${CMAKE_CXX_COMPILER_LAUNCHER} ${GRAPNEL_CLANG} ${GRAPNEL_BPF_FLAGS} ${includes}
        -MD -MF ${output}.d -MT ${output} -c ${CMAKE_CURRENT_SOURCE_DIR}/${source} -o ${output}
      DEPENDS ${source} DEPFILE ${output}.d COMMAND_EXPAND_LISTS
      COMMENT "sBPF ${name}: ${source}" VERBATIM)
    list(APPEND bitcode ${output})
  endforeach()
  add_custom_command(OUTPUT ${program} ${program}.map
    COMMAND grapnel link ${bitcode} -o ${program} --arch ${GRAPNEL_ARCH} --work ${work}
    DEPENDS ${bitcode} grapnel COMMENT "sBPF program ${name}.so" VERBATIM)
  add_custom_target(${name}_so ALL DEPENDS ${program})

  add_library(${name}_interface INTERFACE)
  target_include_directories(${name}_interface INTERFACE ${interface_dir})
  target_link_libraries(${name}_interface INTERFACE grapnel::grapnel ${ARG_USES})

  file(CONFIGURE OUTPUT ${work}/idl_printer.cpp @ONLY CONTENT
"#include <@ARG_MODULE_HEADER@>
#include <grapnel/idl/print.hpp>

int main() { return grapnel::idl::print<@ARG_MODULE@>(); }
")
  add_executable(${name}_idl_printer ${work}/idl_printer.cpp)
  target_include_directories(${name}_idl_printer PRIVATE ${ARG_INCLUDE_DIRS})
  target_link_libraries(${name}_idl_printer PRIVATE ${name}_interface nlohmann_json::nlohmann_json)
  # It mentions the handlers, which are not linked in; only optimised does nothing of them remain.
  target_compile_options(${name}_idl_printer PRIVATE -O1)
  add_custom_command(OUTPUT ${idl}
    COMMAND grapnel idl $<TARGET_FILE:${name}_idl_printer> -o ${idl}
    DEPENDS grapnel ${name}_idl_printer COMMENT "IDL ${name}.json" VERBATIM)
  add_custom_target(${name}_idl ALL DEPENDS ${idl})

  set_target_properties(${name}_so PROPERTIES GRAPNEL_FILE ${program} GRAPNEL_OBJECT ${work}/${name}.o GRAPNEL_BITCODE "${bitcode}"
    GRAPNEL_MODULE ${ARG_MODULE} GRAPNEL_MODULE_HEADER ${ARG_MODULE_HEADER})
  set_target_properties(${name}_idl PROPERTIES GRAPNEL_FILE ${idl})

  if(GRAPNEL_NATIVE)
    file(CONFIGURE OUTPUT ${work}/on_chain.cpp @ONLY CONTENT
"#include <@ARG_MODULE_HEADER@>
#include <grapnel/testing/add.hpp>

template void grapnel::testing::Chain::add<@ARG_MODULE@>();
")
    add_library(${name}_native STATIC EXCLUDE_FROM_ALL ${ARG_SOURCES} ${work}/on_chain.cpp)
    set_target_properties(${name}_native PROPERTIES GRAPNEL_ON_CHAIN ${work}/on_chain.cpp)
    target_include_directories(${name}_native PUBLIC ${ARG_INCLUDE_DIRS})
    target_compile_options(${name}_native PRIVATE -fno-strict-aliasing)
    target_link_libraries(${name}_native PUBLIC ${name}_interface grapnel::native PRIVATE grapnel::testing grapnel_options)
  endif()
endfunction()

function(grapnel_program_test name)
  cmake_parse_arguments(ARG "" "" "SOURCES;DEPS" ${ARGN})
  if(NOT GRAPNEL_TESTS OR NOT GRAPNEL_NATIVE)
    return()
  endif()
  find_package(GTest REQUIRED)
  add_executable(${name}_native_test ${ARG_SOURCES})
  target_compile_options(${name}_native_test PRIVATE -fno-strict-aliasing)
  target_link_libraries(${name}_native_test PRIVATE
    ${name}_native grapnel::testing $<TARGET_NAME_IF_EXISTS:grapnel_real_runtime> grapnel_options ${ARG_DEPS} GTest::gtest_main)
  if(GRAPNEL_RAPIDCHECK)
    target_link_libraries(${name}_native_test PRIVATE ${GRAPNEL_RAPIDCHECK})
  endif()
  add_dependencies(${name}_native_test ${name}_so)
  add_test(NAME ${name}_native COMMAND ${name}_native_test)
endfunction()

function(grapnel_program_differential name)
  cmake_parse_arguments(ARG "" "RULES;RULES_HEADER" "" ${ARGN})
  if(NOT ZESTRON_TESTS OR NOT GRAPNEL_NATIVE)  # outside there is no bank
    return()
  endif()
  get_target_property(module ${name}_so GRAPNEL_MODULE)
  get_target_property(header ${name}_so GRAPNEL_MODULE_HEADER)
  set(rules "{}")
  set(rules_include)
  if(ARG_RULES)
    set(rules "${ARG_RULES}()")
    set(rules_include "#include \"${CMAKE_CURRENT_SOURCE_DIR}/${ARG_RULES_HEADER}\"")
  endif()
  set(source ${CMAKE_CURRENT_BINARY_DIR}/${name}_differential.cpp)
  file(CONFIGURE OUTPUT ${source} @ONLY CONTENT
"#include <@header@>
#include <programs.hpp>
@rules_include@

namespace grapnel::differential {
static Report run(const Options& options) { return campaign<@module@>(options, @rules@); }
static const bool kRegistered = add({\"@name@\", run});
}  // namespace grapnel::differential
")
  set_property(GLOBAL APPEND PROPERTY GRAPNEL_DIFFERENTIAL_SOURCES ${source})
  set_property(GLOBAL APPEND PROPERTY GRAPNEL_DIFFERENTIAL_PROGRAMS ${name})
endfunction()

function(grapnel_program_fuzz name)
  cmake_parse_arguments(ARG "" "SOURCE" "" ${ARGN})
  if(NOT GRAPNEL_FUZZ)
    return()
  endif()
  get_filename_component(fuzzer ${ARG_SOURCE} NAME_WE)
  add_executable(${fuzzer} ${ARG_SOURCE})
  target_compile_options(${fuzzer} PRIVATE -fno-strict-aliasing)
  target_link_libraries(${fuzzer} PRIVATE ${name}_native grapnel::testing grapnel_options)
  target_link_options(${fuzzer} PRIVATE -fsanitize=fuzzer)
  set_property(GLOBAL APPEND PROPERTY ZESTRON_FUZZERS ${fuzzer})
endfunction()
