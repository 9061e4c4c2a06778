// What an allow entry must be before anyone can agree to it. The program refuses the others, and the host reads the same
// function to say so before anything is signed.
//
// Of an unknown program only its author can say where it hands out value, so its entry is taken as it is, with rules in
// range. Of programs that every wallet meets it is known, and there the entry must fix the receiver:
//
//   System             Transfer            from the purse, to a fixed account
//   Token, Token-2022  Transfer(Checked)   to a fixed account
//   Associated Token   Create(Idempotent)  paid by the purse, for the wallet
//   Stake              Delegate, Deactivate, Merge; Withdraw to a fixed account
//   loaders, Vote, we  nothing
#pragma once

#include <agent_factory/allow_entry.hpp>
#include <agent_factory/errors.hpp>
#include <grapnel/programs/loader.hpp>
#include <grapnel/programs/stake.hpp>
#include <grapnel/programs/token.hpp>

namespace agent_factory {

// Nothing, or why the entry is refused.
using Objection = Option<AgentError>;

namespace allow_list_detail {

inline constexpr Pubkey kForbiddenPrograms[] = {
    "NativeLoader1111111111111111111111111111111"_pubkey, "BPFLoader1111111111111111111111111111111111"_pubkey,
    "BPFLoader2111111111111111111111111111111111"_pubkey, UpgradeableLoader::kId,
    "LoaderV411111111111111111111111111111111111"_pubkey, "Vote111111111111111111111111111111111111111"_pubkey,
};

constexpr const AccountRule* rule_at(const AllowEntry& entry, u8 position) {
  for (usize i = 0; i < entry.rule_count; ++i) {
    if (entry.rules[i].position == position) return &entry.rules[i];
  }
  return nullptr;
}

constexpr bool is_rule(const AllowEntry& entry, u8 position, AccountRole role) {
  const AccountRule* rule = rule_at(entry, position);
  return rule != nullptr && rule->role == role;
}

// A key of the entry, or what is the wallet's anyway.
constexpr bool is_fixed(const AllowEntry& entry, u8 position) {
  const AccountRule* rule = rule_at(entry, position);
  return rule != nullptr && rule->role != AccountRole::WalletPosition;
}

// The u32 in front of the data of System and Stake; none if the prefix leaves a byte of it open.
constexpr Option<u32> number_of(const AllowEntry& entry) {
  if (entry.prefix_size < sizeof(u32)) return {};
  u32 number = 0;
  for (usize i = 0; i < sizeof(u32); ++i) number |= static_cast<u32>(entry.instruction_prefix[i]) << (8 * i);
  return number;
}

constexpr Objection allowed(bool instruction, bool destinations) {
  if (!instruction) return AgentError::AllowInstructionForbidden;
  if (!destinations) return AgentError::AllowDestinationFree;
  return {};
}

constexpr Objection of_system(const AllowEntry& entry) {
  const Option<u32> number = number_of(entry);
  return allowed(number && *number == static_cast<u32>(system::detail::Call::Transfer),
                 is_rule(entry, 0, AccountRole::Purse) && is_fixed(entry, 1));
}

constexpr Objection of_token(const AllowEntry& entry) {
  const u8 call = entry.instruction_prefix[0];
  const bool checked = call == static_cast<u8>(token::detail::Call::TransferChecked);
  return allowed(checked || call == static_cast<u8>(token::detail::Call::Transfer), is_fixed(entry, checked ? 2 : 1));
}

constexpr Objection of_associated_token(const AllowEntry& entry) {
  constexpr u8 kCreate = 0;
  constexpr u8 kCreateIdempotent = 1;
  const u8 call = entry.instruction_prefix[0];
  return allowed(call == kCreate || call == kCreateIdempotent,
                 is_rule(entry, 0, AccountRole::Purse) && is_rule(entry, 2, AccountRole::Wallet));
}

// Authorities and lockups stand in the data of the others, where no rule reaches.
constexpr Objection of_stake(const AllowEntry& entry) {
  const Option<u32> number = number_of(entry);
  if (!number) return AgentError::AllowInstructionForbidden;
  switch (static_cast<stake::detail::Call>(*number)) {
    case stake::detail::Call::Delegate:
    case stake::detail::Call::Deactivate:
    case stake::detail::Call::Merge: return allowed(true, is_rule(entry, 0, AccountRole::WalletPosition));
    case stake::detail::Call::Withdraw: return allowed(true, is_fixed(entry, 1));
    default: return AgentError::AllowInstructionForbidden;
  }
}

constexpr Objection of_known_program(const AllowEntry& entry) {
  if (entry.program == kProgramId) return AgentError::AllowEntryForOurselves;
  for (const Pubkey& forbidden : kForbiddenPrograms) {
    if (entry.program == forbidden) return AgentError::AllowEntryForLoader;
  }
  if (entry.program == System::kId) return of_system(entry);
  if (entry.program == Token::kId || entry.program == Token2022::kId) return of_token(entry);
  if (entry.program == AssociatedTokenProgram::kId) return of_associated_token(entry);
  if (entry.program == StakeProgram::kId) return of_stake(entry);
  return {};
}

constexpr Objection of_rules(const AllowEntry& entry) {
  bool uses_key[kFixedKeysMax] = {};
  bool uses_position = false;
  for (usize i = 0; i < entry.rule_count; ++i) {
    const AccountRule& rule = entry.rules[i];
    switch (rule.role) {
      case AccountRole::WalletToken:
      case AccountRole::Wallet:
      case AccountRole::Purse: break;
      case AccountRole::WalletPosition: uses_position = true; break;
      case AccountRole::FixedKey0: uses_key[0] = true; break;
      case AccountRole::FixedKey1: uses_key[1] = true; break;
      default: return AgentError::AllowRuleUnknown;
    }
    for (usize k = 0; k < i; ++k) {
      if (entry.rules[k].position == rule.position) return AgentError::AllowRuleRepeated;
    }
  }
  for (usize i = 0; i < kFixedKeysMax; ++i) {
    const bool is_there = !(entry.fixed_keys[i] == Pubkey{});
    if (uses_key[i] && !is_there) return AgentError::AllowFixedKeyMissing;
    if (!uses_key[i] && is_there) return AgentError::AllowEntryNotCanonical;
  }
  if (!uses_position && entry.position_owner_offset != 0) return AgentError::AllowEntryNotCanonical;
  return {};
}

constexpr bool is_canonical(const AllowEntry& entry) {
  u32 unused = 0;
  for (usize i = entry.prefix_size; i < kInstructionPrefixMax; ++i) unused |= entry.instruction_prefix[i];
  for (usize i = entry.rule_count; i < kAccountRulesMax; ++i) {
    unused |= entry.rules[i].position | static_cast<u32>(entry.rules[i].role);
  }
  for (const u8 byte : entry.reserved) unused |= byte;
  return unused == 0;
}

}  // namespace allow_list_detail

// In this order: shape, rules, what is known of the program.
constexpr Objection objection(const AllowEntry& entry) {
  using namespace allow_list_detail;
  if (entry.prefix_size == 0 || entry.prefix_size > kInstructionPrefixMax) return AgentError::AllowEntryPrefixInvalid;
  if (entry.rule_count > kAccountRulesMax) return AgentError::AllowRuleUnknown;
  if (!is_canonical(entry)) return AgentError::AllowEntryNotCanonical;
  if (const Objection found = of_rules(entry)) return found;
  return of_known_program(entry);
}

}  // namespace agent_factory
