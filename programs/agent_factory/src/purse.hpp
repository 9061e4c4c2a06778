// The purse: an account of System without data that holds the wallet's SOL.
#pragma once

#include <agent_factory/program.hpp>

namespace agent_factory {

// System's and without data: what a purse must stay, and what the address of a closed wallet is.
inline bool is_unowned(AccountView account) { return account.owner() == System::kId && account.size() == 0; }

// As the runtime demands it of every account; said here with a name of our own.
inline bool is_rent_kept(Lamports lamports) {
  return lamports == Lamports{0} || lamports >= Rent::get().minimum_balance(0);
}

}  // namespace agent_factory
