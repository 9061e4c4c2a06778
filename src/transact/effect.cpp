#include "transact/effect.hpp"

#include "base/assert.hpp"

namespace zestron::transact {

Advance advance(const Effect& effect, const Observation& seen, Commitment wanted) {
  ZESTRON_ASSERT(domain::may_land(effect.state));
  const Advance wait{effect.state, {}, {}, Todo::kWait};
  const bool counted = effect.nonce.has_value();
  const bool moved = counted && seen.nonce && *seen.nonce > *effect.nonce;
  if (const auto& status = seen.sighting.status) {
    if (status->commitment < wanted) return wait;
    // Status and counter come from two reads, perhaps of two machines: both must say the same before it is final.
    // But another's effect may have moved the counter, and this one have failed on that: believed once it can land no more.
    const bool too_late = seen.tip.block_height > effect.last_valid_block_height;
    const bool failed = status->error_json.has_value();
    if (counted && (!seen.nonce || (moved == failed && !(failed && too_late)))) return wait;
    if (status->error_json) return {State::kFailed, status->slot, *status->error_json, Todo::kNothing};
    return {State::kLanded, status->slot, {}, Todo::kNothing};
  }
  if (seen.tip.block_height <= effect.last_valid_block_height) return {effect.state, {}, {}, Todo::kRebroadcast};
  if (seen.sighting.as_of < seen.tip.slot || (counted && !seen.nonce)) return wait;
  if (moved)
    return {State::kLanded, {}, "its signature is no longer known, but the counter on chain has moved", Todo::kNothing};
  return {State::kExpired, {}, "its blockhash expired before it landed", Todo::kNothing};
}

}  // namespace zestron::transact
