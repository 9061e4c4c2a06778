// Which pools can be made: every account that another could reach into is refused.
#include "pool_fixture.hpp"

namespace swap_pool::test {
namespace {

class InitializeTest : public PoolTest {
 protected:
  void put_vault_a(const std::vector<u8>& data, const Pubkey& owner = Token::kId) { put(kVaultA, data, owner); }
  static std::vector<u8> full_vault(const Pubkey& mint = kMintA) {
    return account_data({.mint = mint, .owner = kAuthority.address, .amount = 1'000});
  }
  void put_share_mint(const MintFields& fields) { put(kShareMint, mint_data(fields), Token::kId); }
  template <class E>
  void refused(E error, const char* why = "") {
    EXPECT_TRUE(fails(run(initializing()), error)) << why;
    EXPECT_EQ(chain.account(kPool).data[0], 0) << why;
  }
};
INSTANTIATE_TEST_SUITE_P(, InitializeTest, grapnel::testing::everywhere(), grapnel::testing::setting_name);

TEST_P(InitializeTest, a_pool_as_token_swaps_decoders_read_it) {
  const Outcome outcome = run(initializing());
  ASSERT_TRUE(succeeds(outcome));
  const auto data = chain.account(kPool).data;
  ASSERT_EQ(data.size(), 324u);
  const auto key_at = [&](usize offset) { return Pubkey::from_bytes(data.data() + offset); };
  EXPECT_EQ(data[0], 1) << "version";
  EXPECT_EQ(data[1], 1) << "is_initialized";
  EXPECT_EQ(data[2], kAuthority.bump);
  EXPECT_EQ(key_at(3), Token::kId);
  EXPECT_EQ(key_at(35), kVaultA);
  EXPECT_EQ(key_at(67), kVaultB);
  EXPECT_EQ(key_at(99), kShareMint);
  EXPECT_EQ(key_at(131), kMintA);
  EXPECT_EQ(key_at(163), kMintB);
  EXPECT_EQ(key_at(195), kFeeAccount);
  const u64 in_order[] = {25, 10'000, 5, 10'000, 1, 100, 20, 100};
  for (usize i = 0; i < 8; ++i) EXPECT_EQ(load<u64>(data.data() + 227 + 8 * i), in_order[i]) << i;
  for (usize i = 291; i < 324; ++i) EXPECT_EQ(data[i], 0) << i;
  EXPECT_EQ(amount(kMaker, kShareMint), kInitialSupply);
  EXPECT_EQ(supply(), kInitialSupply);
  EXPECT_EQ(outcome.event<PoolInitialized>()->token_b_amount, 50'000'000u);
}

TEST_P(InitializeTest, an_account_is_a_pool_once) {
  make_pool();
  EXPECT_TRUE(fails(run(initializing()), SwapError::AlreadyInUse));
  EXPECT_EQ(supply(), kInitialSupply);
}

TEST_P(InitializeTest, the_pools_key_signs) {
  auto instruction = initializing();
  instruction.accounts[0].is_signer = false;
  EXPECT_TRUE(fails(run(instruction), ErrorCode::AccountNotSigner)) << "anyone could take the first shares";
}

TEST_P(InitializeTest, an_account_of_another_size_or_program) {
  chain.set_account(kPool, {chain.rent(325), std::vector<u8>(325), kProgramId, false});
  refused(SwapError::AlreadyInUse);
  chain.set_account(kPool, {chain.rent(323), std::vector<u8>(323), kProgramId, false});
  refused(SwapError::AlreadyInUse);
  chain.set_account(kPool, {chain.rent(324), std::vector<u8>(324), System::kId, false});
  refused(SwapError::AlreadyInUse);
}

TEST_P(InitializeTest, other_curves) {
  for (const u8 curve : {u8{1}, u8{2}, u8{255}})
    EXPECT_TRUE(fails(run(initializing(kFees, curve)), SwapError::UnsupportedCurveType));
}

TEST_P(InitializeTest, fees_that_leave_nothing) {
  EXPECT_TRUE(fails(run(initializing(fees(1, 1))), SwapError::InvalidFee));
  constexpr u64 kLarge = (u64{1} << 33) + 3;  // of which two make a product that wraps
  EXPECT_TRUE(fails(run(initializing(fees(1, kLarge, 1, kLarge))), SwapError::InvalidFee));
  EXPECT_TRUE(fails(run(initializing(fees(1, kLarge))), SwapError::InvalidFee));
  EXPECT_TRUE(fails(run(initializing(fees(0, 0, 1, kLarge))), SwapError::InvalidFee));
  EXPECT_TRUE(fails(run(initializing(fees(1, 2, 1, 2))), SwapError::InvalidFee));
  EXPECT_TRUE(fails(run(initializing(fees(0, 0, 3, 2))), SwapError::InvalidFee));
  EXPECT_TRUE(fails(run(initializing(fees(0, 0, 0, 0, 5, 5))), SwapError::InvalidFee));
  EXPECT_TRUE(fails(run(initializing(fees(0, 0, 0, 0, 0, 0, 5, 4))), SwapError::InvalidFee));
}

TEST_P(InitializeTest, accounts_that_only_look_like_tokens) {
  for (const usize at : {2u, 3u, 4u, 5u, 6u}) {
    put(key(95), chain.account(initializing().accounts[at].key).data, kAlice);
    EXPECT_TRUE(fails(run(with(initializing(), at, key(95))), ErrorCode::AccountOwnedByWrongProgram)) << at;
  }
}

TEST_P(InitializeTest, the_same_mint_on_both_sides) {
  put_vault_a(full_vault(kMintB));
  refused(SwapError::RepeatedMint);
}

TEST_P(InitializeTest, one_vault_for_both_sides) {
  EXPECT_TRUE(fails(run(with(initializing(), 3, kVaultA)), SwapError::RepeatedMint));
}

TEST_P(InitializeTest, a_vault_that_others_reach_into) {
  put_vault_a(with_key_at(full_vault(), kDelegateAt, kAlice));
  refused(SwapError::InvalidDelegate);
  put_vault_a(with_key_at(full_vault(), kCloseAuthorityAt, kAlice));
  refused(SwapError::InvalidCloseAuthority);
  put_vault_a(account_data({.mint = kMintA, .owner = kAuthority.address, .amount = 9, .state = 2}));
  refused(SwapError::AccountFrozen);
  put_vault_a(account_data({.mint = kMintA, .owner = kAuthority.address}));
  refused(SwapError::EmptySupply);
  put_vault_a(account_data({.mint = kMintA, .owner = kAlice, .amount = 9}));
  refused(ErrorCode::ConstraintTokenOwner);
  put_vault_a(full_vault(), System::kId);
  refused(ErrorCode::AccountOwnedByWrongProgram, "no token account at all");
}

TEST_P(InitializeTest, the_other_vault_is_looked_at_too) {
  put(kVaultB, with_key_at(full_vault(kMintB), kDelegateAt, kAlice), Token::kId);
  refused(SwapError::InvalidDelegate);
  put(kVaultB, account_data({.mint = kMintB, .owner = kAlice, .amount = 9}), Token::kId);
  refused(ErrorCode::ConstraintTokenOwner);
}

TEST_P(InitializeTest, a_share_mint_that_others_use) {
  put_share_mint({.authority = kAuthority.address, .supply = 1, .decimals = 9});
  refused(SwapError::InvalidSupply);
  put_share_mint({.authority = kAuthority.address, .decimals = 9, .freeze_authority = kAlice});
  refused(SwapError::InvalidFreezeAuthority);
  put_share_mint({.authority = kAlice, .decimals = 9});
  refused(ErrorCode::ConstraintMintMintAuthority);
  put_share_mint({.decimals = 9});
  refused(ErrorCode::ConstraintMintMintAuthority);
}

TEST_P(InitializeTest, an_authority_that_is_not_the_pools) {
  EXPECT_TRUE(fails(run(with(initializing(), 1, find_authority(key(77)).address)), ErrorCode::ConstraintSeeds));
  EXPECT_TRUE(fails(run(with(initializing(), 1, kAlice)), ErrorCode::ConstraintSeeds));
}

TEST_P(InitializeTest, shares_that_the_pool_itself_would_get) {
  put_tokens(kFeeAccount, {.mint = kShareMint, .owner = kAuthority.address});
  refused(SwapError::InvalidOutputOwner);
  put_tokens(kFeeAccount, {.mint = kShareMint, .owner = kOwner});
  put_tokens(account_of(kMaker, kShareMint), {.mint = kShareMint, .owner = kAuthority.address});
  refused(SwapError::InvalidOutputOwner);
}

TEST_P(InitializeTest, accounts_for_shares_of_another_mint) {
  EXPECT_TRUE(fails(run(with(initializing(), 5, account_of(kMaker, kMintA))), ErrorCode::ConstraintTokenMint));
  EXPECT_TRUE(fails(run(with(initializing(), 6, account_of(kMaker, kMintA))), ErrorCode::ConstraintTokenMint));
}

TEST_P(InitializeTest, the_fee_account_may_get_the_first_shares) {
  auto instruction = with(initializing(), 6, kFeeAccount);
  instruction.accounts[5].is_writable = true;
  ASSERT_TRUE(succeeds(run(instruction)));
  EXPECT_EQ(amount(kFeeAccount), kInitialSupply);
}

TEST_P(InitializeTest, another_token_program) {
  EXPECT_TRUE(fails(run(with(initializing(), 7, Token2022::kId)), ErrorCode::ConstraintMintTokenProgram));
  EXPECT_TRUE(fails(run(with(initializing(), 7, kAlice)), ErrorCode::InvalidProgramId));
}

TEST_P(InitializeTest, mints_of_token_2022_stand_behind_it) {
  use_mints({Token2022::kId}, {Token2022::kId, true}, {Token2022::kId});
  auto without = initializing();
  without.accounts.pop_back();
  EXPECT_TRUE(fails(run(without), SwapError::MintMissing));
  auto another = initializing();
  another.accounts.back().key = kShareMint;
  EXPECT_TRUE(fails(run(another), SwapError::MintMissing));
  ASSERT_TRUE(succeeds(run(initializing())));
  EXPECT_EQ(state().token_program_id.get(), Token2022::kId);
}

TEST_P(InitializeTest, existing_clients_name_no_mints_and_need_none_of_spl_token) {
  auto instruction = initializing();
  instruction.accounts.resize(8);
  EXPECT_TRUE(succeeds(run(instruction)));
}

TEST_P(InitializeTest, unsafe_mints_of_token_2022) {
  use_mints({Token2022::kId}, {});
  const std::vector<u8> plain = mint_data({.authority = kIssuer, .supply = 1, .decimals = 6});
  std::vector<u8> whose;
  append(whose, kAlice);
  std::vector<u8> hook = whose;
  append(hook, kAlice);
  std::vector<u8> pausable = whose;
  pausable.push_back(0);
  const std::pair<u16, std::vector<u8>> unsafe[] = {{12, whose},    {3, whose}, {14, hook},
                                                    {26, pausable}, {6, {2}},   {9, {}}};
  for (const auto& extension : unsafe) {
    put(kMintA, with_extensions(plain, 1, {extension}), Token2022::kId);
    EXPECT_TRUE(fails(run(initializing()), SwapError::UnsafeMint)) << extension.first;
  }
}

TEST_P(InitializeTest, unsafe_share_mints) {
  use_mints({}, {}, {Token2022::kId});
  const std::vector<u8> plain = mint_data({.authority = kAuthority.address, .decimals = 9});
  std::vector<u8> whose;
  append(whose, kAlice);
  const std::pair<u16, std::vector<u8>> unsafe[] = {{12, whose}, {3, whose}, grapnel::testing::transfer_fee(100)[0]};
  for (const auto& extension : unsafe) {
    put(kShareMint, with_extensions(plain, 1, {extension}), Token2022::kId);
    EXPECT_TRUE(fails(run(initializing()), SwapError::UnsafeMint)) << extension.first;
  }
}

}  // namespace
}  // namespace swap_pool::test
