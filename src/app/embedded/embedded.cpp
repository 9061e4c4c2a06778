#include "app/embedded/embedded.hpp"

// The assembler includes the bytes; a compiler-side array of half a megabyte would take seconds to parse. The paths come
// from CMake, which also rebuilds this file when one of them changes.
#define ZESTRON_EMBED(name, path)                          \
  __asm__(".section .rodata." #name                        \
          ",\"a\",@progbits\n"                             \
          ".balign 16\n"                                   \
          "zestron_embedded_" #name                        \
          ":\n"                                            \
          ".incbin \"" path                                \
          "\"\n"                                           \
          "zestron_embedded_" #name                        \
          "_end:\n"                                        \
          ".byte 0\n"                                      \
          ".text\n");                                      \
  extern "C" const std::uint8_t zestron_embedded_##name[]; \
  extern "C" const std::uint8_t zestron_embedded_##name##_end[]

ZESTRON_EMBED(program, ZESTRON_EMBED_PROGRAM);
ZESTRON_EMBED(swap_pool, ZESTRON_EMBED_SWAP_POOL);
ZESTRON_EMBED(idl, ZESTRON_EMBED_IDL);
ZESTRON_EMBED(ema_cross, ZESTRON_EMBED_EMA_CROSS);

namespace zestron::embedded {

ByteView agent_factory_program() { return {zestron_embedded_program, zestron_embedded_program_end}; }
ByteView swap_pool_program() { return {zestron_embedded_swap_pool, zestron_embedded_swap_pool_end}; }
std::string_view agent_factory_idl() { return as_text({zestron_embedded_idl, zestron_embedded_idl_end}); }
std::string_view ema_cross_config() { return as_text({zestron_embedded_ema_cross, zestron_embedded_ema_cross_end}); }

}  // namespace zestron::embedded
