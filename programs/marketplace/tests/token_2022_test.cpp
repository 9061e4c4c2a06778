// The same market in a Token-2022 mint: a transfer fee is measured wherever tokens arrive, and a mint that lets others
// reach into the vault is refused.
#include "market_test.hpp"

namespace marketplace::test {
namespace {

class Token2022Test : public MarketTest {};
INSTANTIATE_TEST_SUITE_P(, Token2022Test, grapnel::testing::everywhere(), grapnel::testing::setting_name);

TEST_P(Token2022Test, without_extensions_all_is_the_same) {
  use_mint(Token2022::kId);
  buy(LicenseKind::Perpetual);
  pass(kWindow);
  ASSERT_TRUE(succeeds(chain.run({settling(), paying(Party::Developer), paying(Party::Treasury)})));
  EXPECT_EQ(tokens(kPayeeTokens), 7'000u);
  EXPECT_EQ(tokens(kTreasury), 3'000u);
  EXPECT_EQ(tokens(kVault), 0u);
}

TEST_P(Token2022Test, a_fee_is_the_buyers_and_only_what_arrived_is_shared) {
  use_mint(Token2022::kId, true);
  buy(LicenseKind::Perpetual);
  EXPECT_EQ(tokens(kBuyerTokens), kStart - 10'000);
  EXPECT_EQ(receipted().paid, 9'900u);
  pass(kWindow);
  ASSERT_TRUE(succeeds(chain.run({settling(), paying(Party::Developer), paying(Party::Treasury)})));
  EXPECT_EQ(tokens(kVault), 0u) << "to the last unit";
  EXPECT_EQ(listed().paid_developer, 6'930u);
  EXPECT_EQ(tokens(kPayeeTokens), 6'930u - 70);
  EXPECT_EQ(tokens(kTreasury), 2'970u - 30);
  const u64 epoch = epoch_of(now(), kEpoch);
  EXPECT_EQ(listed().treasury_epochs.of(epoch), 2'940u) << "rewards are bounded by what the treasury got";
}

TEST_P(Token2022Test, uses_share_what_arrived_and_the_last_one_takes_the_rest) {
  use_mint(Token2022::kId, true);
  buy(LicenseKind::PerUse, 33);  // 231, of which 228 arrive: not a whole number for each
  EXPECT_EQ(receipted().paid, 228u);
  put_wallet(wallet(33));
  ASSERT_TRUE(succeeds(run(settling())));
  for (int turn = 0; turn < 2; ++turn) {
    pass(kWindow);
    ASSERT_TRUE(succeeds(run(settling())));
  }
  EXPECT_EQ(receipted().earned, 228u) << "nothing stays behind to keep the receipt from closing";
  EXPECT_TRUE(succeeds(run(closing())));
}

TEST_P(Token2022Test, refund_and_bond_go_back_as_they_arrived) {
  use_mint(Token2022::kId, true);
  buy(LicenseKind::Subscription);
  ASSERT_TRUE(succeeds(run(disputing())));
  EXPECT_EQ(receipted().bond, 99u);
  EXPECT_EQ(tokens(kVault), 2'970u + 99);
  ASSERT_TRUE(succeeds(run(resolving(10'000))));
  EXPECT_EQ(receipted().owed, 2'970u + 99);
  ASSERT_TRUE(succeeds(run(collecting())));
  EXPECT_EQ(tokens(kVault), 0u);
  EXPECT_EQ(tokens(kBuyerTokens), kStart - 3'100 + 3'069 - 31);
}

TEST_P(Token2022Test, a_payment_that_the_fee_eats_buys_nothing) {
  use_mint(Token2022::kId, true);
  list();
  Prices tiny = kPrices;
  tiny.perpetual = 1;
  ASSERT_TRUE(succeeds(run(updating(tiny))));
  EXPECT_TRUE(fails(run(buying(LicenseKind::Perpetual, 1, 1)), MarketError::NothingArrived));
  Parameters cheap = parameters();
  cheap.dispute_bond = 1;
  ASSERT_TRUE(succeeds(run(setting(cheap))));
  ASSERT_TRUE(succeeds(run(buying(LicenseKind::PerUse, 100, ~u64{0}))));
  EXPECT_TRUE(fails(run(disputing()), MarketError::NothingArrived)) << "a dispute costs something";
}

TEST_P(Token2022Test, mints_that_others_command_are_refused) {
  using enum token_2022::ExtensionType;
  use_mint(Token2022::kId);
  for (const auto& [type, size] :
       std::vector<std::pair<token_2022::ExtensionType, usize>>{{PermanentDelegate, 32},
                                                                {TransferHook, 64},
                                                                {ConfidentialTransferMint, 65},
                                                                {NonTransferable, 0},
                                                                {Pausable, 33},
                                                                {DefaultAccountState, 1},
                                                                {MintCloseAuthority, 32}}) {
    std::vector<u8> value(size);
    if (type == DefaultAccountState) value[0] = 1;
    put(kZest,
        with_extensions(mint_data({.authority = kIssuer, .supply = 1'000, .decimals = 9}), 1,
                        {{static_cast<u16>(type), value}}),
        Token2022::kId);
    EXPECT_TRUE(fails(run(opening()), MarketError::MintRefused)) << static_cast<int>(type);
  }
}

TEST_P(Token2022Test, the_token_program_is_the_mints) {
  use_mint(Token2022::kId);
  EXPECT_TRUE(fails(run(with(opening(), 8, Token::kId)), ErrorCode::ConstraintMintTokenProgram));
  list();
  EXPECT_TRUE(
      fails(run(with(buying(LicenseKind::Perpetual, 1, ~u64{0}), 10, Token::kId)), ErrorCode::ConstraintHasOne));
}

}  // namespace
}  // namespace marketplace::test
