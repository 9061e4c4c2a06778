// GRAPNEL_ENTRYPOINT(Module): the symbol the loader calls. A macro, because it must define an extern "C" function at
// namespace scope, once. On the host it defines nothing: there the runtime is given Module::run, of any number of
// programs.
#pragma once

#include <grapnel/module.hpp>

#ifdef __bpf__
// The second parameter is the instruction data's address (SIMD-0321).
#define GRAPNEL_ENTRYPOINT(...)                                                                 \
  static_assert(grapnel::detail::require_sound_program<__VA_ARGS__>());                         \
  extern "C" grapnel::u64 entrypoint(grapnel::u8* input, const grapnel::u8* instruction_data) { \
    return __VA_ARGS__::run(input, instruction_data);                                           \
  }
#else
#define GRAPNEL_ENTRYPOINT(...) static_assert(grapnel::detail::require_sound_program<__VA_ARGS__>());
#endif
