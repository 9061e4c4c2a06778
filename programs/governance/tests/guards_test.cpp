// Every flag that an instruction asks for, every account under another owner or of another layout, and states that no sequence of
// instructions can bring about: each is refused by name and changes nothing.
#include <grapnel/testing/flags.hpp>
#include <grapnel/testing/gtest.hpp>
#include <grapnel/testing/kinds.hpp>

#include "governance_world.hpp"

namespace governance::test {
namespace {

const std::vector<u8> kCode(300, 7);

// An upgrade is proposed; its buffer, a listed mint and a listed pool are there.
class GovernanceGuard : public GovernanceTest {
 protected:
  GovernanceGuard() {
    put_buffer(kCode);
    EXPECT_TRUE(succeeds(run(proposing(0, upgrade_to(kCode)))));
    EXPECT_TRUE(succeeds(run(voting(0, kBob))));
    std::vector<u8> program(loader::ProgramAccount::kSize);
    program[0] = 2;
    put(kProgram, program, UpgradeableLoader::kId);
    chain.put(mint_entry(kMint), MintEntry{}, kProgramId);
    chain.put(pool_entry(kMarketPool), PoolEntry{}, kProgramId);
    put_tokens(kTreasury, {.mint = kMint, .owner = kGovernanceAuthority, .amount = 1'000});
  }

  void change_proposal(void (*change)(Proposal&)) {
    Proposal changed = proposal(0);
    change(changed);
    chain.put(proposal_of(0), changed, kProgramId);
  }
  template <auto Handler>
  std::string unasked(const std::string& flags) {
    return grapnel::testing::unasked<GovernanceProgram, Handler>(chain, flags);
  }
  template <auto Handler>
  std::string unproven(const client::Instruction& whole) {
    return grapnel::testing::unproven<GovernanceProgram, Handler, GovernanceError::LayoutUnknown>(chain, whole);
  }
};
INSTANTIATE_TEST_SUITE_P(, GovernanceGuard, grapnel::testing::everywhere(), grapnel::testing::setting_name);

TEST_P(GovernanceGuard, every_signature_and_every_account_that_is_written_is_asked_for) {
  EXPECT_EQ(unasked<initialize>("sw - - - w -"), "");
  EXPECT_EQ(unasked<propose>("sw w - - w -"), "");
  EXPECT_EQ(unasked<vote>("sw w - w -"), "");
  EXPECT_EQ(unasked<give_buffer>("w w s - -"), "");
  EXPECT_EQ(unasked<return_buffer>("w w - - -"), "");
  EXPECT_EQ(unasked<queue>("w -"), "");
  EXPECT_EQ(unasked<execute_upgrade>("w w w w w - - - -"), "");
  EXPECT_EQ(unasked<execute_set_upgrade_authority>("w - w - - -"), "");
  EXPECT_EQ(unasked<execute_set_mint>("w sw - w -"), "");
  EXPECT_EQ(unasked<execute_remove_mint>("w w w"), "");
  EXPECT_EQ(unasked<execute_set_pool>("w sw - w -"), "");
  EXPECT_EQ(unasked<execute_remove_pool>("w w w"), "");
  EXPECT_EQ(unasked<execute_settings>("w w"), "");
  EXPECT_EQ(unasked<execute_transfer>("w w - w - -"), "");
  EXPECT_EQ(unasked<execute_call>("w -"), "");
  EXPECT_EQ(unasked<cancel>("w - s"), "");
  EXPECT_EQ(unasked<withdraw>("w s"), "");
  EXPECT_EQ(unasked<close_proposal>("w w"), "");
  EXPECT_EQ(unasked<close_vote>("w w"), "");
}

TEST_P(GovernanceGuard, every_account_is_what_it_should_be) {
  EXPECT_EQ(unproven<initialize>(founding()), "");
  EXPECT_EQ(unproven<propose>(proposing(1, payload(SetGuardian{}))), "");
  EXPECT_EQ(unproven<vote>(voting(0, kAlice)), "");
  EXPECT_EQ(unproven<give_buffer>(giving(0)), "");
  EXPECT_EQ(unproven<return_buffer>(returning(0)), "");
  EXPECT_EQ(unproven<queue>(queueing(0, kBuffer)), "");
  EXPECT_EQ(unproven<execute_upgrade>(upgrading(0)), "");
  EXPECT_EQ(unproven<execute_set_upgrade_authority>(handing_over(0, kBob)), "");
  EXPECT_EQ(unproven<execute_set_mint>(setting_mint(0)), "");
  EXPECT_EQ(unproven<execute_remove_mint>(removing_mint(0)), "");
  EXPECT_EQ(unproven<execute_set_pool>(setting_pool(0)), "");
  EXPECT_EQ(unproven<execute_remove_pool>(removing_pool(0)), "");
  EXPECT_EQ(unproven<execute_settings>(settling(0)), "");
  EXPECT_EQ(unproven<execute_transfer>(transferring(0)), "");
  EXPECT_EQ(unproven<execute_call>(calling(0, setting_features({}))), "");
  EXPECT_EQ(unproven<cancel>(cancelling(0)), "");
  EXPECT_EQ(unproven<withdraw>(withdrawing(0)), "");
  EXPECT_EQ(unproven<close_proposal>(closing(0)), "");
  EXPECT_EQ(unproven<close_vote>(closing_vote(0, kBob)), "");
}

TEST_P(GovernanceGuard, entries_lie_at_their_own_address) {
  const u64 number = make_due(payload(kNoPrice));
  EXPECT_TRUE(fails(run(with(setting_mint(number), 3, mint_entry(key(60)))), ErrorCode::ConstraintSeeds));
  EXPECT_TRUE(fails(run(with(founding(), 4, key(60))), ErrorCode::ConstraintSeeds));
}

TEST_P(GovernanceGuard, a_proposal_is_not_written_over_another) {
  chain.put(proposal_of(1), proposal(0), kProgramId);
  EXPECT_FALSE(run(proposing(1, payload(SetGuardian{}))).ok());
  EXPECT_EQ(proposal(1).kind, ActionKind::UpgradeProgram);
}

TEST_P(GovernanceGuard, a_buffer_is_given_once_by_the_proposer_for_an_open_upgrade) {
  EXPECT_TRUE(fails(run(giving(0, kMallory)), ErrorCode::ConstraintHasOne));
  EXPECT_TRUE(fails(run(with(giving(0), 3, kMallory)), ErrorCode::ConstraintAddress));
  put(key(60), chain.account(kBuffer).data, UpgradeableLoader::kId);
  EXPECT_TRUE(fails(run(with(giving(0), 1, key(60))), GovernanceError::BufferOfAnotherProposal));
  ASSERT_TRUE(succeeds(run(proposing(1, payload(SetGuardian{})))));
  EXPECT_TRUE(fails(run(giving(1)), GovernanceError::AnotherAction));
  change_proposal([](Proposal& given) { given.has_buffer = 1; });
  EXPECT_TRUE(fails(run(giving(0)), GovernanceError::BufferGiven));
  ASSERT_TRUE(succeeds(run(withdrawing(0))));
  EXPECT_TRUE(fails(run(giving(0)), GovernanceError::NotVoting));
}

TEST_P(GovernanceGuard, a_buffer_goes_back_to_the_proposer_when_all_is_over) {
  EXPECT_TRUE(fails(run(returning(0, kMallory)), ErrorCode::ConstraintHasOne));
  EXPECT_TRUE(fails(run(with(returning(0), 3, kMallory)), ErrorCode::ConstraintAddress));
  EXPECT_TRUE(fails(run(returning(0)), GovernanceError::ProposalNotOver));
  ASSERT_TRUE(succeeds(run(withdrawing(0))));
  EXPECT_TRUE(fails(run(returning(0)), GovernanceError::BufferNotGiven));
  change_proposal([](Proposal& given) { given.has_buffer = 1; });
  EXPECT_TRUE(fails(run(closing(0)), GovernanceError::BufferGiven)) << "or nobody could return it";
}

TEST_P(GovernanceGuard, a_buffer_without_an_authority_is_nobodys) {
  pass(kRules.voting_seconds);
  auto buffer = chain.account(kBuffer);
  buffer.data[4] = 0;
  chain.set_account(kBuffer, buffer);
  change_proposal([](Proposal& passed) { passed.yes = {~u64{0}, passed.quorum}; });
  EXPECT_TRUE(fails(run(queueing(0, kBuffer)), GovernanceError::BufferNotOurs));
}

TEST_P(GovernanceGuard, counts_stay_in_range) {
  Governance full = governance();
  full.proposal_count = ~u64{0};
  chain.put(kGovernanceKey, full, kProgramId);
  EXPECT_TRUE(fails(run(proposing(~u64{0}, payload(SetGuardian{}))), GovernanceError::TallyOverflow));
  change_proposal([](Proposal& voted) { voted.yes = {0, ~u64{0}}; });
  EXPECT_TRUE(fails(run(voting(0, kAlice)), GovernanceError::TallyOverflow));
}

}  // namespace
}  // namespace governance::test
