// Every account of every instruction in the place of another that looks like it, and every flag that an instruction asks for:
// each is refused before the handler runs. On every ground.
#include <grapnel/testing/flags.hpp>

#include "execution_world.hpp"

namespace agent_factory::test {
namespace {

const Pubkey kRoots = find_program_address(kProgramId, kContextSeed, kAgent.address).address;
const Pubkey kElsewhere = key(250);

class AccountsTest : public ExecuteTest {
 protected:
  AccountsTest() {
    put_state();
    ContextRoots roots{};
    roots.version = kLayoutVersion;
    roots.agent = kAgent.address;
    roots.rent_payer = kHolder;
    chain.put(kRoots, roots, kProgramId);
  }
  static client::Instruction opening() {
    return make<open_wallet>(
        {kStranger, kAgent.address, wallet_of(kStranger), purse_of(kStranger), kLicense, System::kId});
  }
  static client::Instruction agreeing() {
    return make<agree>({kAgent.address, kWallet.address, kHolder, kLicense, kProgramId});
  }
  static client::Instruction closing() {
    return make<close_wallet>(
        {kWallet.address, kHolder, kAgent.address, kPurse.address, kHolder, kLicense, System::kId});
  }
  client::Instruction opening_context() const {
    return make<open_context>({agent.owner, kAgent.address, kElsewhere, System::kId});
  }
  static client::Instruction withdrawing() {
    return make<withdraw>({kHolder, kAgent.address, kWallet.address, kGold, account_of(kWallet.address, kGold),
                           account_of(kStranger, kGold), Token::kId},
                          {1});
  }
  static client::Instruction withdrawing_lamports() {
    return make<withdraw_lamports>({kHolder, kAgent.address, kWallet.address, kPurse.address, kStranger, System::kId},
                                   {1});
  }
  static client::Instruction calling() {
    return make<beneficiary_execute>({kHolder, kAgent.address, kWallet.address, kPurse.address, Token::kId});
  }
  static Pubkey wallet_of(const Pubkey& holder) {
    return find_program_address(kProgramId, kWalletSeed, kAgent.address, holder).address;
  }
  static Pubkey purse_of(const Pubkey& holder) {
    return find_program_address(kProgramId, kPurseSeed, wallet_of(holder)).address;
  }

