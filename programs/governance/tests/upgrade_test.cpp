// Governance upgrades deployed programs by the real upgradeable loader, itself among them. There is no loader on native
// ground, so these tests run on the bank alone.
#include "baseline.hpp"
#include "governance_world.hpp"

#include <instructions.hpp>  // of the counter

namespace governance::test {
namespace {

using grapnel::examples::costs;
using grapnel::testing::program_file;
using grapnel::testing::read_file;

constexpr Pubkey kCounterKey = find_program_address(counter::kProgramId, "counter").address;

std::vector<u8> code_of(const Pubkey& program, const grapnel::testing::Chain& chain, usize size) {
  const auto data = chain.account(program_data(program)).data;
  return {data.begin() + loader::ProgramData::kSize,
          data.begin() + static_cast<long>(loader::ProgramData::kSize + size)};
}

// Where the counter's program should be there is another, and governance may upgrade it.
class UpgradeTest : public GovernanceTest {
 protected:
  UpgradeTest() : counter_(read_file(program_file("counter"))) {
    chain.deploy(counter::kProgramId, read_file(program_file("has_one")));
    grapnel::testing::set_upgrade_authority(chain, counter::kProgramId, kGovernanceAuthority);
    pass(1);
  }

  static client::Instruction counting() {
    return client::instruction<counter::initialize>(counter::kProgramId, {kMallory, kCounterKey, System::kId});
  }
  u64 make_upgrade_due() {
    put_buffer(counter_);
    return make_due(upgrade_to(counter_, counter::kProgramId), kBuffer);
  }
  // As nobody but the key's holder could.
  client::Instruction directly(const Pubkey& authority) const {
    const Pubkey& program = counter::kProgramId;
    return {UpgradeableLoader::kId,
            {{program_data(program), false, true},
             {program, false, true},
             {kBuffer, false, true},
             {kMallory, false, true},
             {kRentSysvar},
             {kClockSysvar},
             {authority, true}},
            {3, 0, 0, 0}};
  }

