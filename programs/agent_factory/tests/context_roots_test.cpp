// Context roots: committed by executors in order, provable for good, and of the same shape as the host's trees.
#include "codec/merkle/merkle.hpp"
#include "execution_world.hpp"

#include <cstring>

namespace agent_factory::test {
namespace {

const Pda kContext = find_program_address(kProgramId, kContextSeed, kAgent.address);

zestron::Hash host(const Hash256& hash) {
  zestron::Hash out;
  std::memcpy(&out, &hash, sizeof out);
  return out;
}
Hash256 ours(const zestron::Hash& hash) {
  Hash256 out;
  std::memcpy(&out, &hash, sizeof out);
  return out;
}

class ContextRootsTest : public ExecuteTest {
 protected:
  ContextRootsTest() { put_state(); }

  Outcome open(u64 interval = 1, const Pubkey& by = kOwner) {
    return run<open_context>({by, kAgent.address, kContext.address, System::kId}, {interval});
  }
  Outcome commit(u64 slot, const Hash256& root, const Pubkey& by = kExecutor) {
    return run<commit_context>({kAgent.address, kContext.address, by}, {slot, root});
  }
  Outcome commit(u64 slot) {
    const Outcome outcome = commit(slot, root_of(slot));
    if (outcome.ok()) leaves.push_back(host(leaf_of(slot, root_of(slot))));
    return outcome;
  }
  Outcome verify(u64 slot, const Hash256& root, u64 index, const std::vector<Hash256>& path) {
    VerifyContextArgs args{slot, root, index, {}};
    args.path.data = reinterpret_cast<const u8*>(path.data());
    args.path.size = static_cast<u32>(path.size());
    return run<verify_context>({kContext.address}, args);
  }
  Outcome close() { return run<close_context>({kContext.address, kAgent.address, kOwner}); }

  static Hash256 root_of(u64 slot) { return terms(static_cast<u8>(slot + 1)); }
  // Written a second time, with the host's hashes.
  static Hash256 leaf_of(u64 slot, const Hash256& root) {
    std::array<std::uint8_t, 40> bytes{};
    std::memcpy(bytes.data(), &slot, 8);
    std::memcpy(bytes.data() + 8, &root, 32);
    return ours(zestron::codec::merkle_leaf(bytes));
  }
  // The beginning of the host's proof, up to the peak.
  std::vector<Hash256> path_of(u64 index) const {
    const auto proof = zestron::codec::merkle_prove(leaves, index);
    usize height = 63;
    while (((leaves.size() ^ index) >> height & 1) == 0) --height;
    std::vector<Hash256> path;
    for (usize i = 0; i < height; ++i) path.push_back(ours(proof.path.at(i)));
    return path;
  }
  ContextRoots roots() const { return chain.state<ContextRoots>(kContext.address).value(); }
  zestron::Hash bagged() const {
    const ContextRoots context = roots();
    std::optional<zestron::Hash> root;
    for (usize level = 0; level < kPeaksMax; ++level) {
      if ((context.leaf_count >> level & 1) == 0) continue;
      const zestron::Hash peak = host(context.peaks[level]);
      root = root ? zestron::codec::merkle_node(peak, *root) : peak;
    }
    return root.value_or(zestron::Hash{});
  }

