#include "measure/embedded.hpp"

// The assembler includes the bytes; their folder comes from CMake, which also rebuilds this file when one changes.
#define BENCH_EMBED(name)                                                   \
  __asm__(".section .rodata.bench_" #name                                   \
          ",\"a\",@progbits\n"                                              \
          ".balign 16\n"                                                    \
          "bench_program_" #name                                            \
          ":\n"                                                             \
          ".incbin \"" BENCH_PROGRAMS "/bench_" #name                       \
          ".so\"\n"                                                         \
          "bench_program_" #name                                            \
          "_end:\n"                                                         \
          ".byte 0\n"                                                       \
          ".text\n");                                                       \
  extern "C" const grapnel::u8 bench_program_##name[];                      \
  extern "C" const grapnel::u8 bench_program_##name##_end[];                \
  namespace bench::embedded {                                               \
  Elf name() { return {bench_program_##name, bench_program_##name##_end}; } \
  }

BENCH_EMBED(entry)
BENCH_EMBED(hello)
BENCH_EMBED(counter)
BENCH_EMBED(position)
BENCH_EMBED(nested)
BENCH_EMBED(vault)
