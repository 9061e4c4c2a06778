// Wallets by their own instructions, from opening to closing: what a holder may do in every state of agent and wallet, and
// that nobody else may. On every ground.
#include <grapnel/testing/token.hpp>

#include "execution_world.hpp"

namespace agent_factory::test {
namespace {

class WalletsTest : public ExecuteTest {
 protected:
  WalletsTest() {
    agent.created_slot = 5;
    put_agent();
    chain.put(kLicense, license, License::kProgram);
  }

  void put_agent() { chain.put(kAgent.address, agent, kProgramId); }
  void put_license() { chain.put(kLicense, license, License::kProgram); }
  void agent_is_gone() { chain.set_account(kAgent.address, {}); }

  // Pass the program's own key for an absent account.
  Outcome open(const Pubkey& by = kHolder, const Pubkey& with = kLicense) {
    const Pubkey at = wallet_of(by);
    return run<open_wallet>({by, kAgent.address, at, purse_of(at), with, System::kId});
  }
  static Pubkey wallet_of(const Pubkey& holder) {
    return find_program_address(kProgramId, kWalletSeed, kAgent.address, holder).address;
  }
  static Pubkey purse_of(const Pubkey& at) { return find_program_address(kProgramId, kPurseSeed, at).address; }
  Outcome agree_to(const Hash256& expected, const Pubkey& with = kProgramId, const Pubkey& previous = kProgramId) {
    return run<agree>({kAgent.address, kWallet.address, kHolder, with, previous}, {expected});
  }
  Outcome allow(const SetAllowanceArgs& args, const Pubkey& by = kHolder) {
    return run<set_allowance>({kWallet.address, by}, args);
  }
  Outcome allow_mint(const Pubkey& mint, u64 cap, u64 window_s = kWindow) {
    return allow({.kind = AllowanceKind::Mint,
                  .unpriced_allowed = 0,
                  .unreturned_allowed = 0,
                  .mint = mint,
                  .cap = cap,
                  .window_s = window_s});
  }
  Outcome take(const Pubkey& mint, u64 quantity, const Pubkey& by = kHolder, const Pubkey& program = Token::kId) {
    return run<withdraw>({by, kAgent.address, wallet_of(by), mint, account_of(kWallet.address, mint),
                          account_of(kStranger, mint), program},
                         {quantity});
  }
  Outcome take_lamports(u64 quantity, const Pubkey& by = kHolder) {
    const Pubkey at = wallet_of(by);
    return run<withdraw_lamports>({by, kAgent.address, at, purse_of(at), key(70), System::kId}, {quantity});
  }
  Outcome close(const Pubkey& with = kLicense) {
    return run<close_wallet>({kWallet.address, kHolder, kAgent.address, kPurse.address, kHolder, with, System::kId});
  }
  // What the holder has the wallet call; the flags are those of the transaction.
  Outcome call(const Pubkey& program, std::vector<client::Meta> accounts, const std::vector<u8>& data) {
    BeneficiaryExecuteArgs args;
    args.data.data = data.data();
    args.data.size = static_cast<u32>(data.size());
    auto made = make<beneficiary_execute>({kHolder, kAgent.address, kWallet.address, kPurse.address, program}, args);
    made.accounts.insert(made.accounts.end(), accounts.begin(), accounts.end());
    return run(made);
  }
  Outcome call(const Call& inner) {
    std::vector<client::Meta> accounts = inner.accounts;
    for (client::Meta& meta : accounts) {
      if (meta.key == kWallet.address || meta.key == kPurse.address) meta.is_signer = false;
    }
    return call(inner.program, accounts, inner.data);
  }
  // A living wallet as `execute` may have left it.
  void put_wallet() { chain.put(kWallet.address, wallet, kProgramId); }
  void track(u64 quantity, u64 cost) {
    wallet.mints[1].tracked_quantity = quantity;
    wallet.mints[1].tracked_cost = cost;
    put_wallet();
  }
  void per_use(u64 bought, u64 settled) {
    license.kind = LicenseKind::PerUse;
    license.uses_bought = bought;
    license.uses_settled = settled;
    put_license();
  }
};
INSTANTIATE_TEST_SUITE_P(, WalletsTest, grapnel::testing::everywhere(), grapnel::testing::setting_name);

TEST_P(WalletsTest, a_licensee_opens_one_that_may_do_nothing_yet) {
  const Outcome opened = open();
  ASSERT_TRUE(succeeds(opened));
  const Wallet made = now();
  EXPECT_EQ(made.bump, kWallet.bump);
  EXPECT_EQ(made.purse, kPurse.address);
  EXPECT_EQ(made.purse_bump, kPurse.bump);
  EXPECT_EQ(made.license, kLicense);
  EXPECT_EQ(made.nonce, chain.clock().slot << 20);
  EXPECT_EQ(made.uses, made.nonce);
  EXPECT_EQ(made.uses_at_license, made.uses);
  EXPECT_EQ(made.max_loss_bps, kMaxLossBpsDefault);
  EXPECT_EQ(made.agreed_terms, kNoHash);
  EXPECT_EQ(made.lamports.mint, kNativeMint);
  EXPECT_EQ(opened.event<WalletOpened>()->first_nonce, made.nonce);
  EXPECT_FALSE(open().ok()) << "it is there";
}

TEST_P(WalletsTest, the_owner_needs_no_license_and_a_stranger_does) {
  ASSERT_TRUE(succeeds(open(kOwner, kProgramId)));
  EXPECT_EQ(chain.state<Wallet>(wallet_of(kOwner))->license, Pubkey{});
  EXPECT_TRUE(fails(open(kStranger, kProgramId), AgentError::LicenseMissing));
  EXPECT_TRUE(fails(open(kStranger, kLicense), AgentError::LicenseOfAnother));
}

TEST_P(WalletsTest, a_license_of_another_agent_or_an_earlier_one_or_a_fake_opens_none) {
  license.agent_created_slot = 4;
  put_license();
  EXPECT_TRUE(fails(open(), AgentError::LicenseOfAnother));
  license.agent_created_slot = 5;
  license.agent = key(99);
  put_license();
  EXPECT_TRUE(fails(open(), AgentError::LicenseOfAnother));
  license.agent = kAgent.address;
  license.status = LicenseStatus::Refunded;
  put_license();
  EXPECT_TRUE(fails(open(), AgentError::LicenseEnded));
  license.status = LicenseStatus::Valid;
  chain.put(kLicense, license, kStranger);
  EXPECT_TRUE(fails(open(), ErrorCode::AccountOwnedByWrongProgram));
}

TEST_P(WalletsTest, none_is_opened_at_another_address_or_for_a_retired_agent) {
  const Pubkey other = wallet_of(kStranger);
  EXPECT_TRUE(fails(run<open_wallet>({kHolder, kAgent.address, other, purse_of(other), kLicense, System::kId}),
                    ErrorCode::ConstraintSeeds));
  EXPECT_TRUE(fails(run<open_wallet>({kHolder, kAgent.address, kWallet.address, key(71), kLicense, System::kId}),
                    ErrorCode::ConstraintSeeds));
  agent.lifecycle = Lifecycle::Retired;
  put_agent();
  EXPECT_TRUE(fails(open(), AgentError::AgentRetired));
}

TEST_P(WalletsTest, agreement_is_to_the_terms_that_were_read) {
  ASSERT_TRUE(succeeds(open()));
  EXPECT_TRUE(fails(agree_to(terms(2)), AgentError::TermsChanged));
  ASSERT_TRUE(succeeds(agree_to(terms(1))));
  EXPECT_EQ(now().agreed_terms, terms(1));
  EXPECT_TRUE(fails(run<agree>({kAgent.address, kWallet.address, kStranger, kProgramId, kProgramId}, {terms(1)}),
                    ErrorCode::ConstraintHasOne));
}

TEST_P(WalletsTest, agreement_never_resets_a_ring) {
  wallet.mints[1].allowance.spent[3] = 77;
  put_wallet();
  agent.terms = terms(2);
  put_agent();
  ASSERT_TRUE(succeeds(agree_to(terms(2))));
  EXPECT_EQ(now().mints[1].allowance.spent[3], 77u);
}

TEST_P(WalletsTest, a_later_agent_of_the_address_needs_a_new_license_and_counts_nothing_of_the_earlier) {
  wallet.measured.yield_generated = 500;
  put_wallet();
  agent.created_slot = 9;
  agent.terms = terms(3);
  put_agent();
  EXPECT_TRUE(fails(agree_to(terms(1)), AgentError::TermsChanged)) << "the old agreement";
  EXPECT_TRUE(fails(agree_to(terms(3)), AgentError::LicenseMissing));
  EXPECT_TRUE(fails(agree_to(terms(3), kLicense), AgentError::LicenseOfAnother)) << "of the earlier agent";
  License later = license;
  later.agent_created_slot = 9;
  chain.put(key(31), later, License::kProgram);
  ASSERT_TRUE(succeeds(agree_to(terms(3), key(31), kLicense)));
  EXPECT_EQ(now().license, key(31));
  EXPECT_EQ(now().agent_created_slot, 9u);
  EXPECT_EQ(now().folded.yield_generated, 500u);
}

TEST_P(WalletsTest, a_wallet_leaves_a_license_only_with_its_uses_settled) {
  wallet.uses += 3;
  put_wallet();
  per_use(10, wallet.uses - 1);
  chain.put(key(31), license, License::kProgram);
  EXPECT_TRUE(fails(agree_to(terms(1), key(31)), AgentError::LicenseMissing)) << "the old one isn't shown";
  EXPECT_TRUE(fails(agree_to(terms(1), key(31), key(31)), AgentError::LicenseMissing));
  EXPECT_TRUE(fails(agree_to(terms(1), key(31), kLicense), AgentError::LicenseUnsettled));
  per_use(10, wallet.uses);
  ASSERT_TRUE(succeeds(agree_to(terms(1), key(31), kLicense)));
  EXPECT_EQ(now().uses_at_license, wallet.uses);
}

TEST_P(WalletsTest, allowances_are_the_holders_alone) {
  ASSERT_TRUE(succeeds(open()));
  for (const Pubkey& other : {kExecutor, kOwner, kStranger}) {
    EXPECT_TRUE(fails(allow({.kind = AllowanceKind::Lamports,
                             .unpriced_allowed = 0,
                             .unreturned_allowed = 0,
                             .mint = {},
                             .cap = 1,
                             .window_s = 7},
                            other),
                      ErrorCode::ConstraintHasOne));
    EXPECT_TRUE(fails(run<set_wallet_limits>({kWallet.address, other}, {.flat_fee = 1, .max_loss_bps = 1}),
                      ErrorCode::ConstraintHasOne));
  }
}

TEST_P(WalletsTest, every_kind_of_allowance_is_set) {
  ASSERT_TRUE(succeeds(open()));
  ASSERT_TRUE(succeeds(allow_mint(kGold, 50)));
  SetAllowanceArgs args{.kind = AllowanceKind::Lamports,
                        .unpriced_allowed = 1,
                        .unreturned_allowed = 1,
                        .mint = {},
                        .cap = 60,
                        .window_s = 70};
  ASSERT_TRUE(succeeds(allow(args)));
  args.unpriced_allowed = args.unreturned_allowed = 0;
  args.kind = AllowanceKind::Uses;
  ASSERT_TRUE(succeeds(allow(args)));
  args.kind = AllowanceKind::FlatFees;
  const Outcome last = allow(args);
  ASSERT_TRUE(succeeds(last));
  EXPECT_EQ(last.event<AllowanceChanged>()->mint_count, 1);
  ASSERT_TRUE(succeeds(run<set_wallet_limits>({kWallet.address, kHolder}, {.flat_fee = 9, .max_loss_bps = 10'000})));
  const Wallet made = now();
  EXPECT_EQ(made.mints[0].allowance.cap, 50u);
  EXPECT_EQ(made.lamports.allowance.cap, 60u);
  EXPECT_EQ(made.lamports.unpriced_allowed, 1);
  EXPECT_EQ(made.lamports.unreturned_allowed, 1);
  EXPECT_EQ(made.use_allowance.window_s, 70u);
  EXPECT_EQ(made.fee_allowance.cap, 60u);
  EXPECT_EQ(made.flat_fee, 9u);
  EXPECT_TRUE(fails(run<set_wallet_limits>({kWallet.address, kHolder}, {.flat_fee = 0, .max_loss_bps = 10'001}),
                    AgentError::LimitOutOfRange));
}

TEST_P(WalletsTest, allowances_that_mean_nothing_are_refused) {
  ASSERT_TRUE(succeeds(open()));
  EXPECT_TRUE(fails(allow_mint({}, 1), AgentError::MintMissing));
  EXPECT_TRUE(fails(allow_mint(kGold, 1, 0), AgentError::AllowanceWindowInvalid));
  EXPECT_TRUE(fails(allow_mint(kGold, 1, 8), AgentError::AllowanceWindowInvalid));
  SetAllowanceArgs args{
      .kind = AllowanceKind::Uses, .unpriced_allowed = 1, .unreturned_allowed = 0, .mint = {}, .cap = 1, .window_s = 7};
  EXPECT_TRUE(fails(allow(args), AgentError::AllowanceKindInvalid));
  args.unpriced_allowed = 0;
  args.mint = kGold;
  EXPECT_TRUE(fails(allow(args), AgentError::AllowanceKindInvalid));
  args = {.kind = AllowanceKind::Mint,
          .unpriced_allowed = 2,
          .unreturned_allowed = 0,
          .mint = kGold,
          .cap = 1,
          .window_s = 7};
  EXPECT_TRUE(fails(allow(args), AgentError::AllowanceKindInvalid));
  for (u64 i = 0; i < kWalletMintsMax; ++i) ASSERT_TRUE(succeeds(allow_mint(key(100 + i), 1)));
  EXPECT_TRUE(fails(allow_mint(kGold, 1), AgentError::TooManyMints));
}

TEST_P(WalletsTest, a_new_limit_never_forgets_what_was_spent) {
  wallet.mints[1].allowance.newest_bucket = static_cast<u64>(kNow) / (kWindow / 7);
  wallet.mints[1].allowance.spent[wallet.mints[1].allowance.newest_bucket % 8] = 40;
  put_wallet();
  ASSERT_TRUE(succeeds(allow_mint(kGold, 100, 7 * 60)));
  EXPECT_EQ(left_of(now().mints[1].allowance), 60u);
  EXPECT_TRUE(fails(allow_mint(kGold, 0, 0), AgentError::AllowanceStillNeeded));
  ASSERT_TRUE(succeeds(allow_mint(kGold, 0, 7 * 60)));
  EXPECT_EQ(left_of(now().mints[1].allowance), 0u);
  chain.warp({.slots = 1, .seconds = 8 * 60});
  ASSERT_TRUE(succeeds(allow_mint(kGold, 0, 0)));
  EXPECT_EQ(now().mint_count, 2);
  EXPECT_EQ(now().mints[1].mint, kMeme) << "the last one took the place";
  EXPECT_EQ(now().mints[2].mint, Pubkey{});
}

TEST_P(WalletsTest, the_holder_withdraws_in_every_state_of_the_agent) {
  put_wallet();
  for (usize state = 0; state < kLifecycleCount; ++state) {
    agent.lifecycle = static_cast<Lifecycle>(state);
    put_agent();
    EXPECT_TRUE(succeeds(take(kGold, 10)));
    EXPECT_TRUE(succeeds(take_lamports(kSol / 100)));
  }
  agent_is_gone();
  EXPECT_TRUE(succeeds(take(kGold, kEverything)));
  EXPECT_EQ(held(kGold), 0u);
  EXPECT_EQ(amount(account_of(kStranger, kGold)), 1'000'000'000u);
  EXPECT_TRUE(fails(take(kGold, kEverything), AgentError::AmountMissing));
  chain.set_account(kWallet.address, {});
  EXPECT_TRUE(succeeds(take(kMeme, 5))) << "neither is alive";
  EXPECT_TRUE(succeeds(take_lamports(kEverything)));
  EXPECT_EQ(lamports(kPurse.address), 0u);
  EXPECT_TRUE(fails(take_lamports(kEverything), AgentError::AmountMissing));
}

TEST_P(WalletsTest, nobody_else_withdraws) {
  put_wallet();
  for (const Pubkey& other : {kExecutor, kOwner, kStranger}) {
    EXPECT_TRUE(fails(take(kGold, 10, other), ErrorCode::ConstraintTokenOwner)) << "by their own wallet's address";
    EXPECT_TRUE(fails(run<withdraw>({other, kAgent.address, kWallet.address, kGold, account_of(kWallet.address, kGold),
                                     account_of(kStranger, kGold), Token::kId},
                                    {10}),
                      ErrorCode::ConstraintSeeds));
    EXPECT_TRUE(fails(
        run<withdraw_lamports>({other, kAgent.address, kWallet.address, kPurse.address, key(70), System::kId}, {10}),
        ErrorCode::ConstraintSeeds));
  }
  EXPECT_TRUE(fails(run<withdraw>({kHolder, key(98), kWallet.address, kGold, account_of(kWallet.address, kGold),
                                   account_of(kStranger, kGold), Token::kId},
                                  {10}),
                    ErrorCode::ConstraintSeeds))
      << "of another agent";
  EXPECT_TRUE(
      fails(run<withdraw_lamports>(
                {kHolder, kAgent.address, kWallet.address, purse_of(wallet_of(kOwner)), key(70), System::kId}, {10}),
            ErrorCode::ConstraintSeeds));
  auto unsigned_one = make<withdraw>({kHolder, kAgent.address, kWallet.address, kGold,
                                      account_of(kWallet.address, kGold), account_of(kStranger, kGold), Token::kId},
                                     {10});
  unsigned_one.accounts[0].is_signer = false;
  EXPECT_TRUE(fails(run(unsigned_one), ErrorCode::AccountNotSigner));
}

TEST_P(WalletsTest, tracked_quantity_leaves_at_cost_and_small_steps_make_nothing_cheaper) {
  track(3, 100);
  ASSERT_TRUE(succeeds(take(kGold, 1)));
  EXPECT_EQ(now().mints[1].tracked_quantity, 2u);
  EXPECT_EQ(now().mints[1].tracked_cost, 67u);
  ASSERT_TRUE(succeeds(take(kGold, 500)));
  EXPECT_EQ(now().mints[1].tracked_quantity, 0u);
  EXPECT_EQ(now().mints[1].tracked_cost, 0u);
  track(1'000, 10);
  for (u64 i = 0; i < 5; ++i) ASSERT_TRUE(succeeds(take(kGold, 1 + i)));
  EXPECT_EQ(now().mints[1].tracked_cost, 10u);
}

TEST_P(WalletsTest, moving_between_accounts_of_the_wallet_is_no_withdrawal) {
  track(100, 100);
  hold_at(key(72), kWallet.address, kGold, 0);
  ASSERT_TRUE(succeeds(run<withdraw>(
      {kHolder, kAgent.address, kWallet.address, kGold, account_of(kWallet.address, kGold), key(72), Token::kId},
      {50})));
  EXPECT_EQ(now().mints[1].tracked_quantity, 100u);
}

TEST_P(WalletsTest, a_fee_of_the_mint_is_taken_from_what_arrives) {
  track(1'000, 100);
  grapnel::testing::put_mint(chain, kGold, {.authority = kIssuer, .supply = 1'000, .decimals = 6}, Token2022::kId,
                             grapnel::testing::transfer_fee(100));
  for (const Pubkey& owner : {kWallet.address, kStranger}) {
    grapnel::testing::put_tokens(chain, account_of(owner, kGold),
                                 {.mint = kGold, .owner = owner, .amount = owner == kStranger ? 0u : 1'000u});
  }
  const Outcome outcome = take(kGold, 500, kHolder, Token2022::kId);
  ASSERT_TRUE(succeeds(outcome));
  EXPECT_EQ(amount(account_of(kStranger, kGold)), 495u);
  EXPECT_EQ(held(kGold), 500u);
  EXPECT_EQ(outcome.event<Withdrawn>()->amount, 500u);  // what left
  EXPECT_EQ(now().mints[1].tracked_quantity, 500u);
  EXPECT_EQ(now().mints[1].tracked_cost, 50u);
}

TEST_P(WalletsTest, a_frozen_account_holds_up_no_other_mint) {
  put_wallet();
  put_mint(kGold, Token2022::kId);
  hold(kWallet.address, kGold, 1'000, Token2022::kId);
  hold(kStranger, kGold, 0, Token2022::kId);
  EXPECT_TRUE(fails(take(kGold, 10), ErrorCode::ConstraintMintTokenProgram));
  ASSERT_TRUE(succeeds(take(kGold, 10, kHolder, Token2022::kId)));
  EXPECT_EQ(amount(account_of(kStranger, kGold)), 10u);
  put_data(account_of(kWallet.address, kMeme),
           token_accounts::account_data({.mint = kMeme, .owner = kWallet.address, .amount = 50, .state = 2}),
           Token::kId);
  EXPECT_TRUE(fails(take(kMeme, 10), "custom program error: 0x11"));
  EXPECT_TRUE(succeeds(take(kDollar, 10))) << "another mint isn't held up by that";
}

TEST_P(WalletsTest, the_purse_is_left_empty_or_rent_exempt) {
  put_wallet();
  EXPECT_TRUE(fails(take_lamports(kSol + 1), AgentError::NotEnoughLamports));
  EXPECT_TRUE(fails(take_lamports(kSol - 5), AgentError::PurseBelowRent));
  EXPECT_TRUE(fails(take_lamports(0), AgentError::AmountMissing));
  ASSERT_TRUE(succeeds(take_lamports(kSol - chain.rent(0).value())));
  ASSERT_TRUE(succeeds(take_lamports(kEverything)));
}

TEST_P(WalletsTest, the_holder_has_the_wallet_call_anything) {
  track(1'000, 300);
  const Pubkey from = account_of(kWallet.address, kGold);
  ASSERT_TRUE(succeeds(call(transfer(from, account_of(kStranger, kGold), kWallet.address, 500))));
  EXPECT_EQ(now().mints[1].tracked_quantity, 500u);
  EXPECT_EQ(now().mints[1].tracked_cost, 150u);
  wallet = now();
  wallet.lamports.tracked_quantity = kSol / 2;
  put_wallet();
  ASSERT_TRUE(succeeds(call(system_transfer(kPurse.address, kStranger, kSol / 4))));
  EXPECT_EQ(now().lamports.tracked_quantity, kSol / 4);
}

TEST_P(WalletsTest, a_dead_agents_wallet_is_unwound_to_the_last_unit) {
  agent_is_gone();
  chain.set_account(kWallet.address, {});
  const Pubkey from = account_of(kWallet.address, kGold);
  const u64 all = held(kGold);
  ASSERT_TRUE(succeeds(call(transfer(from, account_of(kStranger, kGold), kWallet.address, all))));
  ASSERT_TRUE(succeeds(call(
      {Token::kId, {{from, false, true}, {kHolder, true, true}, {kWallet.address, false, false}}, token_data(9)})));
  EXPECT_EQ(chain.account(from).lamports, Lamports{0}) << "its rent came back too";
}

TEST_P(WalletsTest, the_holders_call_reaches_neither_ourselves_nor_spoils_wallet_or_purse) {
  put_wallet();
  EXPECT_TRUE(fails(call(kProgramId, {}, {1, 2, 3}), AgentError::CallsOurselves));
  std::vector<u8> assign;
  put(assign, 1, 4);
  token_accounts::append(assign, kStranger);
  EXPECT_TRUE(fails(call(System::kId, {{kPurse.address, false, true}}, assign), AgentError::PurseChanged));
  EXPECT_FALSE(call(System::kId, {{kWallet.address, false, true}}, assign).ok());
  std::vector<u8> allocate;
  put(allocate, 8, 4);
  put(allocate, 100, 8);
  EXPECT_TRUE(fails(call(System::kId, {{kPurse.address, false, true}}, allocate), AgentError::PurseChanged));
  chain.set_account(kWallet.address, {});
  EXPECT_TRUE(fails(call(System::kId, {{kWallet.address, false, true}}, assign), AgentError::WalletChanged));
}

TEST_P(WalletsTest, nobody_else_calls_for_it) {
  put_wallet();
  auto made = make<beneficiary_execute>({kStranger, kAgent.address, kWallet.address, kPurse.address, Token::kId});
  EXPECT_TRUE(fails(run(made), ErrorCode::ConstraintSeeds));
  made.accounts[0] = {kHolder, false, false};
  EXPECT_TRUE(fails(run(made), ErrorCode::AccountNotSigner));
}

TEST_P(WalletsTest, closing_folds_into_a_living_agent_and_returns_everything) {
  wallet.measured = {40, 10, 3, 2, 1, kNow};
  put_wallet();
  const u64 before = lamports(kHolder) + lamports(kWallet.address) + lamports(kPurse.address);
  ASSERT_TRUE(succeeds(close()));
  EXPECT_EQ(lamports(kHolder), before);
  EXPECT_EQ(chain.account(kWallet.address), native::Account{});
  EXPECT_EQ(chain.state<AgentState>(kAgent.address)->performance_metrics.yield_generated, 40u);
  EXPECT_TRUE(succeeds(take(kGold, 1))) << "its tokens are still the holder's";
}

TEST_P(WalletsTest, closing_folds_nothing_into_a_later_agent) {
  wallet.measured.yield_generated = 40;
  put_wallet();
  agent.created_slot = 9;
  put_agent();
  ASSERT_TRUE(succeeds(close()));
  EXPECT_EQ(chain.state<AgentState>(kAgent.address)->performance_metrics.yield_generated, 0u);
}

TEST_P(WalletsTest, closing_waits_for_uses_to_be_settled) {
  wallet.uses += 2;
  put_wallet();
  per_use(10, wallet.uses - 1);
  EXPECT_TRUE(fails(close(), AgentError::LicenseUnsettled));
  EXPECT_TRUE(fails(close(kProgramId), AgentError::LicenseMissing));
  EXPECT_TRUE(fails(close(key(31)), AgentError::LicenseMissing));
  license.status = LicenseStatus::Refunded;
  per_use(10, wallet.uses - 1);
  EXPECT_TRUE(succeeds(close())) << "a refund has settled";
}

TEST_P(WalletsTest, only_the_holder_closes) {
  put_wallet();
  EXPECT_TRUE(fails(
      run<close_wallet>({kWallet.address, kStranger, kAgent.address, kPurse.address, kHolder, kLicense, System::kId}),
      ErrorCode::ConstraintHasOne));
  EXPECT_TRUE(fails(
      run<close_wallet>({kWallet.address, kHolder, kAgent.address, kPurse.address, kStranger, kLicense, System::kId}),
      ErrorCode::ConstraintHasOne));
  EXPECT_TRUE(
      fails(run<close_wallet>({kWallet.address, kHolder, key(98), kPurse.address, kHolder, kLicense, System::kId}),
            ErrorCode::ConstraintHasOne))
      << "an agent that isn't there, so that nothing would be folded";
}

TEST_P(WalletsTest, a_reopened_wallet_replays_no_nonce) {
  ASSERT_TRUE(succeeds(open()));
  const u64 first = now().nonce;
  ASSERT_TRUE(succeeds(close()));
  chain.warp({.slots = 1});
  ASSERT_TRUE(succeeds(open()));
  EXPECT_GE(now().nonce, first + (u64{1} << 20));
  EXPECT_EQ(now().agreed_terms, kNoHash) << "an old agreement is gone with it";
}

}  // namespace
}  // namespace agent_factory::test