  const std::vector<u8> counter_;
};

std::vector<grapnel::testing::Setting> on_the_bank() {
  std::vector<grapnel::testing::Setting> out;
  for (const auto& setting : grapnel::testing::settings()) {
    if (setting.ground == grapnel::testing::Ground::Real) out.push_back(setting);
  }
  return out;
}
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(UpgradeTest);
INSTANTIATE_TEST_SUITE_P(, UpgradeTest, ::testing::ValuesIn(on_the_bank()), grapnel::testing::setting_name);

TEST_P(UpgradeTest, a_deployed_program_is_upgraded) {
  EXPECT_FALSE(run(counting()).ok()) << "no counter yet";
  const u64 number = make_upgrade_due();
  const Lamports alice = chain.account(kAlice).lamports;
  const Pubkey data = program_data(counter::kProgramId);
  const Lamports freed = chain.account(kBuffer).lamports;
  const Lamports data_before = chain.account(data).lamports;
  const Outcome outcome = run(upgrading(number, counter::kProgramId));
  ASSERT_TRUE(costs("execute_upgrade_8_kb", outcome));
  EXPECT_EQ(outcome.event<ProposalExecuted>()->number, number);
  EXPECT_EQ(code_of(counter::kProgramId, chain, counter_.size()), counter_);
  const Lamports data_after = chain.account(data).lamports;
  EXPECT_EQ(chain.account(kAlice).lamports.value(),
            alice.value() + freed.value() + data_before.value() - data_after.value())
      << "to the proposer, as is what the program's data held beyond its rent";
  pass(1);
  EXPECT_TRUE(succeeds(run(counting())));
  EXPECT_TRUE(fails(run(upgrading(number, counter::kProgramId)), ErrorCode::AccountNotInitialized))
      << "the buffer is gone";
}

TEST_P(UpgradeTest, a_buffer_is_given_for_a_proposal_and_goes_with_it) {
  put_buffer(counter_, kAlice);
  const u64 number = propose_and_vote(upgrade_to(counter_, counter::kProgramId));
  EXPECT_TRUE(fails(run(giving(number, kMallory)), ErrorCode::ConstraintHasOne));
  EXPECT_TRUE(fails(run(without_signature(giving(number), 2)), ErrorCode::AccountNotSigner));
  const Outcome outcome = run(giving(number));
  ASSERT_TRUE(costs("give_buffer", outcome));
  EXPECT_EQ(outcome.event<BufferMoved>()->authority, kGovernanceAuthority);
  EXPECT_TRUE(fails(run(giving(number)), GovernanceError::BufferGiven));
  EXPECT_TRUE(fails(run(returning(number)), GovernanceError::ProposalNotOver)) << "not while it is voted on";
  pass(kRules.voting_seconds);
  ASSERT_TRUE(succeeds(run(queueing(number, kBuffer))));
  EXPECT_TRUE(fails(run(returning(number)), GovernanceError::ProposalNotOver)) << "nor while it waits";
  pass(kTimelockSeconds);
  ASSERT_TRUE(succeeds(run(upgrading(number, counter::kProgramId))));
  // What lies at the buffer's address later was not given for this.
  put_buffer(counter_);
  EXPECT_TRUE(fails(run(returning(number)), GovernanceError::BufferNotGiven));
  EXPECT_TRUE(succeeds(run(closing(number))));
}

TEST_P(UpgradeTest, a_buffer_whose_proposal_failed_is_its_makers_again) {
  put_buffer(counter_, kAlice);
  const u64 number = governance().proposal_count;
  ASSERT_TRUE(succeeds(run(proposing(number, upgrade_to(counter_, counter::kProgramId)))));
  ASSERT_TRUE(succeeds(run(giving(number))));
  pass(kRules.voting_seconds);
  EXPECT_TRUE(fails(run(closing(number)), GovernanceError::BufferGiven)) << "or nobody could return it";
  EXPECT_TRUE(fails(run(returning(number, kMallory)), ErrorCode::ConstraintHasOne));
  const Outcome outcome = run(returning(number));
  ASSERT_TRUE(costs("return_buffer", outcome));
  EXPECT_EQ(outcome.event<BufferMoved>()->authority, kAlice);
  EXPECT_TRUE(fails(run(returning(number)), GovernanceError::BufferNotGiven)) << "once";
  EXPECT_TRUE(succeeds(run(closing(number))));
  const Lamports rent = chain.account(kBuffer).lamports, before = chain.account(kBob).lamports;
  const client::Instruction close{
      UpgradeableLoader::kId, {{kBuffer, false, true}, {kBob, false, true}, {kAlice, true}}, {5, 0, 0, 0}};
  ASSERT_TRUE(succeeds(run(close))) << "and closes it";
  EXPECT_EQ(chain.account(kBob).lamports.value() - before.value(), rent.value());
}

TEST_P(UpgradeTest, a_buffer_given_for_another_proposal_is_nobodys_loot) {
  put_buffer(counter_, kAlice);
  const u64 first = propose_and_vote(upgrade_to(counter_, counter::kProgramId));
  ASSERT_TRUE(succeeds(run(giving(first))));
  const u64 second = governance().proposal_count;
  ASSERT_TRUE(succeeds(run(proposing(second, upgrade_to(counter_, counter::kProgramId), kBob))));
  EXPECT_FALSE(run(with(giving(second, kBob), 2, kBob)).ok()) << "it is governance's by now";
  ASSERT_TRUE(succeeds(run(with(withdrawing(second), 1, kBob))));
  EXPECT_TRUE(fails(run(returning(second, kBob)), GovernanceError::BufferNotGiven));
  const u64 third = governance().proposal_count;
  ASSERT_TRUE(succeeds(run(proposing(third, payload(SetGuardian{})))));
  EXPECT_TRUE(fails(run(giving(third)), GovernanceError::AnotherAction));
  EXPECT_TRUE(fails(run(returning(third)), GovernanceError::AnotherAction));
  put(key(60), chain.account(kBuffer).data, UpgradeableLoader::kId);
  EXPECT_TRUE(fails(run(with(returning(first), 1, key(60))), GovernanceError::BufferOfAnotherProposal));
  pass(kRules.voting_seconds);
  EXPECT_TRUE(succeeds(run(queueing(first, kBuffer)))) << "and stays where it was given";
}

TEST_P(UpgradeTest, a_buffer_is_not_given_for_what_was_decided) {
  put_buffer(counter_, kAlice);
  const u64 number = governance().proposal_count;
  ASSERT_TRUE(succeeds(run(proposing(number, upgrade_to(counter_, counter::kProgramId)))));
  ASSERT_TRUE(succeeds(run(withdrawing(number))));
  EXPECT_TRUE(fails(run(giving(number)), GovernanceError::NotVoting));
}

TEST_P(UpgradeTest, nobody_else_upgrades) {
  put_buffer(counter_, kMallory);
  EXPECT_FALSE(run(directly(kMallory)).ok());
  put_buffer(counter_);
  auto unsigned_one = directly(kGovernanceAuthority);
  unsigned_one.accounts.back().is_signer = false;
  EXPECT_FALSE(run(unsigned_one).ok());
  pass(1);
  EXPECT_FALSE(run(counting()).ok());
}

TEST_P(UpgradeTest, the_code_of_another_program_is_not_touched) {
  const u64 number = make_upgrade_due();
  auto other_data = upgrading(number, counter::kProgramId);
  other_data.accounts[2].key = program_data(kProgramId);
  EXPECT_FALSE(run(other_data).ok());
  EXPECT_EQ(proposal(number).status, ProposalStatus::Queued);
}

TEST_P(UpgradeTest, governance_upgrades_itself) {
  grapnel::testing::set_upgrade_authority(chain, kProgramId, kGovernanceAuthority);
  const std::vector<u8> code = read_file(program_file(GovernanceProgram::kName));
  put_buffer(code);
  const u64 number = make_due(upgrade_to(code, kProgramId), kBuffer, kRulesTimelockSeconds);
  const Outcome outcome = run(upgrading(number, kProgramId));
  ASSERT_TRUE(costs("execute_upgrade_64_kb", outcome));
  pass(1);
  EXPECT_EQ(proposal(number).status, ProposalStatus::Executed);
  EXPECT_TRUE(succeeds(run(proposing(number + 1, payload(SetGuardian{})))));
}

TEST_P(UpgradeTest, the_upgrade_authority_is_handed_over_or_given_up) {
  const auto handing = [](u64 number, const Pubkey& to) {
    return make<execute_set_upgrade_authority>({proposal_of(number), counter::kProgramId,
                                                program_data(counter::kProgramId), to, kGovernanceAuthority,
                                                UpgradeableLoader::kId});
  };
  const auto authority = [&] {
    const auto data = chain.account(program_data(counter::kProgramId)).data;
    Pubkey out{};
    if (data[12] == 1) std::memcpy(&out, data.data() + 13, sizeof out);
    return out;
  };
  const u64 away = make_due(payload(SetUpgradeAuthority{counter::kProgramId, kBob}));
  ASSERT_TRUE(costs("execute_set_upgrade_authority", run(handing(away, kBob))));
  EXPECT_EQ(authority(), kBob);
  grapnel::testing::set_upgrade_authority(chain, counter::kProgramId, kGovernanceAuthority);
  const u64 never = make_due(payload(SetUpgradeAuthority{counter::kProgramId, {}}));
  EXPECT_TRUE(fails(run(handing(never, kBob)), GovernanceError::AnotherAccount));
  ASSERT_TRUE(succeeds(run(handing(never, {}))));
  EXPECT_EQ(authority(), Pubkey{});
}

}  // namespace
}  // namespace governance::test
