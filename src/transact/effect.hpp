// How an effect that was signed moves on. Pure: what was seen goes in, the next state and what to do about it come out.
#pragma once

#include "domain/effect.hpp"
#include "ports/chain.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace zestron::transact {

using Effect = domain::Effect;
using State = domain::EffectState;

/// What the chain says of an effect that was signed.
struct Observation {
  ports::Tip tip;            ///< finalized, and read before the signature was looked for
  ports::Sighting sighting;  ///< of its signature
  /// The counter that the effect moves, at the commitment that is wanted; nullopt when it has none or it could not be read.
  std::optional<std::uint64_t> nonce;
};

enum class Todo : std::uint8_t { kWait, kRebroadcast, kNothing };

struct Advance {
  State state = State::kSent;
  Slot slot;
  std::string reason;
  Todo todo = Todo::kWait;
};

/// `effect` is kSent or kBuilt (a crash may lie between building and sending), `wanted` what it takes to have landed.
///
/// It lands or fails when its status has `wanted`, and the counter agrees where it has one (a failure also when it is too late). It expires only when the finalized
/// height is past its last one and a chain that has come as far as that finalized slot does not know the signature: a chain that
/// lags may simply not have seen it yet. A counter that moved all the same means that it landed and its signature was forgotten.
Advance advance(const Effect& effect, const Observation& seen, Commitment wanted);

}  // namespace zestron::transact
