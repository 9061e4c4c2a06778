// Market: the program that tests let wallets call. It plays a script that comes with the instruction: calls of any program
// with whatever it was given, so it is an honest market or any attacker. Only tests deploy it.
#pragma once

#include <grapnel/grapnel.hpp>

namespace market {

using namespace grapnel;

inline constexpr Pubkey kProgramId = "9xQeWvG816bUx9EPjHmaT23yvVM2ZWbrrpZb9PusVFin"_pubkey;
// What the market signs with; owns its vaults.
inline constexpr Pda kVaultOwner = find_program_address(kProgramId, "vault");

inline constexpr usize kAccountsMax = 24;

// A script is steps, one behind the other:
//   0  program, account count, that many (index, flags as execute's), u16 data size, data: a call; the vault owner signs too
//   1  account, offset, size, bytes: written into an account that the market owns
struct PlayArgs {
  ByteView<1000> script;
};
// The accounts are the remaining ones, of which a script speaks by index.
struct Play {};
Result<> play(Context<Play>& ctx, const PlayArgs& args);

struct MarketProgram : Module<"agent_factory_market", kProgramId, play> {};

}  // namespace market