  template <class E>
  void refuses(client::Instruction one, usize at, const Pubkey& instead, E error) {
    one.accounts[at].key = instead;
    EXPECT_TRUE(fails(run(one), error)) << "account " << at;
  }
  struct Place {
    client::Instruction one;
    usize at;
  };
  // A sound state under another program, and one of a later layout.
  template <class T>
  void refuses_others(T state, const Pubkey& owner, const std::vector<Place>& places) {
    chain.put(key(251), state, kStranger);
    state.version = 9;
    chain.put(key(252), state, owner);
    for (const auto& [one, at] : places) {
      refuses(one, at, key(251), ErrorCode::AccountOwnedByWrongProgram);
      refuses(one, at, key(252), AgentError::LayoutUnknown);
    }
  }
};
INSTANTIATE_TEST_SUITE_P(, AccountsTest, grapnel::testing::everywhere(), grapnel::testing::setting_name);

TEST_P(AccountsTest, every_signature_and_every_account_that_is_written_is_asked_for) {
  using grapnel::testing::unasked;
  EXPECT_EQ((unasked<AgentFactory, create_agent>(chain, "sw w - -")), "");
  EXPECT_EQ((unasked<AgentFactory, publish_agent>(chain, "w s")), "");
  EXPECT_EQ((unasked<AgentFactory, suspend_agent>(chain, "w s w")), "");
  EXPECT_EQ((unasked<AgentFactory, activate_agent>(chain, "w sw w - - - -")), "");
  EXPECT_EQ((unasked<AgentFactory, deactivate_agent>(chain, "w s w")), "");
  EXPECT_EQ((unasked<AgentFactory, close_creator_record>(chain, "w sw")), "");
  EXPECT_EQ((unasked<AgentFactory, upgrade_agent>(chain, "w s")), "");
  EXPECT_EQ((unasked<AgentFactory, claim_performance>(chain, "w s")), "");
  EXPECT_EQ((unasked<AgentFactory, update_performance>(chain, "w")), "");
  EXPECT_EQ((unasked<AgentFactory, close_agent>(chain, "w s w")), "");
  EXPECT_EQ((unasked<AgentFactory, open_wallet>(chain, "sw - w - - -")), "");
  EXPECT_EQ((unasked<AgentFactory, agree>(chain, "- w s - -")), "");
  EXPECT_EQ((unasked<AgentFactory, set_allowance>(chain, "w s")), "");
  EXPECT_EQ((unasked<AgentFactory, withdraw>(chain, "s - w - w w -")), "");
  EXPECT_EQ((unasked<AgentFactory, withdraw_lamports>(chain, "s - w w w -")), "");
  EXPECT_EQ((unasked<AgentFactory, beneficiary_execute>(chain, "s - w w -")), "");
  EXPECT_EQ((unasked<AgentFactory, close_wallet>(chain, "w s w w w - -")), "");
  EXPECT_EQ((unasked<AgentFactory, open_context>(chain, "sw - w -")), "");
  EXPECT_EQ((unasked<AgentFactory, commit_context>(chain, "- w s")), "");
  EXPECT_EQ((unasked<AgentFactory, close_context>(chain, "w - sw")), "");
  EXPECT_EQ((unasked<AgentFactory, execute>(chain, "- w w sw - - -")), "");
}

TEST_P(AccountsTest, agents_and_licences_of_others) {
  const auto committing = make<commit_context>({kAgent.address, kRoots, kExecutor});
  refuses_others(agent, kProgramId,
                 {{make<suspend_agent>({kAgent.address, kStranger, kElsewhere}), 0},
                  {make<upgrade_agent>({kAgent.address, kStranger}), 0},
                  {make<claim_performance>({kAgent.address, kExecutor}), 0},
                  {make<update_performance>({kAgent.address}), 0},
                  {make<close_agent>({kAgent.address, kStranger, kHolder}), 0},
                  {opening(), 1},
                  {agreeing(), 0},
                  {opening_context(), 1},
                  {committing, 0},
                  {executing(playing({})), 0}});
  refuses_others(license, License::kProgram, {{opening(), 4}, {agreeing(), 3}, {executing(playing({})), 4}});
}

TEST_P(AccountsTest, wallets_and_roots_of_others) {
  refuses_others(wallet, kProgramId,
                 {{agreeing(), 1},
                  {make<set_allowance>({kWallet.address, kHolder}), 0},
                  {closing(), 0},
                  {executing(playing({})), 1}});
  const auto committing = make<commit_context>({kAgent.address, kRoots, kExecutor});
  ContextRoots roots = *chain.state<ContextRoots>(kRoots);
  refuses_others(roots, kProgramId,
                 {{committing, 1},
                  {make<verify_context>({kRoots}), 0},
                  {make<close_context>({kRoots, kAgent.address, kHolder}), 0}});
  roots.agent = key(253);
  chain.put(key(254), roots, kProgramId);
  refuses(committing, 1, key(254), ErrorCode::ConstraintHasOne);
  Wallet other = wallet;
  other.agent = key(253);
  chain.put(key(255), other, kProgramId);
  refuses(agreeing(), 1, key(255), ErrorCode::ConstraintHasOne);
}

TEST_P(AccountsTest, derived_addresses_and_programs) {
  refuses(opening_context(), 2, kElsewhere, ErrorCode::ConstraintSeeds);
  refuses(calling(), 3, kElsewhere, ErrorCode::ConstraintSeeds);
  refuses(closing(), 3, kElsewhere, ErrorCode::ConstraintSeeds);
  refuses(calling(), 4, kHolder, ErrorCode::ConstraintExecutable);
  refuses(opening(), 5, kStranger, ErrorCode::InvalidProgramId);
  refuses(closing(), 6, kStranger, ErrorCode::InvalidProgramId);
  refuses(opening_context(), 3, kStranger, ErrorCode::InvalidProgramId);
  refuses(withdrawing_lamports(), 5, kHolder, ErrorCode::InvalidProgramId);
  refuses(executing(playing({})), 6, kStranger, ErrorCode::InvalidProgramId);
}

TEST_P(AccountsTest, an_allowance_that_is_given_up_too_early_or_says_nothing) {
  wallet.mints[1].tracked_quantity = 5;
  put_state();
  const auto setting = [](const SetAllowanceArgs& args) {
    return make<set_allowance>({kWallet.address, kHolder}, args);
  };
  SetAllowanceArgs args{};
  args.kind = AllowanceKind::Mint;
  args.mint = kGold;
  EXPECT_TRUE(fails(run(setting(args)), AgentError::AllowanceStillNeeded));
  args.unreturned_allowed = 2;
  EXPECT_TRUE(fails(run(setting(args)), AgentError::AllowanceKindInvalid));
}

TEST_P(AccountsTest, tokens_that_are_not_what_is_withdrawn) {
  const Pubkey& ours = kWallet.address;
  put_data(key(260), chain.account(kGold).data, kStranger);
  put_data(key(261), chain.account(account_of(ours, kGold)).data, kStranger);
  refuses(withdrawing(), 3, key(260), ErrorCode::AccountOwnedByWrongProgram);
  for (const usize at : {4u, 5u}) refuses(withdrawing(), at, key(261), ErrorCode::AccountOwnedByWrongProgram);
  refuses(withdrawing(), 4, account_of(ours, kDollar), ErrorCode::ConstraintTokenMint);
  refuses(withdrawing(), 5, account_of(kStranger, kDollar), ErrorCode::ConstraintTokenMint);
  hold_at(key(262), ours, kGold, 5, Token2022::kId);
  for (const usize at : {4u, 5u}) refuses(withdrawing(), at, key(262), ErrorCode::ConstraintTokenTokenProgram);
  refuses(withdrawing(), 6, kStranger, ErrorCode::InvalidProgramId);
}

}  // namespace
}  // namespace agent_factory::test
