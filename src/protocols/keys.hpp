// Keys between the host and grapnel, whose addresses are derived with: the same 32 bytes in two types. For every protocol.
#pragma once

#include "base/types.hpp"

#include <grapnel/pda.hpp>

#include <cstring>

namespace zestron::protocols {

inline grapnel::Pubkey to_program(const Pubkey& key) { return grapnel::Pubkey::from_bytes(key.data()); }

inline Pubkey to_host(const grapnel::Pubkey& key) {
  Pubkey result;
  std::memcpy(result.data(), key.data(), Pubkey::kSize);
  return result;
}

}  // namespace zestron::protocols
