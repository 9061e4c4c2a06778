// What every execution begins with: the proposal is due, is for this action, and is executed from here on, before
// anything is called.
#pragma once

#include <governance/instructions.hpp>

namespace governance {

// Marks it executed and says so. A call that fails undoes both, so what failed can be tried again while the window lasts.
Result<> begin_execution(const Pubkey& key, Proposal& proposal, ActionKind kind);

template <class Action, class Field>
Result<const Action*> executed_action(const Field& field) {
  GRAPNEL_TRY(begin_execution(field.key(), *field, kKindOf<Action>));
  return &action_of<Action>(*field);
}

inline Result<> require_account(AccountView given, const Pubkey& voted) {
  return require(given.key() == voted, GovernanceError::AnotherAccount);
}

}  // namespace governance
