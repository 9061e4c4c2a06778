// What `execute` does when all is well, on every ground, with SPL Token.
#include <fstream>
#include <nlohmann/json.hpp>

#include "execution_world.hpp"

namespace agent_factory::test {
namespace {

INSTANTIATE_TEST_SUITE_P(, ExecuteTest, grapnel::testing::everywhere(), grapnel::testing::setting_name);

TEST_P(ExecuteTest, swaps_within_the_limits) {
  const Outcome outcome = run_inner(swapping(kDollar, 200'000'000, kGold, 99'000'000), kPrices);
  ASSERT_TRUE(succeeds(outcome));
  EXPECT_EQ(held(kDollar), 800'000'000u);
  EXPECT_EQ(held(kGold), 1'099'000'000u);
  const Wallet after = now();
  EXPECT_EQ(after.nonce, wallet.nonce + 1);
  EXPECT_EQ(after.uses, wallet.uses + 1);
  EXPECT_EQ(after.measured.execution_count, 1u);
  EXPECT_EQ(after.measured.last_executed_at, kNow);
  EXPECT_EQ(left_of(after.mints[0].allowance), 300'000'000u);
  EXPECT_EQ(left_of(after.mints[1].allowance), 500'000'000u);
  EXPECT_EQ(left_of(after.use_allowance), 99u);
  EXPECT_EQ(after.mints[1].price_published_at, kNow);
  const auto event = outcome.event<AgentExecuted>();
  ASSERT_TRUE(event);
  EXPECT_EQ(event->wallet, kWallet.address);
  EXPECT_EQ(event->nonce, wallet.nonce);
  EXPECT_EQ(event->value_out, 200'000'000u);
  EXPECT_EQ(event->value_in, 198'000'000u);
  EXPECT_EQ(event->fee, Lamports{0});
}

TEST_P(ExecuteTest, the_owner_needs_no_license) {
  wallet.beneficiary = kOwner;
  wallet.bump = find_program_address(kProgramId, kWalletSeed, kAgent.address, kOwner).bump;
  with_license = false;
  EXPECT_TRUE(succeeds(run_inner(playing({}))));
}

TEST_P(ExecuteTest, licenses_of_each_kind) {
  license.kind = LicenseKind::Subscription;
  license.expires_at = kNow + 1;
  put_state();
  EXPECT_TRUE(succeeds(run_inner(swapping(kDollar, 10, kGold, 5), kPrices)));
  license.kind = LicenseKind::PerUse;
  license.uses_bought = 2;
  chain.put(kLicense, license, License::kProgram);
  EXPECT_TRUE(succeeds(run_inner(swapping(kDollar, 10, kGold, 5), kPrices)));
  EXPECT_TRUE(fails(run_inner(swapping(kDollar, 10, kGold, 5), kPrices), AgentError::LicenseNotUsable));
}

TEST_P(ExecuteTest, every_role_filled) {
  std::vector<u8> position(80);
  std::memcpy(position.data() + 40, kWallet.address.data(), 32);
  put_data(key(60), position, market::kProgramId);
  agent.allow_list[0] = entry_for(market::kProgramId, {{1, AccountRole::WalletPosition},
                                                       {2, AccountRole::Wallet},
                                                       {3, AccountRole::Purse},
                                                       {4, AccountRole::WalletToken},
                                                       {5, AccountRole::FixedKey0},
                                                       {6, AccountRole::FixedKey1},
                                                       {7, AccountRole::WalletPosition}});
  agent.allow_list[0].position_owner_offset = 40;
  agent.allow_list[0].fixed_keys[0] = kStranger;
  agent.allow_list[0].fixed_keys[1] = kHolder;
  EXPECT_TRUE(succeeds(run_inner(playing({}, {{key(60), false, true},
                                              {kWallet.address, true, false},
                                              {kPurse.address, true, true},
                                              {account_of(kWallet.address, kGold), false, true},
                                              {kStranger, false, false},
                                              {kHolder, false, true},
                                              {key(61), true, true}}))));
}

TEST_P(ExecuteTest, a_transfer_to_a_fixed_destination) {
  agent.allow_list[0] = entry_for(Token::kId, {{1, AccountRole::FixedKey0}});
  agent.allow_list[0].fixed_keys[0] = account_of(kStranger, kDollar);
  wallet.mints[0].unreturned_allowed = 1;
  const Call call = transfer(account_of(kWallet.address, kDollar), account_of(kStranger, kDollar), kWallet.address, 70);
  ASSERT_TRUE(succeeds(run_inner({call.program, call.accounts, call.data})));
  EXPECT_EQ(amount(account_of(kStranger, kDollar)), 70u);
}

TEST_P(ExecuteTest, a_gain_is_what_the_oracle_moved) {
  ASSERT_TRUE(succeeds(run_inner(swapping(kDollar, 200'000'000, kGold, 99'000'000), kMeasured)));
  EXPECT_EQ(now().mints[1].tracked_quantity, 99'000'000u);
  EXPECT_EQ(now().mints[1].tracked_cost, 200'000'000u);  // the dearer: what was paid
  EXPECT_EQ(now().measured.execution_loss, 2'000'000u);
  EXPECT_EQ(now().measured.yield_generated, 0u);

  put_price(kGoldPrice, gold_at(300'000'000));
  const Outcome sale = run_inner(swapping(kGold, 99'000'000, kDollar, 298'000'000), kMeasured);
  ASSERT_TRUE(succeeds(sale));
  EXPECT_EQ(sale.event<AgentExecuted>()->gain, 97'000'000u);  // the cheaper of 297 and 298, less 200
  EXPECT_EQ(now().measured.yield_generated, 97'000'000u);
  EXPECT_EQ(now().measured.execution_gain, 1'000'000u);
  EXPECT_EQ(now().mints[1].tracked_quantity, 0u);
}

TEST_P(ExecuteTest, a_loss_is_booked_apart) {
  ASSERT_TRUE(succeeds(run_inner(swapping(kDollar, 200'000'000, kGold, 100'000'000), kMeasured)));
  put_price(kGoldPrice, gold_at(100'000'000));
  ASSERT_TRUE(succeeds(run_inner(swapping(kGold, 50'000'000, kDollar, 50'000'000), kMeasured)));
  EXPECT_EQ(now().measured.loss, 50'000'000u);
  EXPECT_EQ(now().measured.yield_generated, 0u);
  EXPECT_EQ(now().mints[1].tracked_quantity, 50'000'000u);
  EXPECT_EQ(now().mints[1].tracked_cost, 100'000'000u);
}

TEST_P(ExecuteTest, pays_the_flat_fee) {
  wallet.flat_fee = 5'000;
  wallet.fee_allowance = limit(kSol);
  put_state();
  const Outcome outcome = run_inner(swapping(kDollar, 10, kGold, 5), kPrices);
  ASSERT_TRUE(succeeds(outcome));
  EXPECT_EQ(outcome.event<AgentExecuted>()->fee, Lamports{5'000});
  EXPECT_EQ(lamports(kPurse.address), kSol - 5'000);
  EXPECT_EQ(left_of(now().fee_allowance), kSol - 5'000);
}

TEST_P(ExecuteTest, token_2022_accounts) {
  for (const Pubkey& mint : {kDollar, kGold}) {
    put_mint(mint, Token2022::kId);
    hold(kWallet.address, mint, 1'000, Token2022::kId);
    hold(market::kVaultOwner.address, mint, 1'000, Token2022::kId);
  }
  const Pubkey vaults = market::kVaultOwner.address;
  const Inner inner =
      playing({transfer(account_of(kWallet.address, kDollar), account_of(vaults, kDollar), kWallet.address, 200,
                        Token2022::kId),
               transfer(account_of(vaults, kGold), account_of(kWallet.address, kGold), vaults, 100, Token2022::kId)});
  ASSERT_TRUE(succeeds(run_inner(inner, kPrices)));
  EXPECT_EQ(left_of(now().mints[0].allowance), 500'000'000u - 200);
}

TEST_P(ExecuteTest, lanes_of_two_wallets_share_nothing_that_is_written) {
  put_state();
  std::vector<Pubkey> written;
  for (const auto& meta : executing(swapping(kDollar, 10, kGold, 5), kPrices).accounts) {
    if (meta.is_writable) written.push_back(meta.key);
  }
  for (const Pubkey& shared : {kAgent.address, kLicense, kDollarEntry, kGoldPrice, kPool, market::kProgramId}) {
    EXPECT_EQ(std::ranges::count(written, shared), 0);
  }
}

// What execute adds to the market's own instruction, run by somebody without a wallet; held to execute_units.json, both ways.
TEST_P(ExecuteTest, costs_what_the_baseline_says) {
  if (!chain.is_real() || GetParam().features != grapnel::testing::Features::Mainnet) GTEST_SKIP();
  std::ifstream file(AGENT_FACTORY_EXECUTE_UNITS);
  const auto baseline = nlohmann::json::parse(file);
  wallet.mints[0].unreturned_allowed = 1;
  wallet.fee_allowance = limit(kSol);
  put_state();
  ASSERT_TRUE(succeeds(run_inner(swapping(kDollar, 10, kGold, 5), kPrices)));  // fills the rings

  const auto alone = [&](const Inner& inner) {
    return run(client::Instruction{inner.program, inner.accounts, inner.data}).compute_units.value_or(0);
  };
  const Pubkey vaults = market::kVaultOwner.address;
  hold(kStranger, kDollar, 10);
  const u64 swap_alone =
      alone(playing({transfer(account_of(kStranger, kDollar), account_of(vaults, kDollar), kStranger, 10),
                     transfer(account_of(vaults, kGold), account_of(kStranger, kGold), vaults, 5)}));
  const u64 nothing_alone = alone(playing({}));
  u64 inner = swap_alone;
  const auto measure = [&](const char* name, const Outcome& outcome) {
    ASSERT_TRUE(succeeds(outcome)) << name;
    EXPECT_NE(inner, 0u);
    EXPECT_EQ(outcome.compute_units.value_or(0) - inner, baseline.value(name, u64{0})) << name;
  };
  measure("without_prices", run_inner(swapping(kDollar, 10, kGold, 5)));
  measure("one_price", run_inner(swapping(kDollar, 10, kGold, 5), kPrices));
  measure("measured_buy", run_inner(swapping(kDollar, 10, kGold, 5), kMeasured));
  measure("measured_sale", run_inner(swapping(kGold, 2, kDollar, 4), kMeasured));
  Wallet paying = now();
  paying.flat_fee = 5'000;
  chain.put(kWallet.address, paying, kProgramId);
  measure("flat_fee_without_prices", run_inner(swapping(kDollar, 10, kGold, 5)));
  inner = nothing_alone;
  measure("nothing_moves", run_inner(playing({})));
}

}  // namespace
}  // namespace agent_factory::test
