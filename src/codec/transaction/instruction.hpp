// An instruction before it is compiled into a message: program, accounts with their privileges, data. Data only.
#pragma once

#include "base/types.hpp"

#include <vector>

namespace zestron::codec {

struct AccountMeta {
  Pubkey key;
  bool signer = false;
  bool writable = false;
  bool operator==(const AccountMeta&) const = default;
};

struct Instruction {
  Pubkey program;
  std::vector<AccountMeta> accounts;
  Bytes data;
  bool operator==(const Instruction&) const = default;
};

}  // namespace zestron::codec
