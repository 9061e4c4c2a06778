// The gate: whether a stake unlocks a feature of its pool. Whoever keeps the gate has proven both accounts, that the record
// is of this pool, and that its staker is the one who asks.
#pragma once

#include <zest_staking/stake_pool.hpp>
#include <zest_staking/stake_record.hpp>

namespace zest_staking {

// Where the feature stands in the pool's list; kFeaturesMax if it has none of that name.
constexpr usize find_feature(const StakePool& pool, Text name) {
  for (usize at = 0; at < pool.feature_count && at < kFeaturesMax; ++at) {
    const Text other = pool.features[at].name.text();
    if (other.size != name.size) continue;
    usize same = 0;
    while (same < name.size && other.data[same] == name.data[same]) ++same;
    if (same == name.size) return at;
  }
  return kFeaturesMax;
}

// False for an index behind the list, so that a feature that was taken away is locked. What cools does not count.
constexpr bool feature_unlocked(const StakePool& pool, const StakeRecord& record, usize index, i64 now) {
  if (index >= pool.feature_count || index >= kFeaturesMax) return false;
  const Feature& feature = pool.features[index];
  if (record.amount < feature.staked) return false;
  if (feature.lock_left_s <= 0) return true;
  const Checked<i64> left = Checked<i64>{record.lock_until} - now;
  return left && left.value() >= feature.lock_left_s;
}

}  // namespace zest_staking
