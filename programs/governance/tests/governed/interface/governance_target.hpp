// A program for the tests of governance, in two versions: what is upgraded, and what a proposal calls.
#pragma once

#include <governance/program.hpp>

namespace governance_target {

using namespace grapnel;

struct Limit {
  u64 value;
};

struct SetLimit {
  struct Args {
    u64 value;
  };
  With<Signer, Address<zestron::kGovernanceAuthority>> authority;
  Mut<Account<Limit>> limit;
};
Result<> set_limit(Context<SetLimit>& ctx, const SetLimit::Args& args);

struct Version {};
namespace first {
Result<u64> version(Context<Version>& ctx);
}
namespace second {
Result<u64> version(Context<Version>& ctx);
}

struct First : Module<"governance_target_1", zestron::kRewards, set_limit, first::version> {};
struct Second : Module<"governance_target_2", zestron::kRewards, set_limit, second::version> {};

}  // namespace governance_target
