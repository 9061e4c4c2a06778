// The probe's three instructions; chain_test.cpp asks them.
#pragma once

#include <probe.hpp>

namespace probe {

struct Nest {
  struct Args {
    u64 depth;
  };
  Unchecked self;
};
// Calls itself until `depth` calls lie on top of the first one.
Result<> nest(Context<Nest>& ctx, const Nest::Args& args);

struct Now {
  Unchecked nothing;
};
// The clock as return data.
Result<Clock> now(Context<Now>& ctx);

struct MintTo {
  struct Args {
    u64 amount;
  };
  Mut<Unchecked> mint;
  Mut<Unchecked> account;
  With<Unchecked, Seeds<"authority">> authority;
  Unchecked token_program;
};
// Token's MintTo, signed by the derived address.
Result<> mint_to(Context<MintTo>& ctx, const MintTo::Args& args);

struct Probe : Module<"probe", kProgramId, nest, now, mint_to> {};

}  // namespace probe
