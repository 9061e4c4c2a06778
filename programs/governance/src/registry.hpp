// What the four instructions that write the registries share.
#pragma once

#include "execution.hpp"

namespace governance {

// The entry that SetMint or SetPool makes or changes. Who executed the first one has paid for it.
template <class Entry>
auto& begin_entry(Entry& account, const Pubkey& payer) {
  auto& entry = *account;
  entry.version = kLayoutVersion;
  if (account.created()) {
    entry.bump = account.bump();
    entry.rent_payer = payer;
  }
  return entry;
}

// RemoveMint, RemovePool: the entry is of what was voted on, and goes.
template <class Action, class Ctx>
Result<> remove_entry(Ctx& ctx, auto stored, auto voted) {
  const Action& action = *GRAPNEL_TRY(executed_action<Action>(ctx.proposal));
  return require((*ctx.entry).*stored == action.*voted, GovernanceError::AnotherAccount);
}

}  // namespace governance
