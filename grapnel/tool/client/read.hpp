// Reads an Anchor IDL. Untrusted input: bounded in size and nesting; what is wrong is said in one line with its JSON path.
#pragma once

#include <string_view>

#include "client/model.hpp"
#include "result.hpp"

namespace grapnel::tool::client {

inline constexpr std::size_t kIdlBytesMax = 8 << 20;
inline constexpr int kNestingMax = 64;

// Spec 0.1.0. The form before Anchor 0.30 is recognised, and refused with what to do about it.
Outcome<Idl> read_idl(std::string_view text);

}  // namespace grapnel::tool::client
