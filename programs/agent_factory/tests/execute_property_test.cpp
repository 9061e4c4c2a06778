// Whatever an executor has the market play, a wallet loses no more than its allowances, keeps its accounts, and a failure
// changes nothing: random scripts of honest and hostile calls within one window.
#include <grapnel/testing/source.hpp>

#include "execution_world.hpp"

namespace agent_factory::test {
namespace {

using grapnel::testing::Source;

class ExecuteProperty : public ExecuteTest {
 protected:
  static constexpr Pubkey kMints[] = {kDollar, kGold, kMeme, kUnlisted};
  static constexpr u64 kStart = 1'000'000'000;

  static Pubkey some_account(Source& source, const Pubkey& mint) {
    const Pubkey owners[] = {kWallet.address, market::kVaultOwner.address, kStranger};
    return account_of(owners[source.below(3)], mint);
  }
  static Call some_call(Source& source) {
    const Pubkey& mint = kMints[source.below(4)];
    const Pubkey ours = account_of(kWallet.address, mint);
    const u64 amount = source.one_in(3) ? source.below(900'000'000) : source.below(60'000'000);
    switch (source.below(10)) {
      case 0:
        return {Token::kId,
                {{ours, false, true}, {kStranger, false, false}, {kWallet.address, true, false}},
                token_data(4, {amount})};
      case 1:
        return {
            Token::kId, {{ours, false, true}, {kStranger, false, true}, {kWallet.address, true, false}}, token_data(9)};
      case 2: return {Token::kId, {{ours, false, true}, {kWallet.address, true, false}}, token_data(5)};
      case 3: return system_transfer(kPurse.address, kStranger, amount);
      case 4:
      case 5: return transfer(account_of(market::kVaultOwner.address, mint), ours, market::kVaultOwner.address, amount);
      default: return transfer(ours, some_account(source, mint), kWallet.address, amount);
    }
  }
  std::vector<u64> balances() const {
    std::vector<u64> out{lamports(kPurse.address)};
    for (const Pubkey& mint : kMints) out.push_back(held(mint));
    return out;
  }
  bool accounts_are_ours() const {
    return std::ranges::all_of(kMints, [&](const Pubkey& mint) {
      const auto data = chain.account(account_of(kWallet.address, mint)).data;
      return data.size() == 165 && load<Pubkey>(data.data() + 32) == kWallet.address &&
             load<u32>(data.data() + 72) == 0;
    });
  }
};
INSTANTIATE_TEST_SUITE_P(, ExecuteProperty, ::testing::Values(grapnel::testing::Setting{}),
                         grapnel::testing::setting_name);

TEST_P(ExecuteProperty, no_script_takes_more_than_the_allowances) {
  u64 succeeded = 0, refused = 0;
  for (u64 seed = 0; seed < 12; ++seed) {
    Source source(seed);
    wallet.max_loss_bps = source.one_in(2) ? 10'000 : 200;
    put_state();
    nonce = wallet.nonce;
    for (const Pubkey& mint : kMints) hold(kWallet.address, mint, kStart);
    chain.fund(kPurse.address, Lamports{kSol});
    std::vector<u64> out(5), left{kSol / 2, 500'000'000, 500'000'000, 500'000'000, 0};
    for (int step = 0; step < 24; ++step) {
      std::vector<Call> calls;
      for (u64 count = 1 + source.below(2); count > 0; --count) calls.push_back(some_call(source));
      const std::vector<u64> before = balances();
      const Outcome outcome = run_inner(playing(calls), source.one_in(4) ? std::vector<Pubkey>{} : kPrices);
      const std::vector<u64> after = balances();
      ASSERT_TRUE(accounts_are_ours()) << "seed " << seed << outcome.report();
      if (!outcome.ok()) {
        ASSERT_EQ(before, after);
        ++refused;
        continue;
      }
      ++succeeded;
      for (usize i = 0; i < out.size(); ++i) {
        if (after[i] < before[i]) out[i] += before[i] - after[i];
        ASSERT_LE(out[i], left[i]) << "seed " << seed << outcome.report();
      }
    }
  }
  EXPECT_GT(succeeded, 60u);
  EXPECT_GT(refused, 60u);
}

}  // namespace
}  // namespace agent_factory::test
