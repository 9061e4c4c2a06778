// The mints of a wallet: finding one, and what is booked when tokens leave without a trade.
#pragma once

#include <agent_factory/average_cost.hpp>
#include <agent_factory/wallet.hpp>
#include <grapnel/data_as.hpp>

namespace agent_factory {

// Null: the wallet has no such mint. Of a readable wallet.
[[gnu::noinline]] inline WalletMint* find_mint(Wallet& wallet, const Pubkey& mint) {
  for (usize i = 0; i < wallet.mint_count; ++i) {
    if (wallet.mints[i].mint == mint) return &wallet.mints[i];
  }
  return nullptr;
}

// Of find_mint()'s, which number it is. Unsigned, since sBPF divides no other way.
inline u64 place_of(const Wallet& wallet, const WalletMint& mint) {
  return (reinterpret_cast<u64>(&mint) - reinterpret_cast<u64>(&wallet.mints[0])) / sizeof(WalletMint);
}

// `amount` leaves at cost: nothing is gained or lost by it. Tracked quantity goes first, as much as there is.
[[gnu::noinline]] inline void leave_at_cost(WalletMint& held, u64 amount) {
  Holding holding{held.tracked_quantity, held.tracked_cost};
  static_cast<void>(move_out(holding, amount));
  held.tracked_quantity = holding.quantity;
  held.tracked_cost = holding.cost;
}

// The wallet at its address, or null if it is closed. Whoever is asked for it has proven the address, so there is no other
// wallet that this could be.
inline Wallet* living_wallet(AccountView account) {
  const Wallet* wallet = data_as<Wallet>(account, kProgramId);
  if (wallet == nullptr || !is_readable_wallet(*wallet)) return nullptr;
  return reinterpret_cast<Wallet*>(account.raw()->data() + 8);
}

}  // namespace agent_factory
