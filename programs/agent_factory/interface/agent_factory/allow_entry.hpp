// AllowEntry: one instruction of one foreign program that `execute` may call, and who may stand at the positions where
// it hands out value or authority. No entry, no call.
#pragma once

#include <agent_factory/program.hpp>

namespace agent_factory {

// Who must stand at an account position of the inner instruction.
enum class AccountRole : u8 {
  WalletToken,     // a token account that the wallet owns
  WalletPosition,  // an account of the called program that names the wallet as owner, or a new one that will
  Wallet,
  Purse,
  FixedKey0,  // AllowEntry::fixed_keys[0]
  FixedKey1,
};

struct AccountRule {
  u8 position;  // in the inner instruction's account list
  AccountRole role;
};

inline constexpr usize kInstructionPrefixMax = 16;
inline constexpr usize kAccountRulesMax = 8;
inline constexpr usize kFixedKeysMax = 2;

//   0 program | 32 instruction_prefix | 48 fixed_keys | 112 rules | 128 prefix_size | 129 rule_count |
//   130 position_owner_offset | 132 reserved | 136
struct AllowEntry {
  Pubkey program;
  Array<u8, kInstructionPrefixMax> instruction_prefix;
  Array<Pubkey, kFixedKeysMax> fixed_keys;
  Array<AccountRule, kAccountRulesMax> rules;
  u8 prefix_size;  // in [0, 16]; the inner instruction's data starts with so many bytes of instruction_prefix
  u8 rule_count;   // in [0, 8]
  // WalletPosition: where an account of `program` names the position's owner, 32 bytes that must be the wallet's key.
  u16 position_owner_offset;
  Array<u8, 4> reserved;
};
static_assert(sizeof(AllowEntry) == 136);

}  // namespace agent_factory
