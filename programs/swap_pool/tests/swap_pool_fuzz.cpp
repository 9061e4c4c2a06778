// Instructions that begin as they should and are then broken by the fuzzer: other accounts, flags, arguments, raw bytes.
// Whatever comes of it, lamports and tokens are conserved, a failure changes nothing, and k per share² never falls.
#include <grapnel/testing/damage.hpp>
#include <grapnel/testing/reach.hpp>

#include <cstdlib>

#include "pool_fixture.hpp"

namespace {

using namespace swap_pool;
using namespace swap_pool::test;

void demand(bool condition) {
  if (!condition) std::abort();
}

const std::array<Pubkey, 18> kKeys = {kPool,
                                      kAuthority.address,
                                      kMaker,
                                      kAlice,
                                      kOwner,
                                      kMintA,
                                      kMintB,
                                      kShareMint,
                                      kVaultA,
                                      kVaultB,
                                      kFeeAccount,
                                      kHostAccount,
                                      account_of(kAlice, kMintA),
                                      account_of(kAlice, kMintB),
                                      account_of(kAlice, kShareMint),
                                      account_of(kMaker, kMintA),
                                      account_of(kMaker, kShareMint),
                                      Token::kId};

client::Instruction chosen(PoolWorld& world, FuzzedDataProvider& data) {
  const Pubkey& mint = data.ConsumeBool() ? kMintA : kMintB;
  const Pubkey& person = data.ConsumeBool() ? kAlice : kMaker;
  const u64 amount = data.ConsumeBool() ? data.ConsumeIntegralInRange<u64>(0, 1'000'000) : data.ConsumeIntegral<u64>();
  switch (data.ConsumeIntegralInRange<int>(0, 5)) {
    case 0: return world.initializing();
    case 1: return world.swapping(mint, amount, 0, person);
    case 2: return world.depositing(amount, kRich, kRich, person);
    case 3: return world.withdrawing(amount, 0, 0, person);
    case 4: return world.depositing_one(mint, amount, 0, person);
    default: return world.withdrawing_one(mint, amount, kRich, person);
  }
}

struct Totals {
  unsigned __int128 a = 0, b = 0;
  u64 lamports = 0;
  friend bool operator==(const Totals&, const Totals&) = default;
};
Totals totals(const PoolWorld& world) {
  Totals out;
  for (const Pubkey& key : kKeys) out.lamports += world.chain.account(key).lamports.value();
  for (const Pubkey& account : {kVaultA, account_of(kAlice, kMintA), account_of(kMaker, kMintA)})
    out.a += world.amount(account);
  for (const Pubkey& account : {kVaultB, account_of(kAlice, kMintB), account_of(kMaker, kMintB)})
    out.b += world.amount(account);
  return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const u8* bytes, std::size_t size) {
  static PoolWorld world;
  FuzzedDataProvider data(bytes, size);
  world.use_mints({}, {});
  world.put_tokens(account_of(kMaker, kShareMint), {.mint = kShareMint, .owner = kMaker});
  if (data.ConsumeIntegralInRange<int>(0, 15) != 0) demand(world.run(world.initializing()).ok());
  for (int left = 8; left > 0 && data.remaining_bytes() > 0; --left) {
    client::Instruction instruction = chosen(world, data);
    for (int breaks = data.ConsumeIntegralInRange<int>(0, 2); breaks > 0; --breaks)
      grapnel::testing::damage(instruction, data, kKeys, 120);
    const Totals before = totals(world);
    const u64 a = world.amount(kVaultA), b = world.amount(kVaultB), supply = world.supply();
    const bool succeeded = world.run(instruction).ok();
    grapnel::testing::reach(instruction.data, succeeded);
    demand(totals(world) == before);
    if (!succeeded) demand(world.amount(kVaultA) == a && world.amount(kVaultB) == b && world.supply() == supply);
    if (supply == 0 || world.supply() == 0) continue;
    // k per share² by halves that fit: √(a·b) per share, in long doubles with room for their error.
    const auto worth = [](u64 x, u64 y, u64 s) {
      return static_cast<long double>(x) * static_cast<long double>(y) /
             (static_cast<long double>(s) * static_cast<long double>(s));
    };
    demand(worth(world.amount(kVaultA), world.amount(kVaultB), world.supply()) >= worth(a, b, supply) * (1 - 1e-15L));
  }
  return 0;
}
