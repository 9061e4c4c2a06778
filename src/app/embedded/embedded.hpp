// Files that travel inside the binary, so that `zestron demo` and the benchmarks need nothing beside it: the programs that it deploys,
// an IDL and sample agents. Built from programs/ and examples/; nothing here is a copy.
#pragma once

#include "base/bytes.hpp"

#include <span>
#include <string_view>

namespace zestron::embedded {

struct Program {
  std::string_view name;  ///< as in its IDL
  ByteView elf;           ///< sBPF
};

/// Empty if there is none of that name.
ByteView program(std::string_view name);
std::span<const Program> programs();                    ///< of the protocol, in the order in which they know each other
std::string_view agent_factory_idl();                   ///< Anchor IDL, JSON
std::string_view sample_config(std::string_view name);  ///< examples/NAME/agent.json; empty if there is none
ByteView sample_model(std::string_view name);           ///< the ONNX file that it names; empty if it names none
std::string_view ema_cross_config();                    ///< examples/ema_cross/agent.json
std::string_view mean_reversion_config();               ///< examples/mean_reversion/agent.json
ByteView mean_reversion_policy();                       ///< examples/mean_reversion/policy.onnx, which it names

}  // namespace zestron::embedded
