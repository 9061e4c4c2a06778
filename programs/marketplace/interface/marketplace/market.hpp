// Market: the one account of the whole program that says in which token is paid, who resolves disputes, and how long money
// rests. Only governance changes it.
#pragma once

#include <marketplace/epochs.hpp>

namespace marketplace {

struct Parameters {
  Pubkey resolver;       // decides disputes
  Pubkey treasury;       // a token account of the mint
  i64 dispute_window_s;  // so long what was earned rests before it is booked; in [1 hour, 60 days]
  i64 resolve_window_s;  // after so long a resolver's silence settles; in [1 hour, 60 days]
  u64 dispute_bond;      // in the mint's smallest unit, above 0: a dispute costs something if it was unfounded
};
inline constexpr i64 kWindowMinSeconds = 60 * 60;
inline constexpr i64 kWindowMaxSeconds = i64{60} * 24 * 60 * 60;

struct Market {
  static constexpr Pubkey kProgram = kProgramId;

  u8 version;
  u8 bump;
  u8 vault_bump;
  u8 decimals;
  Array<u8, 4> reserved_flags;
  Pubkey authority;  // governance's signature
  Pubkey mint;       // ZEST
  Pubkey token_program;
  Pubkey vault;
  Pubkey staking_pool;  // whose stakes are taken as payment
  Pubkey rent_payer;
  Parameters parameters;
  i64 epoch_s;                // length of the rewards' epochs; fixed, because figures of past epochs depend on it
  EpochRing treasury_epochs;  // what the treasury received, of all agents
  Array<u8, 128> reserved;
};
inline constexpr usize kMarketSpace = 8 + sizeof(Market);
static_assert(sizeof(Parameters) == 88);
static_assert(sizeof(Market) == 488);
static_assert(__builtin_offsetof(Market, authority) == 8);
static_assert(__builtin_offsetof(Market, parameters) == 200);
static_assert(__builtin_offsetof(Market, treasury_epochs) == 296);
static_assert(__builtin_offsetof(Market, reserved) == 360);

constexpr bool is_readable_market(const Market& market) { return market.version == kLayoutVersion; }

constexpr bool is_valid(const Parameters& p) {
  const auto in_range = [](i64 window) { return window >= kWindowMinSeconds && window <= kWindowMaxSeconds; };
  return in_range(p.dispute_window_s) && in_range(p.resolve_window_s) && p.dispute_bond != 0 &&
         !(p.resolver == Pubkey{}) && !(p.treasury == Pubkey{});
}

}  // namespace marketplace
