// What an executor, an agent's creator, a market or a stranger may try with `execute`, each refused by the named error and
// without a change. One test for each check: it fails on a program that lacks it.
#include "execution_world.hpp"

namespace agent_factory::test {
namespace {

const Pubkey kVaults = market::kVaultOwner.address;
const Pubkey kOurDollars = account_of(kWallet.address, kDollar), kOurGold = account_of(kWallet.address, kGold);
const Pubkey kOurMeme = account_of(kWallet.address, kMeme);
constexpr const char* kReentrancy = "Cross-program invocation reentrancy not allowed for this instruction";

class Attack : public ExecuteTest {
 protected:
  static Inner honest() { return swapping(kDollar, 100'000'000, kGold, 50'000'000); }
  // Of the wallet's, a call by the market that the wallet signs.
  static Call on_ours(const Pubkey& account, std::vector<u8> data, std::vector<client::Meta> between = {}) {
    Call call{Token::kId, {{account, false, true}}, std::move(data)};
    call.accounts.insert(call.accounts.end(), between.begin(), between.end());
    call.accounts.push_back({kWallet.address, true, false});
    return call;
  }
  static std::vector<u8> set_authority(u8 kind) {
    std::vector<u8> data{6, kind, 1};
    token_accounts::append(data, kStranger);
    return data;
  }
  static Call system_call(u32 tag, std::vector<u8> rest) {
    std::vector<u8> data;
    put(data, tag, 4);
    data.insert(data.end(), rest.begin(), rest.end());
    return {System::kId, {{kPurse.address, true, true}}, data};
  }
  void nothing_moved() {
    EXPECT_EQ(held(kDollar), 1'000'000'000u);
    EXPECT_EQ(held(kGold), 1'000'000'000u);
    EXPECT_EQ(now().nonce, wallet.nonce);
  }
};
INSTANTIATE_TEST_SUITE_P(, Attack, grapnel::testing::everywhere(), grapnel::testing::setting_name);

// Who may.

TEST_P(Attack, an_agent_that_is_not_active) {
  for (const Lifecycle state : {Lifecycle::Created, Lifecycle::Licensed, Lifecycle::Suspended, Lifecycle::Retired}) {
    agent.lifecycle = state;
    put_state();
    EXPECT_TRUE(fails(run_inner(honest(), kPrices), AgentError::AgentNotActive));
  }
  nothing_moved();
}

TEST_P(Attack, an_executor_that_is_none) {
  executor = kStranger;
  EXPECT_TRUE(fails(run_inner(honest(), kPrices), AgentError::NotAnExecutor));
  nothing_moved();
}

TEST_P(Attack, an_executor_revoked_in_flight) {
  put_state();
  const auto in_flight = executing(honest(), kPrices);
  agent.executors[0] = kStranger;
  put_state();
  EXPECT_TRUE(fails(run(in_flight), AgentError::NotAnExecutor));
}

TEST_P(Attack, an_executor_that_did_not_sign) {
  put_state();
  auto instruction = executing(honest(), kPrices);
  instruction.accounts[3].is_signer = false;
  EXPECT_TRUE(fails(run(instruction), ErrorCode::AccountNotSigner));
}

TEST_P(Attack, a_slot_behind_the_executors) {
  agent.executors[1] = kStranger;  // beyond executor_count
  executor = kStranger;
  EXPECT_TRUE(fails(run_inner(honest(), kPrices), AgentError::NotAnExecutor));
}

TEST_P(Attack, no_license) {
  with_license = false;
  EXPECT_TRUE(fails(run_inner(honest(), kPrices), AgentError::LicenseMissing));
}

TEST_P(Attack, a_license_that_the_wallet_is_not_tied_to) {
  wallet.license = key(31);
  EXPECT_TRUE(fails(run_inner(honest(), kPrices), AgentError::LicenseOfAnother));
}

TEST_P(Attack, a_license_of_another_agent) {
  license.agent = key(31);
  EXPECT_TRUE(fails(run_inner(honest(), kPrices), AgentError::LicenseOfAnother));
}

TEST_P(Attack, a_license_of_another_person) {
  license.licensee = kStranger;
  EXPECT_TRUE(fails(run_inner(honest(), kPrices), AgentError::LicenseOfAnother));
}

TEST_P(Attack, a_license_of_an_earlier_agent_of_the_address) {
  license.agent_created_slot = 4;
  EXPECT_TRUE(fails(run_inner(honest(), kPrices), AgentError::LicenseOfAnother));
}

TEST_P(Attack, a_license_that_has_ended) {
  for (const LicenseStatus status : {LicenseStatus::Disputed, LicenseStatus::Refunded, LicenseStatus::Revoked}) {
    license.status = status;
    put_state();
    EXPECT_TRUE(fails(run_inner(honest(), kPrices), AgentError::LicenseNotUsable));
  }
  license.status = LicenseStatus::Valid;
  license.kind = LicenseKind::Subscription;
  license.expires_at = kNow;
  put_state();
  EXPECT_TRUE(fails(run_inner(honest(), kPrices), AgentError::LicenseNotUsable));
  license.kind = LicenseKind::PerUse;
  license.uses_bought = 0;
  put_state();
  EXPECT_TRUE(fails(run_inner(honest(), kPrices), AgentError::LicenseNotUsable));
}

TEST_P(Attack, a_license_that_anyone_wrote) {
  put_state();
  chain.put(kLicense, license, market::kProgramId);
  EXPECT_TRUE(fails(run_inner(honest(), kPrices), ErrorCode::AccountOwnedByWrongProgram));
}

TEST_P(Attack, terms_that_were_not_agreed_to) {
  agent.terms = terms(2);
  EXPECT_TRUE(fails(run_inner(honest(), kPrices), AgentError::TermsChanged));
}

TEST_P(Attack, a_replayed_instruction) {
  put_state();
  const auto instruction = executing(honest(), kPrices);
  ASSERT_TRUE(succeeds(run(instruction)));
  chain.warp({.slots = 1});
  EXPECT_TRUE(fails(run(instruction), AgentError::NonceWrong));
}

TEST_P(Attack, a_nonce_of_the_future) {
  ++nonce;
  EXPECT_TRUE(fails(run_inner(honest(), kPrices), AgentError::NonceWrong));
}

TEST_P(Attack, no_context) {
  put_state();
  auto instruction = executing(honest(), kPrices);
  std::fill_n(instruction.data.begin() + 16, 32, u8{0});
  EXPECT_TRUE(fails(run(instruction), AgentError::ContextRootMissing));
}

// Wallets and purses that are none.

TEST_P(Attack, a_wallet_of_another_agent) {
  wallet.agent = key(31);
  EXPECT_TRUE(fails(run_inner(honest(), kPrices), ErrorCode::ConstraintHasOne));
}

TEST_P(Attack, a_wallet_that_anyone_wrote) {
  put_state();
  chain.put(kWallet.address, wallet, market::kProgramId);
  EXPECT_TRUE(fails(run_inner(honest(), kPrices), ErrorCode::AccountOwnedByWrongProgram));
}

TEST_P(Attack, a_wallet_of_an_unknown_layout) {
  wallet.version = 2;
  EXPECT_TRUE(fails(run_inner(honest(), kPrices), AgentError::LayoutUnknown));
}

TEST_P(Attack, an_agent_that_anyone_wrote) {
  put_state();
  chain.put(kAgent.address, agent, market::kProgramId);
  EXPECT_TRUE(fails(run_inner(honest(), kPrices), ErrorCode::AccountOwnedByWrongProgram));
}

TEST_P(Attack, another_purse) {
  put_state();
  auto instruction = executing(honest(), kPrices);
  instruction.accounts[2].key = kStranger;
  EXPECT_TRUE(fails(run(instruction), ErrorCode::ConstraintHasOne));
}

// What may be called.

TEST_P(Attack, an_entry_that_is_not_there) {
  entry = 1;
  agent.allow_list[1] = entry_for(market::kProgramId);  // beyond allow_count
  EXPECT_TRUE(fails(run_inner(honest(), kPrices), AgentError::AllowEntryMissing));
}

TEST_P(Attack, a_program_that_is_not_listed) {
  agent.allow_list[0].program = Token2022::kId;
  EXPECT_TRUE(fails(run_inner(honest(), kPrices), AgentError::InnerProgramNotAllowed));
}

TEST_P(Attack, ourselves) {
  agent.allow_list[0].program = kProgramId;
  Inner inner = honest();
  inner.program = kProgramId;
  EXPECT_TRUE(fails(run_inner(inner, kPrices), AgentError::CallsOurselves));
}

TEST_P(Attack, ourselves_by_way_of_the_market) {
  put_state();
  const auto nested = executing(honest(), kPrices);
  Call again{kProgramId, {}, nested.data};
  for (client::Meta meta : nested.accounts) {
    if (meta.key == kExecutor) meta.is_signer = false;
    again.accounts.push_back(meta);
  }
  const Outcome outcome = run_inner(playing({again}), kPrices);
  EXPECT_TRUE(fails(outcome, kReentrancy));
  nothing_moved();
}

TEST_P(Attack, an_instruction_that_is_not_listed) {
  agent.allow_list[0].prefix_size = 8;
  agent.allow_list[0].instruction_prefix[7] = 1;
  EXPECT_TRUE(fails(run_inner(honest(), kPrices), AgentError::InnerInstructionNotAllowed));
}

TEST_P(Attack, an_instruction_shorter_than_its_prefix) {
  Inner inner = honest();
  for (usize at = 0; at < 8; ++at) agent.allow_list[0].instruction_prefix[at] = inner.data[at];
  agent.allow_list[0].prefix_size = 8;
  put_state();
  inner.data.resize(7);
  EXPECT_TRUE(fails(run_inner(inner, kPrices), AgentError::InnerInstructionNotAllowed));
}

TEST_P(Attack, what_token_programs_do_beside_transfers) {
  agent.allow_list[0] = entry_for(Token::kId);
  const std::vector<client::Meta> accounts{
      {kOurDollars, false, true}, {kStranger, false, true}, {kWallet.address, true, false}};
  // approve, revoke, set authority, burn, close, approve checked, burn checked, a batch, nothing
  for (const std::vector<u8>& data : {token_data(4, {1}),
                                      token_data(5),
                                      set_authority(2),
                                      token_data(8, {1}),
                                      token_data(9),
                                      token_data(13, {1}),
                                      token_data(15, {1}),
                                      token_data(255),
                                      {}}) {
    EXPECT_TRUE(fails(run_inner({Token::kId, accounts, data}), AgentError::AllowInstructionForbidden));
  }
  agent.allow_list[0] = entry_for(Token2022::kId);
  put_state();
  EXPECT_TRUE(fails(run_inner({Token2022::kId, accounts, token_data(38)}), AgentError::AllowInstructionForbidden));
}

// Who may stand where.

TEST_P(Attack, a_swap_to_a_foreign_destination) {
  agent.allow_list[0] = entry_for(market::kProgramId, {{4, AccountRole::WalletToken}});
  const Inner ours = honest();
  ASSERT_EQ(ours.accounts[2].key, kOurDollars);
  const Inner inner =
      playing({transfer(kOurDollars, account_of(kVaults, kDollar), kWallet.address, 100'000'000),
               transfer(account_of(kVaults, kGold), account_of(kStranger, kGold), kVaults, 50'000'000)});
  usize at = 0;
  while (!(inner.accounts[at].key == account_of(kStranger, kGold))) ++at;
  agent.allow_list[0].rules[0].position = static_cast<u8>(at);
  EXPECT_TRUE(fails(run_inner(inner, kPrices), AgentError::AccountRuleBroken));
  EXPECT_EQ(amount(account_of(kStranger, kGold)), 0u);
}

TEST_P(Attack, each_role_filled_by_another) {
  agent.allow_list[0].fixed_keys[0] = key(50);
  agent.allow_list[0].fixed_keys[1] = key(51);
  agent.allow_list[0].rule_count = 1;
  for (const AccountRole role : {AccountRole::WalletToken, AccountRole::WalletPosition, AccountRole::Wallet,
                                 AccountRole::Purse, AccountRole::FixedKey0, AccountRole::FixedKey1}) {
    agent.allow_list[0].rules[0] = {0, role};  // where the pool stands
    put_state();
    EXPECT_TRUE(fails(run_inner(honest(), kPrices), AgentError::AccountRuleBroken)) << static_cast<int>(role);
  }
}

TEST_P(Attack, a_rule_behind_the_accounts) {
  agent.allow_list[0] = entry_for(market::kProgramId, {{20, AccountRole::Wallet}});
  // The first leaves the wallet where the second has no account any more.
  std::vector<client::Meta> many(19, {kStranger, false, false});
  many.push_back({kWallet.address, false, false});
  ASSERT_TRUE(succeeds(run_inner(playing({}, many))));
  EXPECT_TRUE(fails(run_inner(playing({})), AgentError::AccountRuleBroken));
}

TEST_P(Attack, somebody_elses_position) {
  std::vector<u8> position(40);
  std::memcpy(position.data(), kStranger.data(), 32);
  put_data(key(60), position, market::kProgramId);
  agent.allow_list[0] = entry_for(market::kProgramId, {{1, AccountRole::WalletPosition}});
  EXPECT_TRUE(fails(run_inner(playing({}, {{key(60), false, true}})), AgentError::AccountRuleBroken));
}

TEST_P(Attack, a_position_of_another_program) {
  std::vector<u8> position(40);
  std::memcpy(position.data(), kWallet.address.data(), 32);
  put_data(key(60), position, kStranger);
  agent.allow_list[0] = entry_for(market::kProgramId, {{1, AccountRole::WalletPosition}});
  EXPECT_TRUE(fails(run_inner(playing({}, {{key(60), false, true}})), AgentError::AccountRuleBroken));
}

TEST_P(Attack, a_position_given_away) {
  std::vector<u8> position(40);
  std::memcpy(position.data(), kWallet.address.data(), 32);
  put_data(key(60), position, market::kProgramId);
  agent.allow_list[0] = entry_for(market::kProgramId, {{1, AccountRole::WalletPosition}});
  const Inner inner = playing({write_key(key(60), kStranger)}, {{key(60), false, true}});
  EXPECT_TRUE(fails(run_inner(inner), AgentError::PositionLost));
}

TEST_P(Attack, a_new_position_that_is_somebody_elses) {
  agent.allow_list[0] = entry_for(market::kProgramId, {{1, AccountRole::WalletPosition}});
  std::vector<u8> create;
  put(create, 0, 4);
  put(create, 2'000'000, 8);
  put(create, 40, 8);
  token_accounts::append(create, market::kProgramId);
  const Call creation{System::kId, {{kPurse.address, true, true}, {key(61), true, true}}, create};
  const std::vector<client::Meta> position{{key(61), true, true}};
  EXPECT_TRUE(fails(run_inner(playing({creation, write_key(key(61), kStranger)}, position)), AgentError::PositionLost));
  EXPECT_TRUE(succeeds(run_inner(playing({creation, write_key(key(61), kWallet.address)}, position))));
}

// Whose signature goes along.

TEST_P(Attack, the_executors_signature_passed_on) {
  const Inner inner = playing({system_transfer(kExecutor, kStranger, 1)});
  EXPECT_TRUE(fails(run_inner(inner), AgentError::SignaturePassedOn));
}

TEST_P(Attack, the_signature_of_an_executor_without_lamports) {
  chain.set_account(kExecutor, {});
  EXPECT_TRUE(fails(run_inner(playing({}, {{kExecutor, true, false}})), AgentError::SignaturePassedOn));
}

TEST_P(Attack, another_signature_passed_on) {
  const Inner inner = playing({system_transfer(kHolder, kStranger, 1)});
  EXPECT_TRUE(fails(run_inner(inner), AgentError::SignaturePassedOn));
}

TEST_P(Attack, the_signature_of_an_account_with_data) {
  chain.set_account(key(62), {Lamports{0}, std::vector<u8>(8), System::kId, false});
  chain.set_account(key(63), {chain.rent(8), std::vector<u8>(8), kStranger, false});
  EXPECT_TRUE(fails(run_inner(playing({}, {{key(63), true, true}})), AgentError::SignaturePassedOn));
}

TEST_P(Attack, an_unknown_flag) {
  put_state();
  auto instruction = executing(playing({}));
  instruction.data[8 + 8 + 32 + 1 + 4] = 4;
  EXPECT_TRUE(fails(run(instruction), AgentError::InnerFlagsUnknown));
}

TEST_P(Attack, fewer_accounts_than_flags) {
  put_state();
  auto instruction = executing(playing({}));
  instruction.accounts.pop_back();
  EXPECT_TRUE(fails(run(instruction), ErrorCode::AccountNotEnoughKeys));
}

TEST_P(Attack, a_wallet_account_that_is_not_recorded) {
  Inner inner = honest();
  for (client::Meta& meta : inner.accounts) {
    if (meta.key == kOurDollars) meta.is_writable = false;
  }
  EXPECT_FALSE(run_inner(inner, kPrices).ok());
  nothing_moved();
}

TEST_P(Attack, more_token_accounts_than_are_recorded) {
  std::vector<client::Meta> ours;
  for (u64 i = 0; i <= kRecordedMax; ++i) {
    hold_at(key(70 + i), kWallet.address, kMeme, 1);
    ours.push_back({key(70 + i), false, true});
  }
  EXPECT_TRUE(fails(run_inner(playing({}, ours)), AgentError::TooManyTokenAccounts));
  ours.pop_back();
  EXPECT_TRUE(succeeds(run_inner(playing({}, ours))));
}

TEST_P(Attack, tokens_that_the_purse_owns) {
  hold(kPurse.address, kDollar, 5);
  const Pubkey from = account_of(kPurse.address, kDollar);
  const Inner inner = playing({transfer(from, account_of(kStranger, kDollar), kPurse.address, 5)});
  EXPECT_TRUE(fails(run_inner(inner), AgentError::PurseTokenAccount));
}

TEST_P(Attack, a_wallet_account_named_as_executor) {
  // A token account of the wallet whose key somebody has, and who is executor: it stands first among the named accounts.
  agent.executors[0] = executor = key(64);
  hold_at(key(64), kWallet.address, kUnlisted, 10);
  const Inner inner = playing({transfer(key(64), account_of(kStranger, kUnlisted), kWallet.address, 10)});
  EXPECT_TRUE(fails(run_inner(inner), AgentError::MintNotAllowed));
}

// What the call may not leave behind.

TEST_P(Attack, a_token_account_closed) {
  hold(kWallet.address, kMeme, 0);
  const Inner inner = playing({on_ours(kOurMeme, token_data(9), {{kStranger, false, true}})});
  EXPECT_TRUE(fails(run_inner(inner), AgentError::TokenAccountGone));
}

TEST_P(Attack, a_token_account_made_anew_for_another_mint) {
  std::vector<u8> create;
  put(create, 0, 4);
  put(create, chain.rent(165).value(), 8);
  put(create, 165, 8);
  token_accounts::append(create, Token::kId);
  std::vector<u8> initialize{18};
  token_accounts::append(initialize, kWallet.address);
  for (const auto& [before, after] : {std::pair{kMeme, kUnlisted}, {kUnlisted, kMeme}}) {
    hold_at(kVaults, kWallet.address, before, 0);  // at an address that the market signs for
    const Inner inner = playing({on_ours(kVaults, token_data(9), {{kPurse.address, false, true}}),
                                 {System::kId, {{kPurse.address, true, true}, {kVaults, true, true}}, create},
                                 {Token::kId, {{kVaults, false, true}, {after, false, false}}, initialize}});
    EXPECT_TRUE(fails(run_inner(inner), AgentError::TokenMintChanged));
  }
}

TEST_P(Attack, a_token_account_given_away) {
  EXPECT_TRUE(fails(run_inner(playing({on_ours(kOurMeme, set_authority(2))})), AgentError::TokenAuthorityChanged));
}

TEST_P(Attack, a_delegate_approved) {
  EXPECT_TRUE(fails(run_inner(playing({on_ours(kOurMeme, token_data(4, {1}), {{kStranger, false, false}})})),
                    AgentError::TokenDelegated));
}

TEST_P(Attack, a_close_authority_set) {
  EXPECT_TRUE(fails(run_inner(playing({on_ours(kOurMeme, set_authority(3))})), AgentError::TokenCloseAuthoritySet));
}

TEST_P(Attack, a_token_account_frozen) {
  const Call freeze{
      Token::kId, {{kOurMeme, false, true}, {kMeme, false, false}, {kVaults, true, false}}, token_data(10)};
  EXPECT_TRUE(fails(run_inner(playing({freeze})), AgentError::TokenAccountFrozen));
}

TEST_P(Attack, lamports_taken_out_of_a_token_account) {
  put_mint(kMeme, Token2022::kId);
  hold(kWallet.address, kMeme, 10, Token2022::kId);
  auto rich = chain.account(kOurMeme);
  rich.lamports = Lamports{rich.lamports.value() + kSol};
  chain.set_account(kOurMeme, rich);
  Call excess = on_ours(kOurMeme, token_data(38), {{kStranger, false, true}});
  excess.program = Token2022::kId;
  EXPECT_TRUE(fails(run_inner(playing({excess})), AgentError::TokenLamportsTaken));
}

TEST_P(Attack, the_purse_made_a_data_account) {
  std::vector<u8> space;
  put(space, 8, 8);
  EXPECT_TRUE(fails(run_inner(playing({system_call(8, space)})), AgentError::PurseChanged));
}

TEST_P(Attack, the_purse_assigned_to_the_market) {
  std::vector<u8> owner;
  token_accounts::append(owner, market::kProgramId);
  EXPECT_TRUE(fails(run_inner(playing({system_call(1, owner)})), AgentError::PurseChanged));
}

TEST_P(Attack, the_purse_drained) {
  EXPECT_TRUE(fails(run_inner(playing({system_transfer(kPurse.address, kStranger, kSol / 2 + 1)})),
                    AgentError::AllowanceExceeded));
  EXPECT_TRUE(succeeds(run_inner(playing({system_transfer(kPurse.address, kStranger, kSol / 2)}))));
  EXPECT_TRUE(
      fails(run_inner(playing({system_transfer(kPurse.address, kStranger, 1)})), AgentError::AllowanceExceeded));
}

TEST_P(Attack, the_purse_left_below_its_rent) {
  chain.fund(kPurse.address, Lamports{kSol / 2});
  EXPECT_TRUE(fails(run_inner(playing({system_transfer(kPurse.address, kStranger, kSol / 2 - 5)})),
                    AgentError::PurseBelowRent));
  EXPECT_TRUE(succeeds(run_inner(playing({system_transfer(kPurse.address, kStranger, kSol / 2)}))));
}

// How much.

TEST_P(Attack, a_mint_of_which_nothing_is_allowed) {
  const Inner inner =
      playing({transfer(account_of(kWallet.address, kUnlisted), account_of(kStranger, kUnlisted), kWallet.address, 1)});
  EXPECT_TRUE(fails(run_inner(inner), AgentError::MintNotAllowed));
}

TEST_P(Attack, more_than_the_allowance) {
  EXPECT_TRUE(
      fails(run_inner(swapping(kDollar, 500'000'001, kGold, 260'000'000), kPrices), AgentError::AllowanceExceeded));
  EXPECT_TRUE(succeeds(run_inner(swapping(kDollar, 500'000'000, kGold, 250'000'000), kPrices)));
  EXPECT_TRUE(fails(run_inner(swapping(kDollar, 1, kGold, 1), kPrices), AgentError::AllowanceExceeded));
}

TEST_P(Attack, an_allowance_of_zero) {
  wallet.mints[0].allowance = {};
  EXPECT_TRUE(fails(run_inner(swapping(kDollar, 1, kGold, 1), kPrices), AgentError::AllowanceExceeded));
}

TEST_P(Attack, the_edge_of_the_window) {
  wallet.max_loss_bps = 10'000;
  ASSERT_TRUE(succeeds(run_inner(swapping(kDollar, 500'000'000, kMeme, 1))));
  chain.warp({.slots = 1, .seconds = static_cast<i64>(kWindow)});  // both ends are one interval of the window's length
  EXPECT_TRUE(fails(run_inner(swapping(kDollar, 1, kMeme, 1)), AgentError::AllowanceExceeded));
  chain.warp({.slots = 1, .seconds = static_cast<i64>(kDay)});
  EXPECT_TRUE(succeeds(run_inner(swapping(kDollar, 1, kMeme, 1))));
}

TEST_P(Attack, an_inflow_that_should_give_allowance_back) {
  wallet.mints[1].allowance.cap = 1'000'000'000;
  ASSERT_TRUE(succeeds(run_inner(swapping(kDollar, 500'000'000, kGold, 250'000'000), kPrices)));
  ASSERT_TRUE(succeeds(run_inner(swapping(kGold, 250'000'000, kDollar, 500'000'000), kPrices)));
  EXPECT_TRUE(fails(run_inner(swapping(kDollar, 1, kGold, 1), kPrices), AgentError::AllowanceExceeded));
}

TEST_P(Attack, two_accounts_of_one_mint_count_together) {
  hold_at(key(65), kWallet.address, kDollar, 1'000'000'000);
  const Pubkey vault = account_of(kVaults, kDollar);
  const Inner inner = playing({transfer(kOurDollars, vault, kWallet.address, 300'000'000),
                               transfer(key(65), vault, kWallet.address, 300'000'000),
                               transfer(account_of(kVaults, kGold), kOurGold, kVaults, 300'000'000)});
  EXPECT_TRUE(fails(run_inner(inner, kPrices), AgentError::AllowanceExceeded));
}

TEST_P(Attack, more_uses_than_are_allowed) {
  wallet.use_allowance = limit(1);
  ASSERT_TRUE(succeeds(run_inner(honest(), kPrices)));
  EXPECT_TRUE(fails(run_inner(honest(), kPrices), AgentError::UsesExhausted));
}

// At what price.

TEST_P(Attack, a_pool_that_was_pushed) {
  EXPECT_TRUE(
      fails(run_inner(swapping(kDollar, 200'000'000, kGold, 97'999'999), kPrices), AgentError::MaxLossExceeded));
  nothing_moved();
  EXPECT_TRUE(succeeds(run_inner(swapping(kDollar, 200'000'000, kGold, 98'000'000), kPrices)));
}

TEST_P(Attack, tokens_paid_away) {
  const Inner inner = playing({transfer(kOurDollars, account_of(kStranger, kDollar), kWallet.address, 10)});
  EXPECT_TRUE(fails(run_inner(inner), AgentError::MaxLossExceeded));
  wallet.mints[0].unreturned_allowed = 1;
  put_state();
  EXPECT_TRUE(succeeds(run_inner(inner)));
}

TEST_P(Attack, an_account_given_twice_to_count_twice) {
  Inner inner = swapping(kDollar, 200'000'000, kGold, 50'000'000);
  inner.accounts.push_back({kOurGold, false, true});
  EXPECT_TRUE(fails(run_inner(inner, kPrices), AgentError::MaxLossExceeded));
}

TEST_P(Attack, another_mint_without_a_price_for_what_was_sold) {
  EXPECT_TRUE(fails(run_inner(swapping(kDollar, 200'000'000, kUnlisted, 900'000'000)), AgentError::MaxLossExceeded));
}

TEST_P(Attack, a_mint_with_a_price_sold_without_it) {
  EXPECT_TRUE(fails(run_inner(swapping(kGold, 10, kDollar, 20)), AgentError::PriceMissing));
}

TEST_P(Attack, lamports_held_to_their_price) {
  wallet.lamports.unpriced_allowed = 0;
  put_state();
  const Inner inner = playing({system_transfer(kPurse.address, kStranger, 1'000)});
  EXPECT_TRUE(fails(run_inner(inner), AgentError::PriceMissing));
  EXPECT_TRUE(fails(run_inner(inner, {kDollarEntry, kSolEntry, kSolPrice}), AgentError::MaxLossExceeded));
}

TEST_P(Attack, prices_without_the_quote_mint) {
  EXPECT_TRUE(fails(run_inner(honest(), {kGoldEntry, kGoldPrice}), AgentError::QuoteNotPriced));
}

TEST_P(Attack, a_quote_mint_that_is_no_dollar) {
  put_entry(kDollarEntry, kDollar, governance::PriceKind::Pyth, key(40));
  EXPECT_TRUE(fails(run_inner(honest(), kPrices), AgentError::QuoteNotPriced));
}

TEST_P(Attack, a_quote_entry_of_another_mint) {
  put_entry(kDollarEntry, kMeme, governance::PriceKind::Quote, {});
  EXPECT_TRUE(fails(run_inner(honest(), kPrices), AgentError::QuoteNotPriced));
}

TEST_P(Attack, entries_that_anyone_wrote) {
  for (const Pubkey& entry_key : {kDollarEntry, kGoldEntry}) {
    const auto good = chain.account(entry_key);
    auto forged = good;
    forged.owner = market::kProgramId;
    chain.set_account(entry_key, forged);
    const AgentError expected =
        entry_key == kDollarEntry ? AgentError::QuoteNotPriced : AgentError::PriceAccountInvalid;
    EXPECT_TRUE(fails(run_inner(honest(), kPrices), expected));
    chain.set_account(entry_key, good);
  }
}

TEST_P(Attack, entries_of_an_unknown_layout) {
  put_entry(kGoldEntry, kGold, governance::PriceKind::Pyth, key(40), 2);
  EXPECT_TRUE(fails(run_inner(honest(), kPrices), AgentError::LayoutUnknown));
  put_entry(kGoldEntry, kGold, governance::PriceKind::Pyth, key(40));
  put_pool(market::kProgramId, kPool, 2);
  EXPECT_TRUE(fails(run_inner(honest(), kMeasured), AgentError::LayoutUnknown));
  put_entry(kDollarEntry, kDollar, governance::PriceKind::Quote, {}, 2);
  EXPECT_TRUE(fails(run_inner(honest(), kPrices), AgentError::QuoteNotPriced));
}

TEST_P(Attack, a_price_where_governance_knows_none) {
  EXPECT_TRUE(fails(run_inner(honest(), {kDollarEntry, kMemeEntry, kGoldPrice}), AgentError::PriceAccountInvalid));
}

TEST_P(Attack, a_mint_without_a_price_taken_for_a_dollar) {
  wallet.mints[2].unpriced_allowed = 0;
  const Inner inner = swapping(kDollar, 100'000'000, kMeme, 100'000'000);
  EXPECT_TRUE(fails(run_inner(inner, {kDollarEntry, kMemeEntry}), AgentError::PriceAccountInvalid));
  EXPECT_TRUE(fails(run_inner(inner), AgentError::MaxLossExceeded));
}

TEST_P(Attack, an_entry_whose_price_is_left_out) {
  EXPECT_TRUE(fails(run_inner(honest(), {kDollarEntry, kGoldEntry}), AgentError::PriceAccountInvalid));
}

TEST_P(Attack, a_price_that_is_not_the_one) {
  const auto refused = [&](void (*change)(PriceFields&), AgentError expected) {
    PriceFields fields = gold_at(200'000'000);
    change(fields);
    put_price(kGoldPrice, fields);
    EXPECT_TRUE(fails(run_inner(honest(), kPrices), expected));
  };
  refused([](PriceFields& f) { f.owner = market::kProgramId; }, AgentError::PriceAccountInvalid);
  refused([](PriceFields& f) { f.feed = key(41); }, AgentError::PriceAccountInvalid);
  refused([](PriceFields& f) { f.level = 0; }, AgentError::PriceNotVerified);
  refused([](PriceFields& f) { f.published_at = kNow - 61; }, AgentError::PriceStale);
  refused([](PriceFields& f) { f.published_at = kNow + 61; }, AgentError::PriceStale);
  refused([](PriceFields& f) { f.confidence = 2'000'001; }, AgentError::PriceUncertain);
  refused([](PriceFields& f) { f.price = 0; }, AgentError::PriceUncertain);
  refused([](PriceFields& f) { f.price = -200'000'000; }, AgentError::PriceUncertain);
  nothing_moved();
}

TEST_P(Attack, an_account_that_is_no_price) {
  put_data(kGoldPrice, std::vector<u8>(134), PythReceiver::kId);
  EXPECT_TRUE(fails(run_inner(honest(), kPrices), AgentError::PriceAccountInvalid));
}

TEST_P(Attack, an_older_price_after_a_newer_one) {
  ASSERT_TRUE(succeeds(run_inner(honest(), kPrices)));
  PriceFields older = gold_at(100'000'000);
  older.published_at = kNow - 1;
  put_price(kGoldPrice, older);
  EXPECT_TRUE(fails(run_inner(honest(), kPrices), AgentError::PriceWentBack));
}

TEST_P(Attack, a_price_by_decree_after_an_oracles) {
  ASSERT_TRUE(succeeds(run_inner(honest(), kPrices)));
  put_entry(kGoldEntry, kGold, governance::PriceKind::Quote, {});
  EXPECT_TRUE(succeeds(run_inner(swapping(kDollar, 100, kGold, 100), {kDollarEntry, kGoldEntry})));
  EXPECT_TRUE(
      fails(run_inner(swapping(kDollar, 100, kGold, 90), {kDollarEntry, kGoldEntry}), AgentError::MaxLossExceeded));
}

TEST_P(Attack, a_value_beyond_64_bits) {
  PriceFields fields = gold_at(i64{1} << 62);
  put_price(kGoldPrice, fields);
  hold(kVaults, kGold, 1ull << 60);
  EXPECT_TRUE(fails(run_inner(swapping(kDollar, 1, kGold, 1ull << 59), kPrices), AgentError::PriceOutOfRange));
}

TEST_P(Attack, a_loss_beyond_64_bits) {
  put_price(kGoldPrice, gold_at(i64{1} << 62));
  hold(kWallet.address, kGold, 1ull << 60);
  wallet.mints[1].allowance = limit(~u64{0});
  EXPECT_TRUE(fails(run_inner(swapping(kGold, 1ull << 59, kDollar, 1), kPrices), AgentError::PriceOutOfRange));
}

// What counts as achieved.

TEST_P(Attack, a_gain_on_a_pool_that_is_not_listed) {
  put_pool(market::kProgramId, key(66));
  ASSERT_TRUE(succeeds(run_inner(honest(), kMeasured)));
  EXPECT_EQ(now().mints[1].tracked_quantity, 0u);
  EXPECT_EQ(now().measured.execution_gain + now().measured.execution_loss, 0u);
}

TEST_P(Attack, a_gain_on_a_pool_of_another_program) {
  put_pool(Token::kId, kPool);
  ASSERT_TRUE(succeeds(run_inner(honest(), kMeasured)));
  EXPECT_EQ(now().mints[1].tracked_quantity, 0u);
}

TEST_P(Attack, a_gain_without_the_pool) {
  ASSERT_TRUE(succeeds(run_inner(honest(), kPrices)));
  EXPECT_EQ(now().mints[1].tracked_quantity, 0u);
}

TEST_P(Attack, a_pool_entry_that_anyone_wrote) {
  auto forged = chain.account(kPoolEntry);
  forged.owner = market::kProgramId;
  chain.set_account(kPoolEntry, forged);
  EXPECT_TRUE(fails(run_inner(honest(), kMeasured), AgentError::PriceAccountInvalid));
}

TEST_P(Attack, a_gain_in_a_worthless_mint) {
  ASSERT_TRUE(succeeds(run_inner(swapping(kDollar, 100'000'000, kMeme, 900'000'000), {kDollarEntry, kPoolEntry})));
  ASSERT_TRUE(succeeds(run_inner(swapping(kMeme, 1, kDollar, 100'000'000), {kDollarEntry, kPoolEntry})));
  EXPECT_EQ(now().measured.yield_generated, 0u);
  EXPECT_EQ(now().mints[2].tracked_quantity, 0u);
}

TEST_P(Attack, gifted_tokens_sold_as_gain) {
  ASSERT_TRUE(succeeds(run_inner(swapping(kGold, 100'000'000, kDollar, 200'000'000), kMeasured)));
  EXPECT_EQ(now().measured.yield_generated, 0u);
  EXPECT_EQ(now().measured.loss, 0u);
}

TEST_P(Attack, gold_paid_away_and_sold_as_held_once_it_is_dearer) {
  wallet.mints[1].unreturned_allowed = 1;
  put_state();
  ASSERT_TRUE(succeeds(run_inner(swapping(kDollar, 200'000'000, kGold, 100'000'000), kMeasured)));
  ASSERT_TRUE(
      succeeds(run_inner(playing({transfer(kOurGold, account_of(kStranger, kGold), kWallet.address, 100'000'000)}))));
  put_price(kGoldPrice, gold_at(400'000'000));
  hold(kWallet.address, kGold, 1'100'000'000);  // and it comes back as a gift
  ASSERT_TRUE(succeeds(run_inner(swapping(kGold, 100'000'000, kDollar, 400'000'000), kMeasured)));
  EXPECT_EQ(now().measured.yield_generated, 0u);
}

TEST_P(Attack, a_loss_paid_away) {
  wallet.mints[1].unreturned_allowed = 1;
  put_state();
  ASSERT_TRUE(succeeds(run_inner(swapping(kDollar, 200'000'000, kGold, 100'000'000), kMeasured)));
  put_price(kGoldPrice, gold_at(100'000'000));
  ASSERT_TRUE(succeeds(
      run_inner(playing({transfer(kOurGold, account_of(kStranger, kGold), kWallet.address, 100'000'000)}), kPrices)));
  EXPECT_EQ(now().measured.loss, 100'000'000u);
}

TEST_P(Attack, a_gift_on_top_of_a_trade) {
  const Inner inner = playing({transfer(kOurDollars, account_of(kVaults, kDollar), kWallet.address, 100),
                               transfer(account_of(kVaults, kGold), kOurGold, kVaults, 50),
                               transfer(account_of(kVaults, kMeme), kOurMeme, kVaults, 50)});
  ASSERT_TRUE(succeeds(run_inner(inner, kMeasured)));
  EXPECT_EQ(now().mints[1].tracked_quantity, 0u);  // three mints moved: no trade
}

TEST_P(Attack, a_gift_of_a_mint_that_is_not_listed_on_top_of_a_trade) {
  const Inner inner =
      playing({transfer(kOurDollars, account_of(kVaults, kDollar), kWallet.address, 100),
               transfer(account_of(kVaults, kGold), kOurGold, kVaults, 50),
               transfer(account_of(kVaults, kUnlisted), account_of(kWallet.address, kUnlisted), kVaults, 1)});
  ASSERT_TRUE(succeeds(run_inner(inner, kMeasured)));
  EXPECT_EQ(now().mints[1].tracked_quantity, 0u);
}

TEST_P(Attack, two_priced_mints_for_one) {
  put_entry(kMemeEntry, kMeme, governance::PriceKind::Pyth, key(40));  // as dear as gold
  const Inner inner = playing({transfer(kOurDollars, account_of(kVaults, kDollar), kWallet.address, 200),
                               transfer(account_of(kVaults, kGold), kOurGold, kVaults, 50),
                               transfer(account_of(kVaults, kMeme), kOurMeme, kVaults, 50)});
  ASSERT_TRUE(succeeds(run_inner(inner, {kDollarEntry, kGoldEntry, kGoldPrice, kMemeEntry, kGoldPrice, kPoolEntry})));
  EXPECT_EQ(now().mints[1].tracked_quantity, 0u);
  EXPECT_EQ(now().mints[2].tracked_quantity, 0u);
}

TEST_P(Attack, lamports_for_gold) {
  const Inner inner = playing({system_transfer(kPurse.address, kStranger, 10'000'000),
                               transfer(account_of(kVaults, kGold), kOurGold, kVaults, 750'000)});
  ASSERT_TRUE(succeeds(run_inner(inner, {kDollarEntry, kGoldEntry, kGoldPrice, kSolEntry, kSolPrice, kPoolEntry})));
  EXPECT_EQ(now().mints[1].tracked_quantity, 0u) << "lamports have no cost, so what they buy has none";
}

TEST_P(Attack, a_use_that_moves_nothing) {
  wallet.flat_fee = 5'000;
  wallet.fee_allowance = limit(kSol);
  put_state();
  const u64 before = lamports(kExecutor);
  const Outcome outcome = run_inner(playing({}));
  ASSERT_TRUE(succeeds(outcome));
  EXPECT_EQ(now().uses, wallet.uses);
  EXPECT_EQ(now().nonce, wallet.nonce + 1);
  EXPECT_EQ(now().measured.execution_count, 0u);
  EXPECT_EQ(left_of(now().use_allowance), 100u);
  EXPECT_EQ(left_of(now().fee_allowance), kSol);
  EXPECT_LE(lamports(kExecutor), before);
}

TEST_P(Attack, a_use_that_moves_between_the_wallets_own_accounts) {
  hold_at(key(65), kWallet.address, kDollar, 0);
  ASSERT_TRUE(succeeds(run_inner(playing({transfer(kOurDollars, key(65), kWallet.address, 100)}))));
  EXPECT_EQ(now().uses, wallet.uses);
}

TEST_P(Attack, pumping_fees) {
  wallet.flat_fee = 5'000;
  wallet.fee_allowance = limit(9'999);
  put_state();
  EXPECT_EQ(run_inner(honest(), kPrices).event<AgentExecuted>()->fee, Lamports{5'000});
  EXPECT_EQ(run_inner(honest(), kPrices).event<AgentExecuted>()->fee, Lamports{0});
  EXPECT_EQ(lamports(kPurse.address), kSol - 5'000);
  EXPECT_EQ(left_of(now().fee_allowance), 4'999u);
}

TEST_P(Attack, a_fee_that_the_purse_has_not_got) {
  wallet.flat_fee = 5'000;
  wallet.fee_allowance = limit(kSol);
  chain.fund(kPurse.address, Lamports{890'880 + 4'999});
  const Outcome outcome = run_inner(honest(), kPrices);
  ASSERT_TRUE(succeeds(outcome));
  EXPECT_EQ(outcome.event<AgentExecuted>()->fee, Lamports{0});
  EXPECT_EQ(left_of(now().fee_allowance), kSol);
}

}  // namespace
}  // namespace agent_factory::test
