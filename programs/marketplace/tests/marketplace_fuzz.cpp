// Instructions that begin as they should and are then broken by the fuzzer: other accounts, flags, lengths, raw bytes. Whatever
// comes of it, lamports and tokens only move, the vault holds all entitlements, and a failure changes nothing.
#include <grapnel/testing/balance.hpp>
#include <grapnel/testing/damage.hpp>
#include <grapnel/testing/reach.hpp>

#include <array>
#include <cstdlib>

#include "market_world.hpp"

namespace {

using namespace marketplace;
using namespace marketplace::test;

void demand(bool condition) {
  if (!condition) std::abort();
}

const std::array<Pubkey, 26> kKeys = {kMarket,
                                      kVault,
                                      kZest,
                                      kTreasury,
                                      kPayeeTokens,
                                      kSecondPayeeTokens,
                                      kBuyerTokens,
                                      kSecondBuyerTokens,
                                      kThirdBuyerTokens,
                                      kSeller,
                                      kBuyer,
                                      kSecondBuyer,
                                      kStranger,
                                      kResolver,
                                      kAgent,
                                      MarketWorld::listing(),
                                      MarketWorld::license(1),
                                      MarketWorld::license(2),
                                      MarketWorld::license(1, kSecondBuyer),
                                      MarketWorld::receipt(1),
                                      MarketWorld::receipt(2),
                                      MarketWorld::receipt(1, kSecondBuyer),
                                      MarketWorld::wallet_of(kBuyer),
                                      MarketWorld::stake_of(kBuyer),
                                      zestron::kMarketplaceAuthority,
                                      Token::kId};

client::Instruction chosen(const MarketWorld& world, FuzzedDataProvider& data) {
  const Pubkey& buyer = data.ConsumeBool() ? kBuyer : kSecondBuyer;
  const u64 number = data.ConsumeIntegralInRange<u64>(1, 2);
  const u64 amount = data.ConsumeBool() ? data.ConsumeIntegralInRange<u64>(0, 200) : data.ConsumeIntegral<u64>();
  const Pubkey& payee = data.ConsumeBool() ? kPayee : kSecondPayee;
  Prices prices = kPrices;
  if (data.ConsumeBool()) prices.perpetual = amount;
  switch (data.ConsumeIntegralInRange<int>(0, 19)) {
    case 0: return world.opening();
    case 1: return MarketWorld::setting(MarketWorld::parameters());
    case 2: return MarketWorld::listing_it(prices, payee);
    case 3: return MarketWorld::publishing(amount);
    case 4: return MarketWorld::updating(prices, payee);
    case 5: return MarketWorld::delisting();
    case 6: return MarketWorld::closing_listing();
    case 7: return world.buying(LicenseKind::Perpetual, 1, ~u64{0}, number, buyer);
    case 8: return world.buying(LicenseKind::Subscription, amount, ~u64{0}, number, buyer);
    case 9: return world.buying(LicenseKind::PerUse, amount, ~u64{0}, number, buyer);
    case 10: return MarketWorld::pledging(number, buyer);
    case 11: return data.ConsumeBool() ? MarketWorld::releasing(number, buyer) : MarketWorld::revoking(number, buyer);
    case 12: return MarketWorld::settling(number, buyer);
    case 13: return MarketWorld::refunding(number, buyer);
    case 14: return world.collecting(number, buyer);
    case 15: return world.paying(data.ConsumeBool() ? Party::Developer : Party::Treasury);
    case 16: return world.disputing(number, buyer);
    case 17: return MarketWorld::resolving(amount % 10'002, number, buyer);
    case 18: return MarketWorld::lapsing(number, buyer);
    default: return MarketWorld::closing(number, buyer);
  }
}

bool run(MarketWorld& world, const client::Instruction& instruction) {
  const Outcome outcome = world.run(instruction);
  grapnel::testing::reach(instruction.data, outcome.ok());
  demand(grapnel::testing::out_of_balance(outcome).empty());
  return outcome.ok();
}

unsigned __int128 tokens_of_all(const MarketWorld& world) {
  unsigned __int128 sum = 0;
  for (const Pubkey& account : kKeys) {
    if (account != kZest && world.chain.account(account).owner == Token::kId) sum += world.tokens(account);
  }
  return sum;
}

// What receipts and the listing are owed. Purchases by anyone else fail: they have no tokens.
unsigned __int128 entitlements(const MarketWorld& world) {
  unsigned __int128 sum = 0;
  for (const Pubkey& at : {MarketWorld::receipt(1), MarketWorld::receipt(2), MarketWorld::receipt(1, kSecondBuyer),
                           MarketWorld::receipt(2, kSecondBuyer)}) {
    const auto receipt = world.chain.state<Receipt>(at);
    if (!receipt) continue;
    demand(static_cast<unsigned __int128>(receipt->earned) + receipt->refunded <= receipt->paid);
    sum += static_cast<unsigned __int128>(left(*receipt)) + receipt->owed + receipt->bond;
  }
  if (const auto listing = world.chain.state<Listing>(MarketWorld::listing()))
    sum += static_cast<unsigned __int128>(listing->owed_developer) + listing->owed_treasury;
  return sum;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const u8* bytes, std::size_t size) {
  MarketWorld world;
  world.add_staking();
  FuzzedDataProvider data(bytes, size);
  demand(run(world, world.opening()));
  demand(world.run(MarketWorld::listing_it()).ok());
  world.put_stake(500, 400 * kDaySeconds);
  for (int left = 16; left > 0 && data.remaining_bytes() > 0; --left) {
    world.pass(data.ConsumeIntegralInRange<i64>(0, 20 * kDaySeconds));
    if (data.ConsumeBool()) world.put_wallet(world.wallet(data.ConsumeIntegralInRange<u64>(0, 300)));
    client::Instruction instruction = chosen(world, data);
    for (int breaks = data.ConsumeIntegralInRange<int>(0, 2); breaks > 0; --breaks)
      grapnel::testing::damage(instruction, data, kKeys, 400);
    const auto sum = tokens_of_all(world);
    const auto listing = world.chain.account(MarketWorld::listing()).data;
    const bool succeeded = run(world, instruction);
    demand(tokens_of_all(world) == sum);
    if (!succeeded) demand(world.chain.account(MarketWorld::listing()).data == listing);
    demand(world.tokens(kVault) == entitlements(world));
  }
  return 0;
}
