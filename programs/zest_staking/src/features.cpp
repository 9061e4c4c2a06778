#include "features.hpp"

namespace zest_staking {

namespace {

bool is_sound(const Feature& feature) {
  const u32 used = feature.name.used;
  if (used == 0 || used > FeatureName::capacity() || feature.staked == 0 || feature.reserved != 0) return false;
  for (usize at = 0; at < FeatureName::capacity(); ++at) {
    const char c = feature.name.chars[at];
    if (at < used ? c <= ' ' || c > '~' : c != 0) return false;
  }
  return feature.lock_left_s >= 0 && feature.lock_left_s <= kLockMaxSeconds;
}

}  // namespace

Result<> store_features(StakePool& pool, const Vec<Feature, kFeaturesMax>& features) {
  pool.feature_count = 0;
  for (u32 at = 0; at < features.size; ++at) {
    const Feature feature = features[at];
    GRAPNEL_TRY(require(is_sound(feature), StakingError::FeatureInvalid));
    GRAPNEL_TRY(require(find_feature(pool, feature.name.text()) == kFeaturesMax, StakingError::FeatureRepeated));
    pool.features[at] = feature;
    pool.feature_count = static_cast<u8>(at + 1);
  }
  for (usize at = features.size; at < kFeaturesMax; ++at) pool.features[at] = {};
  return ok;
}

}  // namespace zest_staking
