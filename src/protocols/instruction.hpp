// An instruction of a program's own client as the host writes it. For every protocol that has a program's interface at hand.
#pragma once

#include "codec/transaction/instruction.hpp"
#include "protocols/keys.hpp"

#include <grapnel/client/client.hpp>

namespace zestron::protocols {

inline codec::Instruction to_host(const grapnel::client::Instruction& from) {
  codec::Instruction to{to_host(from.program_id), {}, from.data};
  for (const auto& meta : from.accounts) to.accounts.push_back({to_host(meta.key), meta.is_signer, meta.is_writable});
  return to;
}

}  // namespace zestron::protocols
