// migrate(): brings an account of an older layout version to the current one, in place.
//
// Versions: 1, the first. Version 0 is an account that was never written; a higher one was written by a newer program.
// A new version takes its fields from the reserved bytes, which older ones left zero, and adds its arm to the ladder
// below; the ladder is climbed one version at a time, so each arm knows exactly one older layout.
#pragma once

#include <agent_factory/agent_state.hpp>
#include <agent_factory/wallet.hpp>

namespace agent_factory {

enum class Migration : u8 { Current, Migrated, Unknown };

// Idempotent. Unknown: nothing was changed, and the account must not be used.
template <class State>
constexpr Migration migrate(State& state) {
  if (state.version == 0 || state.version > kLayoutVersion) return Migration::Unknown;
  const bool current = state.version == kLayoutVersion;
  // One arm per older version stands here: `if (state.version == 1) { …; state.version = 2; }`
  return current ? Migration::Current : Migration::Migrated;
}

}  // namespace agent_factory
