# find_package(grapnel): grapnel_program() and its kin (Grapnel.cmake) for a project outside grapnel's own repository.
# The framework stands around this file, in a checkout or where it was installed; the tool is the one on PATH, or beside.

if(TARGET grapnel)  # a project around this one has found it
  return()
endif()
find_program(GRAPNEL_TOOL grapnel
  HINTS ${CMAKE_CURRENT_LIST_DIR}/../../bin ${CMAKE_CURRENT_LIST_DIR}/../../../bin REQUIRED)
find_program(GRAPNEL_CCACHE ccache)
find_program(GRAPNEL_MOLD mold)
find_package(fmt REQUIRED)
find_package(nlohmann_json REQUIRED)

# As in the repository; what the project says itself stands.
if(NOT CMAKE_CXX_STANDARD)
  set(CMAKE_CXX_STANDARD 23)
  set(CMAKE_CXX_EXTENSIONS OFF)
endif()
if(NOT CMAKE_RUNTIME_OUTPUT_DIRECTORY)
  set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
endif()
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
if(GRAPNEL_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${GRAPNEL_CCACHE})
endif()
if(GRAPNEL_MOLD)
  add_link_options(-fuse-ld=mold)
endif()

set(GRAPNEL_NATIVE ON)
if(NOT DEFINED GRAPNEL_TESTS)
  set(GRAPNEL_TESTS ON)
endif()
enable_testing()

add_executable(grapnel IMPORTED GLOBAL)
set_target_properties(grapnel PROPERTIES IMPORTED_LOCATION ${GRAPNEL_TOOL})
add_library(grapnel_options INTERFACE)
target_compile_options(grapnel_options INTERFACE -Wall -Wextra)

include(${CMAKE_CURRENT_LIST_DIR}/Grapnel.cmake)
include(${CMAKE_CURRENT_LIST_DIR}/GrapnelLibraries.cmake)
