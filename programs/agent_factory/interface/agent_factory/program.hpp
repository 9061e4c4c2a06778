// What identifies the program: its address and the seeds of its accounts. Bottom of the interface, which the program and
// the host share, so that a layout or a rule exists once.
#pragma once

#include <grapnel/grapnel.hpp>

namespace agent_factory {

using namespace grapnel;

// ed25519 key of the 32-byte secret sha256("zestron/program/agent_factory"): on the embedded chain anyone can make it.
// A public cluster gets a key of its own.
inline constexpr Pubkey kProgramId = "85KPnz6M5wYKJSjP2wnbqhHNUD8svQz7AWxLvKoHyLDB"_pubkey;

// AgentState is the derived address of (this text, creator, agent id as u64 little endian).
inline constexpr Text kAgentSeed = "agent";
// Wallet is the derived address of (this text, agent, beneficiary), its purse that of (kPurseSeed, wallet).
inline constexpr Text kWalletSeed = "wallet";
inline constexpr Text kPurseSeed = "purse";

// Layouts carry this in their first byte. A program refuses accounts of another version until migrate() made them its own.
inline constexpr u8 kLayoutVersion = 1;

using Hash256 = Array<u8, 32>;
inline constexpr Hash256 kNoHash{};

// By words: byte by byte would cost 160 compute units.
constexpr bool equal(const Hash256& a, const Hash256& b) {
  if (__builtin_is_constant_evaluated()) return a == b;
  u64 difference = 0;
  for (usize at = 0; at < sizeof a; at += sizeof(u64)) difference |= load<u64>(a.items + at) ^ load<u64>(b.items + at);
  return difference == 0;
}

}  // namespace agent_factory
