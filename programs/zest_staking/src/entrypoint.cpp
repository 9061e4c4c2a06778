#include <zest_staking/instructions.hpp>

GRAPNEL_ENTRYPOINT(zest_staking::ZestStaking)
