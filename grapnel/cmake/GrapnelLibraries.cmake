# The framework's libraries, from their sources, so that a project's own flags (sanitizers, coverage) reach them:
# grapnel::grapnel, the headers; grapnel::native, the host's runtime; grapnel::testing, what tests of programs are written
# with. They want fmt, and grapnel_options for warnings.
add_library(grapnel_headers INTERFACE)
add_library(grapnel::grapnel ALIAS grapnel_headers)
target_include_directories(grapnel_headers INTERFACE ${GRAPNEL_ROOT}/include)

if(GRAPNEL_NATIVE)
  file(GLOB native_sources CONFIGURE_DEPENDS ${GRAPNEL_ROOT}/native/*.cpp)
  add_library(grapnel_native STATIC ${native_sources})
  add_library(grapnel::native ALIAS grapnel_native)
  target_compile_options(grapnel_native PRIVATE -fno-strict-aliasing)
  target_link_libraries(grapnel_native PUBLIC grapnel::grapnel fmt::fmt PRIVATE grapnel_options)

  # The real runtime comes in by grapnel_program_test(), where there is one.
  file(GLOB testing_sources CONFIGURE_DEPENDS ${GRAPNEL_ROOT}/testing/*.cpp ${GRAPNEL_ROOT}/testing/token_program/*.cpp)
  add_library(grapnel_testing STATIC EXCLUDE_FROM_ALL ${testing_sources})
  add_library(grapnel::testing ALIAS grapnel_testing)
  target_compile_options(grapnel_testing PRIVATE -fno-strict-aliasing)
  target_compile_definitions(grapnel_testing PRIVATE GRAPNEL_PROGRAMS_FOLDER="${CMAKE_BINARY_DIR}/programs")
  target_link_libraries(grapnel_testing PUBLIC grapnel::native PRIVATE grapnel_options)
endif()
