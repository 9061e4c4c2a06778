// A pool's list of features, written whole.
#pragma once

#include <zest_staking/zest_staking.hpp>

namespace zest_staking {

// Fails, with the pool half written, if a feature is not sound: the transaction is then undone.
Result<> store_features(StakePool& pool, const Vec<Feature, kFeaturesMax>& features);

}  // namespace zest_staking
