#include "transact/effect.hpp"

#include "base/assert.hpp"

namespace zestron::transact {

Advance advance(const Effect& effect, const Sighting& sighting, Commitment wanted) {
  ZESTRON_ASSERT(effect.state == State::kSent || effect.state == State::kBuilt);
  if (const auto& status = sighting.status) {
    if (status->commitment < wanted) return {State::kSent, {}, {}, Todo::kWait};
    if (status->error_json) return {State::kFailed, status->slot, *status->error_json, Todo::kNothing};
    return {State::kLanded, status->slot, {}, Todo::kNothing};
  }
  if (sighting.block_height > effect.last_valid_block_height) {
    return {State::kExpired, {}, "its blockhash expired before it landed", Todo::kNothing};
  }
  return {State::kSent, {}, {}, Todo::kRebroadcast};
}

}  // namespace zestron::transact
