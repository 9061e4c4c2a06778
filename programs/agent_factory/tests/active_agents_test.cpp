// The gate of activation: a creator's record counts their active agents whatever happens to them, and beyond the free ones a
// stake must unlock more.
#include <grapnel/testing/gtest.hpp>
#include <grapnel/testing/kinds.hpp>
#include <grapnel/testing/source.hpp>

#include <agent_factory/agent_factory.hpp>

#include <map>
#include <optional>

namespace agent_factory::test {
namespace {

using grapnel::testing::fails;
using grapnel::testing::key;
using grapnel::testing::Outcome;
using grapnel::testing::Source;
using grapnel::testing::succeeds;
using grapnel::testing::unproven;

constexpr Pubkey kAnn = key(1), kBob = key(2), kStranger = key(3), kDollar = key(10);
constexpr Pubkey kGovernance = find_program_address(governance::kProgramId, governance::kGovernanceSeed).address;
constexpr Pubkey kPool = key(11), kStake = key(12);
constexpr i64 kNow = 1'700'000'000;
constexpr u64 kSixteen = 1'000, kUnlimited = 50'000;

Pubkey record_of(const Pubkey& creator) { return find_program_address(kProgramId, kCreatorSeed, creator).address; }
Pubkey agent_of(const Pubkey& owner, u64 id) { return find_program_address(kProgramId, kAgentSeed, owner, id).address; }

zest_staking::Feature feature(const char* name, u64 staked, i64 lock_left_s) {
  zest_staking::Feature out{};
  static_cast<void>(out.name.assign(Text{name}));
  out.staked = staked;
  out.lock_left_s = lock_left_s;
  return out;
}

class ActiveAgents : public grapnel::testing::ProgramTest<AgentFactory> {
 protected:
  ActiveAgents() {
    chain.warp({.slots = 10, .seconds = kNow - chain.clock().unix_timestamp});
    for (const Pubkey& person : {kAnn, kBob, kStranger}) chain.fund(person, Lamports{10'000'000'000});
    governance::MintEntry entry{};
    entry.version = governance::kLayoutVersion;
    entry.is_quote = 1;
    entry.mint = kDollar;
    chain.put(entry_of_dollar(), entry, governance::kProgramId);
    governance::Governance state{};
    state.version = governance::kLayoutVersion;
    state.stake_pool = kPool;
    chain.put(kGovernance, state, governance::kProgramId);
    pool.version = zest_staking::kLayoutVersion;
    pool.feature_count = 2;
    pool.features[0] = feature("agents-16", kSixteen, 0);
    pool.features[1] = feature("agents-unlimited", kUnlimited, 1'000);
    stake.version = zest_staking::kLayoutVersion;
    stake.pool = kPool;
    stake.staker = kAnn;
    stake.amount = kSixteen;
    put_stake();
  }
  void put_stake() {
    chain.put(kPool, pool, zest_staking::kProgramId);
    chain.put(kStake, stake, zest_staking::kProgramId);
  }
  static Pubkey entry_of_dollar() {
    return find_program_address(governance::kProgramId, governance::kMintSeed, kDollar).address;
  }

  Outcome create(const Pubkey& owner, u64 id) {
    Hash256 hash{};
    hash[0] = 1;
    return run<create_agent>({owner, agent_of(owner, id), entry_of_dollar(), System::kId},
                             {id, {hash, kDollar, owner, {}, Text{"ipfs://x", 8}}});
  }
  static client::Instruction activating(const Pubkey& owner, u64 id) {
    return client::instruction<activate_agent>(
        kProgramId, {agent_of(owner, id), owner, record_of(owner), kProgramId, kProgramId, kProgramId, System::kId});
  }
  static client::Instruction activating_by_stake(const Pubkey& owner, u64 id) {
    return client::instruction<activate_agent>(
        kProgramId, {agent_of(owner, id), owner, record_of(owner), kGovernance, kPool, kStake, System::kId});
  }
  Outcome deactivate(const Pubkey& owner, u64 id, const Pubkey& record) {
    return run<deactivate_agent>({agent_of(owner, id), owner, record});
  }
  Outcome suspend(const Pubkey& owner, u64 id, const Pubkey& caller, const Pubkey& record) {
    return run<suspend_agent>({agent_of(owner, id), caller, record});
  }
  Outcome retire(const Pubkey& owner, u64 id, const Pubkey& caller, const Pubkey& record) {
    return run<retire_agent>({agent_of(owner, id), caller, record});
  }
  Outcome close_record(const Pubkey& creator) { return run<close_creator_record>({record_of(creator), creator}); }
  using grapnel::testing::ProgramTest<AgentFactory>::run;

  std::optional<u64> counted(const Pubkey& creator) const {
    const auto record = chain.state<CreatorRecord>(record_of(creator));
    return record ? std::optional(record->active_agents) : std::nullopt;
  }
  void make_active(const Pubkey& owner, u64 count) {
    for (u64 id = 0; id < count; ++id) {
      ASSERT_TRUE(succeeds(create(owner, id)));
      ASSERT_TRUE(succeeds(run(activating(owner, id))));
    }
  }
  // One more than is free, not yet active.
  void make_free_ones_and_another() {
    make_active(kAnn, kFreeActiveAgents);
    ASSERT_TRUE(succeeds(create(kAnn, kFreeActiveAgents)));
  }
  // The figures that let anyone suspend it.
  void pass_threshold(const Pubkey& owner, u64 id) {
    AgentState agent = *chain.state<AgentState>(agent_of(owner, id));
    agent.thresholds.max_executions = 1;
    agent.performance_metrics.execution_count = 2;
    chain.put(agent_of(owner, id), agent, kProgramId);
  }

  zest_staking::StakePool pool{};
  zest_staking::StakeRecord stake{};
};
INSTANTIATE_TEST_SUITE_P(, ActiveAgents, grapnel::testing::everywhere(), grapnel::testing::setting_name);

TEST_P(ActiveAgents, the_first_activation_makes_the_record_and_closing_returns_its_rent) {
  ASSERT_TRUE(succeeds(create(kAnn, 0)));
  const Lamports before = chain.account(kAnn).lamports;
  ASSERT_TRUE(succeeds(run(activating(kAnn, 0))));
  const CreatorRecord record = *chain.state<CreatorRecord>(record_of(kAnn));
  EXPECT_EQ(record.version, kLayoutVersion);
  EXPECT_EQ(record.bump, find_program_address(kProgramId, kCreatorSeed, kAnn).bump);
  EXPECT_EQ(record.creator, kAnn);
  EXPECT_EQ(record.active_agents, 1u);
  EXPECT_TRUE(fails(close_record(kAnn), AgentError::AgentsStillActive));
  ASSERT_TRUE(succeeds(deactivate(kAnn, 0, record_of(kAnn))));
  EXPECT_EQ(counted(kAnn), 0u);
  const Outcome closed = close_record(kAnn);
  ASSERT_TRUE(succeeds(closed));
  EXPECT_EQ(chain.account(kAnn).lamports, before);
  ASSERT_EQ(closed.events.size(), 1u);
  EXPECT_EQ(client::event<CreatorRecordClosed>(closed.events[0])->creator, kAnn);
  ASSERT_TRUE(succeeds(run(activating(kAnn, 0)))) << "and it is made anew";
  EXPECT_EQ(counted(kAnn), 1u);
}

TEST_P(ActiveAgents, nobody_else_closes_a_record) {
  make_active(kAnn, 1);
  ASSERT_TRUE(succeeds(deactivate(kAnn, 0, record_of(kAnn))));
  EXPECT_TRUE(fails(run<close_creator_record>({record_of(kAnn), kBob}), ErrorCode::ConstraintHasOne));
}

TEST_P(ActiveAgents, only_a_record_is_closed_as_one) {
  make_active(kAnn, 1);
  ASSERT_TRUE(succeeds(deactivate(kAnn, 0, record_of(kAnn))));
  const auto closing = client::instruction<close_creator_record>(kProgramId, {record_of(kAnn), kAnn});
  EXPECT_EQ((unproven<AgentFactory, close_creator_record, AgentError::LayoutUnknown>(chain, closing)), "");
}

TEST_P(ActiveAgents, as_many_as_are_free_need_no_stake) {
  make_free_ones_and_another();
  EXPECT_EQ(counted(kAnn), kFreeActiveAgents);
  EXPECT_TRUE(fails(run(activating(kAnn, kFreeActiveAgents)), AgentError::ActiveAgentsLocked));
  EXPECT_EQ(counted(kAnn), kFreeActiveAgents);
  make_active(kBob, 1);
  ASSERT_TRUE(succeeds(deactivate(kAnn, 1, record_of(kAnn)))) << "one gives its place to the other";
  ASSERT_TRUE(succeeds(run(activating(kAnn, kFreeActiveAgents))));
}

TEST_P(ActiveAgents, a_stake_unlocks_more_up_to_its_tier) {
  make_active(kAnn, kFreeActiveAgents);
  for (u64 id = kFreeActiveAgents; id < 16; ++id) {
    ASSERT_TRUE(succeeds(create(kAnn, id)));
    ASSERT_TRUE(succeeds(run(activating_by_stake(kAnn, id)))) << id;
  }
  ASSERT_TRUE(succeeds(create(kAnn, 16)));
  EXPECT_TRUE(fails(run(activating_by_stake(kAnn, 16)), AgentError::ActiveAgentsLocked));
  stake.amount = kUnlimited;
  put_stake();
  EXPECT_TRUE(fails(run(activating_by_stake(kAnn, 16)), AgentError::ActiveAgentsLocked)) << "not locked long enough";
  stake.lock_until = kNow + 2'000;
  put_stake();
  EXPECT_TRUE(succeeds(run(activating_by_stake(kAnn, 16))));
  EXPECT_EQ(counted(kAnn), 17u);
}

TEST_P(ActiveAgents, a_stake_must_be_the_owners_in_governances_pool_and_large_enough) {
  make_free_ones_and_another();
  const auto one = activating_by_stake(kAnn, kFreeActiveAgents);
  const auto with = [&](auto change) {
    const auto [pool_before, stake_before] = std::pair{pool, stake};
    change();
    put_stake();
    const Outcome outcome = run(one);
    std::tie(pool, stake) = std::pair{pool_before, stake_before};
    put_stake();
    return outcome;
  };
  EXPECT_TRUE(fails(with([&] { stake.amount = kSixteen - 1; }), AgentError::ActiveAgentsLocked));
  EXPECT_TRUE(fails(with([&] { stake.staker = kBob; }), AgentError::StakeOfAnother));
  EXPECT_TRUE(fails(with([&] { stake.pool = key(99); }), AgentError::StakeOfAnotherPool));
  EXPECT_TRUE(fails(with([&] { pool.feature_count = 0; }), AgentError::ActiveAgentsLocked));
  EXPECT_TRUE(fails(with([&] { stake.version = 9; }), AgentError::LayoutUnknown));
  EXPECT_TRUE(fails(with([&] { pool.version = 9; }), AgentError::LayoutUnknown));
  for (const usize absent : {3u, 4u, 5u}) {
    auto without = one;
    without.accounts[absent].key = kProgramId;
    EXPECT_TRUE(fails(run(without), AgentError::ActiveAgentsLocked)) << "account " << absent;
  }
  // Anyone can make a pool of a mint of their own, and stake there.
  chain.put(key(98), pool, zest_staking::kProgramId);
  stake.pool = key(98);
  put_stake();
  auto elsewhere = one;
  elsewhere.accounts[4].key = key(98);
  EXPECT_TRUE(fails(run(elsewhere), AgentError::StakeOfAnotherPool)) << "a pool that governance doesn't name";
  stake.pool = kPool;
  put_stake();
  governance::Governance later{};
  later.version = 9;
  chain.put(kGovernance, later, governance::kProgramId);
  EXPECT_TRUE(fails(run(one), AgentError::LayoutUnknown));
}

TEST_P(ActiveAgents, an_active_agent_stops_with_its_owners_record_only) {
  make_active(kAnn, 1);
  make_active(kBob, 1);
  pass_threshold(kAnn, 0);
  for (const Pubkey& wrong : {record_of(kBob), agent_of(kBob, 0), key(99)}) {
    EXPECT_TRUE(fails(deactivate(kAnn, 0, wrong), AgentError::CreatorRecordMissing));
    EXPECT_TRUE(fails(suspend(kAnn, 0, kAnn, wrong), AgentError::CreatorRecordMissing));
    EXPECT_TRUE(fails(suspend(kAnn, 0, kStranger, wrong), AgentError::CreatorRecordMissing));
    EXPECT_TRUE(fails(retire(kAnn, 0, kAnn, wrong), AgentError::CreatorRecordMissing));
  }
  EXPECT_EQ(counted(kAnn), 1u);
  EXPECT_TRUE(succeeds(suspend(kAnn, 0, kStranger, record_of(kAnn)))) << "anyone can name it";
  EXPECT_EQ(counted(kAnn), 0u);
}

TEST_P(ActiveAgents, what_is_not_active_retires_whatever_became_of_the_record) {
  ASSERT_TRUE(succeeds(create(kAnn, 0)));
  EXPECT_TRUE(succeeds(retire(kAnn, 0, kAnn, record_of(kAnn)))) << "never active: there is none";
  ASSERT_TRUE(succeeds(create(kAnn, 1)));
  ASSERT_TRUE(succeeds(run(activating(kAnn, 1))));
  ASSERT_TRUE(succeeds(deactivate(kAnn, 1, record_of(kAnn))));
  ASSERT_TRUE(succeeds(close_record(kAnn)));
  EXPECT_TRUE(succeeds(retire(kAnn, 1, kAnn, key(99))));
}

TEST_P(ActiveAgents, a_record_of_another_layout_is_refused) {
  make_active(kAnn, 1);
  CreatorRecord record = *chain.state<CreatorRecord>(record_of(kAnn));
  record.version = 9;
  chain.put(record_of(kAnn), record, kProgramId);
  ASSERT_TRUE(succeeds(create(kAnn, 1)));
  EXPECT_TRUE(fails(run(activating(kAnn, 1)), AgentError::LayoutUnknown));
  EXPECT_TRUE(fails(deactivate(kAnn, 0, record_of(kAnn)), AgentError::LayoutUnknown));
  EXPECT_TRUE(fails(close_record(kAnn), AgentError::LayoutUnknown));
}

// Whatever is tried, by whom, in which order.
TEST_P(ActiveAgents, the_count_is_the_number_of_active_agents_after_any_sequence) {
  Source source(2'026);
  constexpr u64 kIds = 8;
  u64 most = 0;
  std::map<u64, int> succeeded;
  for (int step = 0; step < 2'500; ++step) {
    const Pubkey owner = source.one_in(3) ? kBob : kAnn;
    const Pubkey caller = source.one_in(3) ? kStranger : owner;
    const Pubkey record = record_of(source.one_in(8) ? kBob : owner);
    const u64 id = source.below(kIds);
    // Starting is likelier than stopping, or never more than the free ones would be active.
    constexpr u64 kKinds[] = {0, 0, 0, 1, 1, 1, 2, 2, 2, 2, 2, 3, 4, 5, 6, 7, 7, 8, 8};
    const u64 kind = kKinds[source.below(std::size(kKinds))];
    const Outcome outcome = [&] {
      switch (kind) {
        case 0: return create(owner, id);
        case 1: return run(activating(owner, id));
        case 2: return run(activating_by_stake(owner, id));
        case 3: return deactivate(owner, id, record);
        case 4: return suspend(owner, id, caller, record);
        case 5:
          if (chain.state<AgentState>(agent_of(owner, id))) pass_threshold(owner, id);
          return suspend(owner, id, kStranger, record);
        case 6: return retire(owner, id, caller, record);
        case 7: chain.warp({.slots = 1, .seconds = 1}); return run<close_agent>({agent_of(owner, id), owner, owner});
        default: return close_record(owner);
      }
    }();
    if (outcome.ok()) ++succeeded[kind];
    for (const Pubkey& creator : {kAnn, kBob}) {
      u64 active = 0;
      for (u64 one = 0; one < kIds; ++one) {
        const auto agent = chain.state<AgentState>(agent_of(creator, one));
        if (agent && is_active(*agent)) ++active;
      }
      most = active > most ? active : most;
      ASSERT_EQ(counted(creator).value_or(0), active) << "after step " << step << " of kind " << kind;
    }
  }
  EXPECT_GT(most, kFreeActiveAgents) << "the free ones and more";
  for (u64 kind = 0; kind < 9; ++kind) EXPECT_GT(succeeded[kind], 5) << "kind " << kind;
}

}  // namespace
}  // namespace agent_factory::test
