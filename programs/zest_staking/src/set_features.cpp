#include <zest_staking/zest_staking.hpp>

#include "features.hpp"

namespace zest_staking {

Result<> set_features(Context<SetFeatures>& ctx, const SetFeaturesArgs& args) {
  GRAPNEL_TRY(store_features(*ctx.pool, args.features));
  emit(FeaturesSet{ctx.pool.key(), ctx.pool->feature_count});
  return ok;
}

}  // namespace zest_staking
