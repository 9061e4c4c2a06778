// Intents as the journal keeps them. Exact: what is read back equals what was written, and nothing else parses.
//
//   version u8 = 1 │ action u8 (its place in domain::Action) │ agent 32 │ slot u64 │ sequence u64 │ the action's members in order
//
// Integers little-endian, bool one byte, keys and hashes as they are. Members and actions are therefore append only, like any
// layout that is kept.
#pragma once

#include "domain/intent.hpp"

#include <optional>

namespace zestron::transact {

Bytes intent_bytes(const domain::Intent& intent);
/// nullopt for anything that intent_bytes() does not make.
std::optional<domain::Intent> parse_intent(ByteView bytes);

}  // namespace zestron::transact
