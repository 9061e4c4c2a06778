// Arguments of the instructions that have some.
#pragma once

#include <rewards/config.hpp>

namespace rewards {

struct InitializeRewardsArgs {
  Parameters parameters;
};

struct SetParametersArgs {
  Parameters parameters;
};

struct FundPotArgs {
  u64 amount;  // not zero
};

struct OpenEpochArgs {
  u64 index;  // the epoch before the current one
};

enum class Party : u8 { Developer, Treasury };

struct ClaimArgs {
  Party party;
};

}  // namespace rewards
