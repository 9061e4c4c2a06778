// Files that travel inside the binary, so that `zestron demo` needs nothing beside it: the programs that it deploys, an IDL
// and the sample agent. Built from programs/ and examples/; nothing here is a copy.
#pragma once

#include "base/bytes.hpp"

#include <string_view>

namespace zestron::embedded {

ByteView agent_factory_program();      ///< the sBPF ELF
ByteView swap_pool_program();          ///< the sBPF ELF
std::string_view agent_factory_idl();  ///< Anchor IDL, JSON
std::string_view ema_cross_config();   ///< examples/ema_cross/agent.json

}  // namespace zestron::embedded
