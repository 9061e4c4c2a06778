// What several instructions ask of a bank.
#pragma once

#include <piggy_bank.hpp>

namespace piggy_bank {

// What the bank holds above the rent that its bytes ask for.
inline Lamports saved(AccountView bank) {
  const Checked<u64> above = bank.lamports() - Rent::get().minimum_balance(bank.size());
  return Lamports{above ? above.value() : 0};
}

inline bool is_locked(const PiggyBank& bank) { return Clock::get().unix_timestamp < bank.unlock_at; }

}  // namespace piggy_bank