  std::vector<zestron::Hash> leaves;
};
INSTANTIATE_TEST_SUITE_P(, ContextRootsTest, grapnel::testing::everywhere(), grapnel::testing::setting_name);

TEST_P(ContextRootsTest, every_slot_stays_provable_and_the_range_is_the_hosts_tree) {
  ASSERT_TRUE(succeeds(open()));
  chain.warp({.slots = 30});
  zestron::codec::MerkleAccumulator accumulator;
  for (u64 slot = 0; slot < 13; ++slot) {
    ASSERT_TRUE(succeeds(commit(slot)));
    accumulator.append(leaves.back());
    EXPECT_EQ(bagged(), accumulator.root());
  }
  for (u64 index = 0; index < leaves.size(); ++index) {
    EXPECT_TRUE(succeeds(verify(index, root_of(index), index, path_of(index)))) << index;
  }
}

TEST_P(ContextRootsTest, nothing_else_is_proven) {
  ASSERT_TRUE(succeeds(open()));
  chain.warp({.slots = 30});
  for (u64 slot = 0; slot < 7; ++slot) ASSERT_TRUE(succeeds(commit(slot)));
  const std::vector<Hash256> path = path_of(1);
  const auto refused = [&](u64 slot, const Hash256& root, u64 index, const std::vector<Hash256>& given) {
    return fails(verify(slot, root, index, given), AgentError::ContextNotProven);
  };
  EXPECT_TRUE(refused(1, root_of(2), 1, path));
  EXPECT_TRUE(refused(2, root_of(1), 1, path));
  EXPECT_TRUE(refused(1, root_of(1), 0, path));
  EXPECT_TRUE(refused(1, root_of(1), 5, path));
  EXPECT_TRUE(refused(1, root_of(1), 7, path)) << "beyond the leaves";
  EXPECT_TRUE(refused(1, root_of(1), ~u64{0}, path));
  EXPECT_TRUE(refused(1, root_of(1), 1, {path[0]})) << "an inner node is no peak";
  EXPECT_TRUE(refused(1, root_of(1), 1, {path[0], path[1], path[1]}));
  EXPECT_TRUE(refused(1, root_of(1), 1, {path[1], path[0]}));
  EXPECT_TRUE(refused(1, root_of(1), 1, {}));
}

TEST_P(ContextRootsTest, executors_commit_in_order_at_the_interval_and_nobody_else) {
  ASSERT_TRUE(succeeds(open(4)));
  chain.warp({.slots = 30});
  EXPECT_TRUE(fails(commit(5, root_of(5), kStranger), AgentError::NotAnExecutor));
  EXPECT_TRUE(fails(commit(5, root_of(5), kOwner), AgentError::NotAnExecutor));
  EXPECT_TRUE(fails(commit(5, kNoHash), AgentError::ContextRootMissing));
  EXPECT_TRUE(fails(commit(chain.clock().slot + 5), AgentError::ContextAhead));
  const Outcome first = commit(5);
  ASSERT_TRUE(succeeds(first));
  EXPECT_EQ(first.event<ContextCommitted>()->index, 0u);
  EXPECT_TRUE(fails(commit(8), AgentError::ContextTooEarly));
  EXPECT_TRUE(fails(commit(5), AgentError::ContextTooEarly));
  EXPECT_TRUE(succeeds(commit(9)));
}

TEST_P(ContextRootsTest, commits_follow_the_lifecycle_and_the_agents_life) {
  ASSERT_TRUE(succeeds(open()));
  const auto after = [&](Lifecycle state, u64 created_slot = 5) {
    agent.lifecycle = state;
    agent.created_slot = created_slot;
    put_state();
  };
  after(Lifecycle::Created);
  EXPECT_TRUE(fails(commit(1), AgentError::AgentNotActive));
  after(Lifecycle::Retired);
  EXPECT_TRUE(fails(commit(1), AgentError::AgentRetired));
  after(Lifecycle::Suspended);
  EXPECT_TRUE(succeeds(commit(1))) << "what it saw before counts in a dispute";
  after(Lifecycle::Active, 9);
  EXPECT_TRUE(fails(commit(2), AgentError::ContextOfAnotherAgent));
}

TEST_P(ContextRootsTest, the_last_leaf_is_refused_without_change) {
  ASSERT_TRUE(succeeds(open()));
  ContextRoots full = roots();
  full.leaf_count = (u64{1} << kPeaksMax) - 1;
  chain.put(kContext.address, full, kProgramId);
  EXPECT_TRUE(fails(commit(1), AgentError::ContextFull));
}

TEST_P(ContextRootsTest, the_owner_opens_it_and_closes_it_when_the_agent_is_gone) {
  EXPECT_TRUE(fails(open(0), AgentError::IntervalMissing));
  EXPECT_TRUE(fails(open(1, kStranger), ErrorCode::ConstraintHasOne));
  ASSERT_TRUE(succeeds(open()));
  EXPECT_FALSE(open().ok()) << "it is there";
  EXPECT_TRUE(fails(close(), AgentError::ContextStillNeeded));
  EXPECT_TRUE(fails(run<close_context>({kContext.address, key(98), kOwner}), ErrorCode::ConstraintHasOne))
      << "an agent that isn't there";
  EXPECT_TRUE(fails(run<close_context>({kContext.address, kAgent.address, kStranger}), ErrorCode::ConstraintHasOne));
  chain.set_account(kAgent.address, {});
  const u64 before = lamports(kOwner) + lamports(kContext.address);
  ASSERT_TRUE(succeeds(close()));
  EXPECT_EQ(lamports(kOwner), before);
}

}  // namespace
}  // namespace agent_factory::test
