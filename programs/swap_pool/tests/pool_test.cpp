// A pool in use, natively and on the real runtime: what each instruction gives and costs, its limits, and what somebody
// who wants more than that tries.
#include "baseline.hpp"
#include "pool_fixture.hpp"

#include <grapnel/testing/flags.hpp>

#include <cmath>

namespace swap_pool::test {
namespace {

using grapnel::examples::costs;

class UsedPoolTest : public PoolTest {
 protected:
  UsedPoolTest() { make_pool(); }

  // A pool without fees, whose figures are plain.
  void without_fees(u64 a = 1'000'000, u64 b = 50'000'000) { with_fees(fees(0, 0), a, b); }
  void with_fees(const Fees& taken, u64 a = 1'000'000, u64 b = 50'000'000) {
    use_mints(a_, b_, shares_);
    fill_vaults(a, b);
    make_pool(taken);
  }
};
INSTANTIATE_TEST_SUITE_P(, UsedPoolTest, grapnel::testing::everywhere(), grapnel::testing::setting_name);

TEST_P(UsedPoolTest, a_swap_is_the_quote) {
  SwapQuote quote{};
  ASSERT_TRUE(quote_swap(10'000, {1'000'000, 50'000'000, kInitialSupply}, kFees, quote));
  const Outcome outcome = run(swapping(kMintA, 10'000, quote.amount_out));
  ASSERT_TRUE(costs("swap", outcome));
  EXPECT_EQ(amount(kAlice, kMintA), kRich - 10'000);
  EXPECT_EQ(amount(kAlice, kMintB), kRich + quote.amount_out);
  EXPECT_EQ(amount(kVaultA), 1'010'000u);
  EXPECT_EQ(amount(kVaultB), 50'000'000 - quote.amount_out);
  EXPECT_EQ(amount(kFeeAccount), quote.owner_shares);
  EXPECT_GT(quote.owner_shares, 0u);
  EXPECT_EQ(outcome.event<Swapped>()->amount_out, quote.amount_out);
  EXPECT_TRUE(fails(run(swapping(kMintA, 10'000, quote.amount_out)), SwapError::ExceededSlippage)) << "now dearer";
}

TEST_P(UsedPoolTest, the_other_way) {
  ASSERT_TRUE(costs("swap_b_to_a", run(swapping(kMintB, 50'000, 1))));
  EXPECT_EQ(amount(kVaultB), 50'050'000u);
  EXPECT_EQ(amount(kVaultA), 1'000'000u - (amount(kAlice, kMintA) - kRich));
}

TEST_P(UsedPoolTest, a_host_gets_its_part) {
  SwapQuote quote{};
  ASSERT_TRUE(quote_swap(100'000, {1'000'000, 50'000'000, kInitialSupply}, kFees, quote));
  auto instruction = swapping(kMintA, 100'000);
  instruction.accounts.push_back({kHostAccount, false, true});
  ASSERT_TRUE(costs("swap_with_host", run(instruction)));
  EXPECT_EQ(amount(kHostAccount), quote.host_shares);
  EXPECT_EQ(amount(kFeeAccount), quote.owner_shares - quote.host_shares);
}

TEST_P(UsedPoolTest, an_account_that_takes_no_shares_is_no_host) {
  auto instruction = swapping(kMintA, 100'000);
  instruction.accounts.push_back({account_of(kMaker, kMintA), false, true});
  EXPECT_TRUE(fails(run(instruction), SwapError::InvalidHostFeeAccount));
  instruction.accounts.back().key = kOwner;
  EXPECT_TRUE(fails(run(instruction), SwapError::InvalidHostFeeAccount));
}

TEST_P(UsedPoolTest, a_fee_account_that_is_gone_stops_nobody) {
  chain.set_account(kFeeAccount, {});
  ASSERT_TRUE(succeeds(run(swapping(kMintA, 10'000))));
  EXPECT_EQ(supply(), kInitialSupply) << "nobody gets the owner's part";
  ASSERT_TRUE(succeeds(run(withdrawing(1'000'000))));
  EXPECT_EQ(supply(), kInitialSupply - 1'000'000) << "and no fee is taken";
  ASSERT_TRUE(succeeds(run(withdrawing_one(kMintA, 100))));
  put_tokens(kFeeAccount, {.mint = kMintA, .owner = kOwner});
  EXPECT_TRUE(succeeds(run(swapping(kMintA, 10'000)))) << "nor one that came again for another mint";
}

TEST_P(UsedPoolTest, too_little_to_trade) {
  EXPECT_TRUE(fails(run(swapping(kMintA, 0)), SwapError::ZeroTradingTokens));
  EXPECT_TRUE(fails(run(swapping(kMintB, 49)), SwapError::ZeroTradingTokens)) << "a fiftieth of a unit";
  EXPECT_TRUE(fails(run(swapping(kMintA, kRich + 1)), kTokenInsufficient));
}

TEST_P(UsedPoolTest, both_sides_in_and_out) {
  without_fees();
  ASSERT_TRUE(costs("deposit_all_token_types", run(depositing(10'000'000, 10'000, 500'000))));
  EXPECT_EQ(amount(kAlice, kShareMint), 10'000'000u);
  EXPECT_EQ(amount(kVaultA), 1'010'000u);
  EXPECT_EQ(amount(kVaultB), 50'500'000u);
  const Outcome outcome = run(withdrawing(10'000'000, 10'000, 500'000, kAlice));
  ASSERT_TRUE(costs("withdraw_all_token_types", outcome));
  EXPECT_EQ(amount(kAlice, kMintA), kRich);
  EXPECT_EQ(amount(kAlice, kMintB), kRich);
  EXPECT_EQ(outcome.event<Withdrawn>()->token_b_amount, 500'000u);
}

TEST_P(UsedPoolTest, limits_of_both_sides) {
  without_fees();
  EXPECT_TRUE(fails(run(depositing(10'000'001, 10'000, kRich)), SwapError::ExceededSlippage)) << "10,001 of A";
  EXPECT_TRUE(fails(run(depositing(10'000'000, kRich, 499'999)), SwapError::ExceededSlippage));
  EXPECT_TRUE(fails(run(withdrawing(10'000'000, 10'001, 0)), SwapError::ExceededSlippage));
  EXPECT_TRUE(fails(run(withdrawing(10'000'000, 0, 500'001)), SwapError::ExceededSlippage));
  EXPECT_TRUE(fails(run(depositing(0)), SwapError::ZeroTradingTokens));
  EXPECT_TRUE(fails(run(withdrawing(0)), SwapError::ZeroTradingTokens));
  EXPECT_TRUE(fails(run(withdrawing(19)), SwapError::ZeroTradingTokens)) << "a part of a unit of both";
  EXPECT_EQ(amount(kAlice, kShareMint), 0u);
}

TEST_P(UsedPoolTest, one_share_costs_a_unit_of_each) {
  without_fees();
  ASSERT_TRUE(succeeds(run(depositing(1, 1, 1))));
  EXPECT_EQ(amount(kVaultA), 1'000'001u) << "what is rounded is the pool's";
}

TEST_P(UsedPoolTest, a_withdrawal_pays_the_owners_fee) {
  ASSERT_TRUE(succeeds(run(withdrawing(100'000'000))));
  EXPECT_EQ(amount(kFeeAccount), 1'000'000u);
  EXPECT_EQ(supply(), kInitialSupply - 99'000'000);
  EXPECT_EQ(amount(kMaker, kMintA), kRich + 99'000);
}

TEST_P(UsedPoolTest, the_fee_account_itself_pays_none) {
  ASSERT_TRUE(succeeds(run(withdrawing(100'000'000))));
  auto instruction = with(with(withdrawing(1'000'000), 2, kOwner), 4, kFeeAccount);
  ASSERT_TRUE(succeeds(run(instruction)));
  EXPECT_EQ(amount(kFeeAccount), 0u);
}

TEST_P(UsedPoolTest, one_side_in_and_out) {
  without_fees();
  ASSERT_TRUE(costs("deposit_single_token_type", run(depositing_one(kMintA, 21'000, 10'445'000))));
  const u64 shares = amount(kAlice, kShareMint);
  EXPECT_EQ(shares, quote_deposit_of_one_side(21'000, 1'000'000, kInitialSupply, fees(0, 0)).value());
  EXPECT_NEAR(static_cast<double>(shares), 1e9 * (std::sqrt(1.021) - 1), 1);
  ASSERT_TRUE(costs("withdraw_single_token_type", run(withdrawing_one(kMintA, 20'999, shares, kAlice))));
  EXPECT_EQ(amount(kAlice, kMintA), kRich - 1) << "21,000 would cost a share more";
  ASSERT_TRUE(succeeds(run(depositing_one(kMintB, 1'000'000))));
  ASSERT_TRUE(succeeds(run(withdrawing_one(kMintB, 999'000, kRich, kAlice))));
}

TEST_P(UsedPoolTest, limits_of_one_side) {
  EXPECT_TRUE(fails(run(depositing_one(kMintA, 0)), SwapError::ZeroTradingTokens));
  EXPECT_TRUE(fails(run(depositing_one(kMintA, 1)), SwapError::ZeroTradingTokens)) << "two fees of a unit each";
  EXPECT_TRUE(fails(run(depositing_one(kMintA, 21'000, 10'446'000)), SwapError::ExceededSlippage));
  EXPECT_TRUE(fails(run(withdrawing_one(kMintA, 0)), SwapError::ZeroTradingTokens));
  EXPECT_TRUE(fails(run(withdrawing_one(kMintA, 1'000'000)), SwapError::CalculationFailure))
      << "a side can't be emptied";
  EXPECT_TRUE(fails(run(withdrawing_one(kMintA, 999'999)), SwapError::CalculationFailure)) << "nor with its fees";
  EXPECT_TRUE(fails(run(withdrawing_one(kMintA, 10'000, 5'000'000)), SwapError::ExceededSlippage));
  EXPECT_TRUE(fails(run(withdrawing_one(kMintA, 10'000, kRich, kAlice)), kTokenInsufficient)) << "no shares";
}

TEST_P(UsedPoolTest, the_last_share_ends_the_pool) {
  without_fees();
  ASSERT_TRUE(succeeds(run(withdrawing(kInitialSupply, 1'000'000, 50'000'000))));
  EXPECT_EQ(amount(kVaultA), 0u);
  EXPECT_TRUE(fails(run(depositing(1'000)), SwapError::PoolEmpty));
  EXPECT_TRUE(fails(run(depositing_one(kMintA, 1'000)), SwapError::PoolEmpty));
  EXPECT_TRUE(fails(run(withdrawing(1)), SwapError::CalculationFailure));
  EXPECT_TRUE(fails(run(withdrawing_one(kMintA, 1)), SwapError::CalculationFailure));
  put_tokens(kVaultA, {.mint = kMintA, .owner = kAuthority.address, .amount = 7});
  EXPECT_TRUE(fails(run(depositing(1'000)), SwapError::PoolEmpty)) << "also if somebody sends it something";
  EXPECT_TRUE(fails(run(swapping(kMintA, 1'000)), SwapError::ZeroTradingTokens));
}

// attacks

TEST_P(UsedPoolTest, a_pool_pushed_around_a_victim_is_stopped_by_the_victims_limit) {
  SwapQuote quote{};
  ASSERT_TRUE(quote_swap(10'000, {1'000'000, 50'000'000, kInitialSupply}, kFees, quote));
  const Outcome sandwich =
      chain.run({swapping(kMintA, 200'000, 0, kMaker), swapping(kMintA, 10'000, quote.amount_out * 99 / 100)});
  EXPECT_TRUE(fails(sandwich, SwapError::ExceededSlippage));
  EXPECT_EQ(amount(kVaultA), 1'000'000u);
}

TEST_P(UsedPoolTest, pushing_a_pool_there_and_back_costs_the_pusher) {
  ASSERT_TRUE(succeeds(run(swapping(kMintA, 500'000, 0, kMaker))));
  const u64 bought = amount(kMaker, kMintB) - kRich;
  ASSERT_TRUE(succeeds(run(swapping(kMintB, bought, 0, kMaker))));
  EXPECT_EQ(amount(kMaker, kMintB), kRich);
  EXPECT_LT(amount(kMaker, kMintA), kRich);
}

TEST_P(UsedPoolTest, without_fees_dust_is_the_pools_too) {
  without_fees(1'000'003, 49'999'991);
  for (const u64 in : {u64{7}, u64{999}, u64{123'457}, u64{1'000'003}}) {
    const u64 had = amount(kAlice, kMintA);
    const u64 had_b = amount(kAlice, kMintB);
    ASSERT_TRUE(succeeds(run(swapping(kMintA, in))));
    ASSERT_TRUE(succeeds(run(swapping(kMintB, amount(kAlice, kMintB) - had_b))));
    EXPECT_LE(amount(kAlice, kMintA), had) << in;
    EXPECT_EQ(amount(kAlice, kMintB), had_b);
  }
}

TEST_P(UsedPoolTest, a_donation_is_everybodys_who_holds_shares) {
  without_fees();
  put_tokens(kVaultA, {.mint = kMintA, .owner = kAuthority.address, .amount = 2'000'000});
  ASSERT_TRUE(succeeds(run(depositing(1'000'000, 2'000, 50'000)))) << "shares are dearer by as much";
  EXPECT_EQ(amount(kAlice, kMintA), kRich - 2'000);
  ASSERT_TRUE(succeeds(run(withdrawing(1'000'000, 2'000, 50'000, kAlice))));
  EXPECT_EQ(amount(kAlice, kMintA), kRich);
}

// Who burns almost all shares and then donates makes the rest dear; who deposits says how many shares they want.
TEST_P(UsedPoolTest, dear_shares_are_not_forced_on_anyone) {
  without_fees();
  ASSERT_TRUE(succeeds(run(withdrawing(kInitialSupply - 1))));
  EXPECT_EQ(supply(), 1u);
  put_tokens(kVaultA, {.mint = kMintA, .owner = kAuthority.address, .amount = 5'000'000});
  put_tokens(kVaultB, {.mint = kMintB, .owner = kAuthority.address, .amount = 5'000'000});
  EXPECT_TRUE(fails(run(depositing(1, 4'999'999, 4'999'999)), SwapError::ExceededSlippage));
  EXPECT_TRUE(fails(run(depositing_one(kMintA, 4'999'999)), SwapError::ZeroTradingTokens)) << "never nothing for it";
  EXPECT_EQ(amount(kAlice, kMintA), kRich);
}

TEST_P(UsedPoolTest, tokens_of_a_worthless_mint) {
  put_mint(key(20), {});
  put_tokens(key(21), {.mint = key(20), .owner = kAlice, .amount = kRich});
  put_tokens(key(22), {.mint = key(20), .owner = kAuthority.address, .amount = kRich});
  EXPECT_TRUE(fails(run(with(swapping(kMintA, 100), 3, key(21))), kTokenMismatch));
  auto with_its_mint = with(with(swapping(kMintA, 100), 3, key(21)), 9, key(20));
  EXPECT_TRUE(fails(run(with_its_mint), SwapError::IncorrectSwapAccount));
  auto with_its_vault = with(with_its_mint, 4, key(22));
  EXPECT_TRUE(fails(run(with_its_vault), SwapError::IncorrectSwapAccount));
  EXPECT_TRUE(fails(run(with(with(depositing_one(kMintA, 100), 3, key(21)), 8, key(20))), SwapError::IncorrectMint));
  EXPECT_TRUE(fails(run(with(with(depositing(100), 3, key(21)), 9, key(20))), ErrorCode::ConstraintHasOne));
  // Its owner would be called with the pool's signature.
  EXPECT_TRUE(fails(run(with(depositing(100), 10, key(20))), ErrorCode::ConstraintHasOne));
  EXPECT_TRUE(fails(run(with(withdrawing(100), 10, key(20))), ErrorCode::ConstraintHasOne));
  EXPECT_TRUE(fails(run(with(withdrawing(100), 11, key(20))), ErrorCode::ConstraintHasOne));
}

TEST_P(UsedPoolTest, vaults_that_are_not_the_pools) {
  put_tokens(key(21), {.mint = kMintA, .owner = kAuthority.address, .amount = 1});
  put_tokens(key(22), {.mint = kMintB, .owner = kAuthority.address, .amount = kRich});
  EXPECT_TRUE(fails(run(with(swapping(kMintA, 100), 4, key(21))), SwapError::IncorrectSwapAccount));
  EXPECT_TRUE(fails(run(with(swapping(kMintA, 100), 5, key(22))), SwapError::IncorrectSwapAccount));
  EXPECT_TRUE(fails(run(with(depositing(100), 5, key(21))), ErrorCode::ConstraintHasOne));
  EXPECT_TRUE(fails(run(with(depositing(100), 6, key(22))), ErrorCode::ConstraintHasOne));
  EXPECT_TRUE(fails(run(with(withdrawing(100), 5, key(21))), ErrorCode::ConstraintHasOne));
  EXPECT_TRUE(fails(run(with(withdrawing(100), 6, key(22))), ErrorCode::ConstraintHasOne));
  EXPECT_TRUE(fails(run(with(depositing_one(kMintA, 100), 4, key(21))), ErrorCode::ConstraintHasOne));
  EXPECT_TRUE(fails(run(with(depositing_one(kMintB, 100), 5, key(22))), ErrorCode::ConstraintHasOne));
  EXPECT_TRUE(fails(run(with(withdrawing_one(kMintA, 100), 5, key(21))), ErrorCode::ConstraintHasOne));
  EXPECT_TRUE(fails(run(with(withdrawing_one(kMintB, 100), 6, key(22))), ErrorCode::ConstraintHasOne));
}

TEST_P(UsedPoolTest, vaults_swapped) {
  auto instruction = swapping(kMintA, 100);
  std::swap(instruction.accounts[4], instruction.accounts[5]);
  EXPECT_TRUE(fails(run(instruction), SwapError::IncorrectSwapAccount));
  std::swap(instruction.accounts[9], instruction.accounts[10]);
  EXPECT_TRUE(fails(run(instruction), kTokenMismatch)) << "B's vault is no place for A";
  instruction = depositing(100);
  std::swap(instruction.accounts[5], instruction.accounts[6]);
  EXPECT_TRUE(fails(run(instruction), ErrorCode::ConstraintHasOne));
  instruction = withdrawing(100);
  std::swap(instruction.accounts[10], instruction.accounts[11]);
  EXPECT_TRUE(fails(run(instruction), ErrorCode::ConstraintHasOne));
}

TEST_P(UsedPoolTest, one_vault_on_both_sides) {
  EXPECT_TRUE(fails(run(with(swapping(kMintA, 100), 5, kVaultA)), ErrorCode::ConstraintDuplicateMutableAccount));
  EXPECT_TRUE(fails(run(with(depositing(100), 6, kVaultA)), ErrorCode::ConstraintDuplicateMutableAccount));
}

TEST_P(UsedPoolTest, the_pools_own_vault_as_the_signers_account) {
  EXPECT_TRUE(fails(run(with(swapping(kMintA, 100), 3, kVaultB)), ErrorCode::ConstraintDuplicateMutableAccount));
  EXPECT_TRUE(fails(run(with(swapping(kMintA, 100), 6, kVaultA)), ErrorCode::ConstraintDuplicateMutableAccount));
  EXPECT_TRUE(fails(run(with(withdrawing(100), 7, kVaultA)), ErrorCode::ConstraintDuplicateMutableAccount));
  EXPECT_TRUE(fails(run(with(withdrawing_one(kMintA, 100), 7, kVaultB)), ErrorCode::ConstraintDuplicateMutableAccount));
}

TEST_P(UsedPoolTest, another_authority) {
  const Pubkey other = find_authority(key(99)).address;
  for (const auto& instruction : {swapping(kMintA, 100), depositing(100), withdrawing(100'000),
                                  depositing_one(kMintA, 100), withdrawing_one(kMintA, 100)}) {
    EXPECT_TRUE(fails(run(with(instruction, 1, other)), SwapError::InvalidProgramAddress));
  }
}

TEST_P(UsedPoolTest, another_fee_account) {
  EXPECT_TRUE(fails(run(with(swapping(kMintA, 100), 8, kHostAccount)), ErrorCode::ConstraintHasOne));
  EXPECT_TRUE(fails(run(with(withdrawing(100'000), 9, kHostAccount)), ErrorCode::ConstraintHasOne));
  EXPECT_TRUE(fails(run(with(withdrawing_one(kMintA, 100), 8, kHostAccount)), ErrorCode::ConstraintHasOne));
}

TEST_P(UsedPoolTest, another_share_mint) {
  put(key(23), mint_data({.authority = kAuthority.address, .supply = 1, .decimals = 9}), Token::kId);
  EXPECT_TRUE(fails(run(with(swapping(kMintA, 100), 7, key(23))), ErrorCode::ConstraintHasOne));
  EXPECT_TRUE(fails(run(with(depositing(100), 7, key(23))), ErrorCode::ConstraintHasOne));
  EXPECT_TRUE(fails(run(with(withdrawing(100), 3, key(23))), ErrorCode::ConstraintHasOne));
  EXPECT_TRUE(fails(run(with(depositing_one(kMintA, 100), 6, key(23))), ErrorCode::ConstraintHasOne));
  EXPECT_TRUE(fails(run(with(withdrawing_one(kMintA, 100), 3, key(23))), ErrorCode::ConstraintHasOne));
}

TEST_P(UsedPoolTest, a_pool_that_another_program_wrote) {
  const auto real = chain.account(kPool);
  chain.set_account(kPool, {real.lamports, real.data, System::kId, false});
  for (const auto& instruction : {swapping(kMintA, 100), depositing(100), withdrawing(100), depositing_one(kMintA, 100),
                                  withdrawing_one(kMintA, 100)})
    EXPECT_TRUE(fails(run(instruction), ErrorCode::AccountOwnedByWrongProgram));
  chain.set_account(kPool, {real.lamports, std::vector<u8>(324), kProgramId, false});
  EXPECT_TRUE(fails(run(swapping(kMintA, 100)), ErrorCode::AccountDiscriminatorMismatch)) << "one not yet made";
}

TEST_P(UsedPoolTest, every_signature_and_every_account_that_is_written_is_asked_for) {
  using grapnel::testing::unasked;
  EXPECT_EQ((unasked<SwapPool, initialize>(chain, "sw - - - w - d -")), "");
  EXPECT_EQ((unasked<SwapPool, swap>(chain, "- - s w w w w w w - - - - -")), "");
  EXPECT_EQ((unasked<SwapPool, deposit_all_token_types>(chain, "- - s w w w w w w - - - - -")), "");
  EXPECT_EQ((unasked<SwapPool, withdraw_all_token_types>(chain, "- - s w d w w w w d - - - - -")), "");
  EXPECT_EQ((unasked<SwapPool, deposit_single_token_type_exact_amount_in>(chain, "- - s w w w w w - - -")), "");
  EXPECT_EQ((unasked<SwapPool, withdraw_single_token_type_exact_amount_out>(chain, "- - s w d w w w d - - -")), "");
}

TEST_P(UsedPoolTest, who_has_not_signed) {
  for (auto instruction : {swapping(kMintA, 100), depositing(100), withdrawing(100'000), depositing_one(kMintA, 100),
                           withdrawing_one(kMintA, 100)}) {
    instruction.accounts[2].is_signer = false;
    EXPECT_TRUE(fails(run(instruction), ErrorCode::AccountNotSigner));
  }
}

TEST_P(UsedPoolTest, tokens_and_shares_of_somebody_else) {
  EXPECT_TRUE(fails(run(with(swapping(kMintA, 100), 2, kMaker)), kTokenOwnerMismatch));
  EXPECT_TRUE(fails(run(with(depositing(100), 2, kMaker)), kTokenOwnerMismatch));
  EXPECT_TRUE(fails(run(with(withdrawing(100'000), 2, kAlice)), kTokenOwnerMismatch));
  EXPECT_TRUE(fails(run(with(depositing_one(kMintA, 100), 2, kMaker)), kTokenOwnerMismatch));
  EXPECT_TRUE(fails(run(with(withdrawing_one(kMintA, 100), 2, kAlice)), kTokenOwnerMismatch));
}

TEST_P(UsedPoolTest, an_account_that_is_no_token_account_receives_nothing) {
  EXPECT_TRUE(fails(run(with(swapping(kMintA, 100), 6, key(90))), SwapError::InvalidDestination));
  EXPECT_TRUE(fails(run(with(withdrawing(100'000), 8, key(90))), SwapError::InvalidDestination));
}

TEST_P(UsedPoolTest, another_token_program) {
  auto instruction = swapping(kMintA, 100);
  for (usize at = 11; at < 14; ++at) instruction.accounts[at].key = Token2022::kId;
  EXPECT_FALSE(run(instruction).ok()) << "the mints' own program is the one that is called, and it isn't there";
  EXPECT_EQ(amount(kVaultA), 1'000'000u);
}

TEST_P(UsedPoolTest, as_much_as_there_can_be) {
  without_fees(~u64{0} - kRich, ~u64{0} - kRich);
  EXPECT_TRUE(succeeds(run(swapping(kMintA, kRich - 1, 0)))) << "to the last unit that a vault holds";
  EXPECT_EQ(amount(kVaultA), ~u64{0} - 1);
}

TEST_P(UsedPoolTest, more_than_there_can_be) {
  without_fees(~u64{0} - 5, 1'000'000'000);
  EXPECT_FALSE(run(swapping(kMintA, 1'000)).ok());
  EXPECT_TRUE(fails(run(depositing(~u64{0})), SwapError::CalculationFailure));
  EXPECT_TRUE(fails(run(withdrawing_one(kMintA, ~u64{0})), SwapError::CalculationFailure));
}

// Token-2022

class FeePoolTest : public PoolTest {
 protected:
  FeePoolTest() {
    use_mints({Token2022::kId, true}, {Token2022::kId}, {Token2022::kId});
    make_pool(fees(0, 0));
  }
};
INSTANTIATE_TEST_SUITE_P(, FeePoolTest, grapnel::testing::everywhere(), grapnel::testing::setting_name);

TEST_P(FeePoolTest, what_arrives_is_what_is_traded) {
  SwapQuote quote{};
  ASSERT_TRUE(quote_swap(9'900, {1'000'000, 50'000'000, kInitialSupply}, fees(0, 0), quote));
  const Outcome outcome = run(swapping(kMintA, 10'000, quote.amount_out));
  ASSERT_TRUE(costs("swap_token_2022_with_fee", outcome));
  EXPECT_EQ(amount(kVaultA), 1'009'900u);
  EXPECT_EQ(outcome.event<Swapped>()->amount_in, 9'900u);
}

TEST_P(FeePoolTest, the_limit_is_on_what_the_signer_gets) {
  SwapQuote quote{};
  ASSERT_TRUE(quote_swap(500'000, {50'000'000, 1'000'000, kInitialSupply}, fees(0, 0), quote));
  EXPECT_TRUE(fails(run(swapping(kMintB, 500'000, quote.amount_out)), SwapError::ExceededSlippage));
  EXPECT_TRUE(succeeds(run(swapping(kMintB, 500'000, quote.amount_out * 99 / 100))));
}

TEST_P(FeePoolTest, both_sides_arrive_in_full) {
  ASSERT_TRUE(succeeds(run(depositing(10'000'000, 10'102, 500'000)))) << "10,000 arrive of 10,102";
  EXPECT_EQ(amount(kVaultA), 1'010'000u);
  EXPECT_EQ(amount(kVaultB), 50'500'000u);
  EXPECT_TRUE(fails(run(depositing(10'000'000, 10'101, kRich)), SwapError::ExceededSlippage));
  EXPECT_TRUE(fails(run(withdrawing(10'000'000, 10'000, 0)), SwapError::ExceededSlippage)) << "9,900 arrive";
  EXPECT_TRUE(succeeds(run(withdrawing(10'000'000, 9'900, 500'000))));
}

TEST_P(FeePoolTest, one_side_is_counted_as_it_arrives) {
  ASSERT_TRUE(succeeds(run(depositing_one(kMintA, 10'000))));
  EXPECT_EQ(amount(kAlice, kShareMint),
            quote_deposit_of_one_side(9'900, 1'000'000, kInitialSupply, fees(0, 0)).value());
}

TEST(SwapPoolProgram, size) { EXPECT_TRUE(grapnel::examples::has_size(SwapPool::kName)); }

}  // namespace
}  // namespace swap_pool::test
