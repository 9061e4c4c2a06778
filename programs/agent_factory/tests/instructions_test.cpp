// Every instruction natively: what it changes, the event it emits, and each error it can give.
#include <gtest/gtest.h>

#include <algorithm>

#include "world.hpp"

namespace agent_factory::test {
namespace {

using ::testing::AssertionFailure;
using ::testing::AssertionResult;
using ::testing::AssertionSuccess;

AssertionResult succeeds(const Outcome& outcome) {
  return outcome.ok() ? AssertionSuccess() : AssertionFailure() << outcome.error;
}

// With exactly this number, and without an event.
template <class E>
AssertionResult fails_with(const Outcome& outcome, E wanted) {
  if (outcome.code != static_cast<u64>(wanted)) return AssertionFailure() << outcome.code << ": " << outcome.error;
  return outcome.events.empty() ? AssertionSuccess() : AssertionFailure() << "an event was emitted";
}

struct AgentFactoryTest : ::testing::Test {
  World world;

  void make_active() {
    ASSERT_TRUE(succeeds(world.create()));
    ASSERT_TRUE(succeeds(world.publish()));
    ASSERT_TRUE(succeeds(world.set_executor_list({world.executor})));
    ASSERT_TRUE(succeeds(world.activate()));
  }
  void make_suspended_by_threshold() {
    make_active();
    AgentState state = world.state();
    state.thresholds.max_net_loss = 10;
    state.performance_metrics.loss = 11;
    world.put_state(state);
    ASSERT_TRUE(succeeds(world.suspend(world.stranger)));
  }
};

TEST_F(AgentFactoryTest, create_writes_every_field_and_pays_the_rent) {
  World::Config config;
  config.thresholds = {.max_net_loss = 5, .max_executions = 6};
  const Outcome outcome = world.create(config);
  ASSERT_TRUE(outcome.ok()) << outcome.error;

  AgentState expected{};
  expected.version = 1;
  expected.bump = world.agent_pda.bump;
  expected.owner = world.owner;
  expected.upgrade_authority = world.upgrade_authority;
  expected.rent_payer = world.owner;
  expected.agent_id = World::kAgentId;
  expected.created_at = kStartTime;
  expected.created_slot = kStartSlot;
  expected.config_hash = config.config_hash;
  expected.thresholds = config.thresholds;
  expected.quote_mint = world.mint;
  ASSERT_TRUE(expected.config_uri.assign(Text{config.uri.data(), config.uri.size()}));
  expected.terms = world.state().terms;
  EXPECT_EQ(client::account_data(world.state()), client::account_data(expected));
  EXPECT_EQ(world.account(world.agent).lamports, Lamports{(kAgentStateSpace + 128) * 6'960});

  const auto event = only_event<AgentCreated>(outcome);
  EXPECT_EQ(event.agent, world.agent);
  EXPECT_EQ(event.owner, world.owner);
  EXPECT_EQ(event.agent_id, World::kAgentId);
  EXPECT_EQ(event.config_hash, config.config_hash);
}

Hash256 terms_by_hand(const Pubkey& agent, const AgentState& state) {
  Sha256 hash;
  const auto add = [&](const auto& value) { hash.add(reinterpret_cast<const u8*>(&value), sizeof value); };
  add(agent);
  add(state.created_slot);
  add(state.config_hash);
  add(state.executor_count);
  for (u64 i = 0; i < state.executor_count; ++i) add(state.executors[i]);
  add(state.allow_count);
  for (u64 i = 0; i < state.allow_count; ++i) add(state.allow_list[i]);
  add(state.thresholds);
  add(state.quote_mint);
  const Digest digest = hash.finish();
  Hash256 terms;
  for (usize i = 0; i < 32; ++i) terms[i] = digest.bytes[i];
  return terms;
}

TEST_F(AgentFactoryTest, terms_are_the_hash_of_what_a_licensee_relies_on) {
  ASSERT_TRUE(succeeds(world.create()));
  EXPECT_EQ(world.state().terms, terms_by_hand(world.agent, world.state()));
  ASSERT_TRUE(succeeds(world.set_executor_list({world.executor, world.stranger})));
  EXPECT_EQ(world.state().terms, terms_by_hand(world.agent, world.state()));

  AgentState state = world.state();
  state.allow_count = 2;
  state.allow_list[1].program = key(77);
  world.put_state(state);
  World::Config config;
  config.config_hash = hash_of(0xc1);
  config.thresholds.max_executions = 3;
  ASSERT_TRUE(succeeds(world.upgrade(config)));
  EXPECT_EQ(world.state().terms, terms_by_hand(world.agent, world.state()));
}

TEST_F(AgentFactoryTest, a_config_hash_is_missing_only_when_all_of_it_is_zero) {
  World::Config config;
  config.config_hash = Hash256{};
  config.config_hash.items[31] = 1;
  ASSERT_TRUE(succeeds(world.create(config)));
  EXPECT_EQ(world.state().config_hash, config.config_hash);
}

TEST_F(AgentFactoryTest, create_refuses_bad_arguments) {
  const auto with = [](auto change) {
    World::Config config;
    change(config);
    return config;
  };
  EXPECT_TRUE(
      fails_with(world.create(with([](auto& c) { c.config_hash = Hash256{}; })), AgentError::ConfigHashMissing));
  EXPECT_TRUE(fails_with(world.create(with([](auto& c) { c.quote_mint = Pubkey{}; })), AgentError::QuoteMintMissing));
  EXPECT_TRUE(fails_with(world.create(with([](auto& c) { c.upgrade_authority = Pubkey{}; })),
                         AgentError::UpgradeAuthorityMissing));
  EXPECT_TRUE(fails_with(world.create(with([](auto& c) { c.uri = ""; })), AgentError::ConfigUriInvalid));
  EXPECT_TRUE(fails_with(world.create(with([](auto& c) { c.uri = std::string(197, 'x'); })),
                         ErrorCode::InstructionDidNotDeserialize));
  for (const usize at : {0u, 3u, 4u, 11u, 12u, 100u, 195u}) {
    EXPECT_TRUE(fails_with(world.create(with([&](auto& c) { c.uri = std::string(196, 'x'), c.uri[at] = '\x80'; })),
                           AgentError::ConfigUriInvalid));
  }
  EXPECT_TRUE(fails_with(world.create(with([](auto& c) { c.agent_id = 8; })), ErrorCode::ConstraintSeeds));
  EXPECT_FALSE(world.exists());
  EXPECT_EQ(world.account(world.owner).lamports, Lamports{10'000'000'000});
  ASSERT_TRUE(succeeds(world.create(with([](auto& c) { c.uri = std::string(196, '\x7f'); }))));
}

TEST_F(AgentFactoryTest, create_refuses_an_agent_that_exists) {
  ASSERT_TRUE(succeeds(world.create()));
  const auto before = world.account(world.agent);
  EXPECT_FALSE(world.create().ok());
  EXPECT_EQ(world.account(world.agent), before);
}

TEST_F(AgentFactoryTest, create_works_at_an_address_that_was_sent_lamports) {
  world.fund(world.agent, Lamports{12'345});
  ASSERT_TRUE(succeeds(world.create()));
  EXPECT_EQ(world.account(world.agent).lamports, Lamports{(kAgentStateSpace + 128) * 6'960});
}

TEST_F(AgentFactoryTest, create_needs_its_creators_signature) {
  const World::Config config;
  auto instruction = client::instruction<create_agent>(
      kProgramId, {world.owner, world.agent, world.quote_entry, System::kId},
      {World::kAgentId, {config.config_hash, config.quote_mint, config.upgrade_authority, {}, Text{"ipfs://x", 8}}});
  instruction.accounts[0].is_signer = false;
  EXPECT_TRUE(fails_with(world.run(instruction), ErrorCode::AccountNotSigner));
  instruction.accounts[0].is_signer = true;
  instruction.accounts[3].key = world.stranger;
  EXPECT_TRUE(fails_with(world.run(instruction), ErrorCode::InvalidProgramId));
}

TEST_F(AgentFactoryTest, create_takes_a_mint_only_that_governance_lists_as_quote) {
  const auto with = [&](auto change) {
    governance::MintEntry entry = world.listed();
    change(entry);
    world.put_quote_entry(entry);
    return world.create();
  };
  EXPECT_TRUE(fails_with(with([](auto& e) { e.is_quote = 0; }), AgentError::QuoteMintNotListed));
  EXPECT_TRUE(fails_with(with([](auto& e) { e.is_quote = 2; }), AgentError::QuoteMintNotListed));
  EXPECT_TRUE(fails_with(with([](auto& e) { e.mint = key(6); }), AgentError::QuoteMintNotListed)) << "another mint's";
  EXPECT_TRUE(fails_with(with([](auto& e) { e.version = 2; }), AgentError::LayoutUnknown));
  world.put_quote_entry(world.listed(), kProgramId);
  EXPECT_TRUE(fails_with(world.create(), ErrorCode::AccountOwnedByWrongProgram));
  world.ground->set_account(world.quote_entry, {});
  EXPECT_TRUE(fails_with(world.create(), ErrorCode::AccountNotInitialized)) << "never listed, or removed";
  EXPECT_FALSE(world.exists());
  EXPECT_TRUE(with([](auto& e) { e.price_kind = governance::PriceKind::Pyth; }).ok())
      << "priced otherwise than by decree";
}

TEST_F(AgentFactoryTest, a_pool_entry_is_no_mint_entry) {
  governance::PoolEntry entry{};
  entry.version = governance::kLayoutVersion;
  entry.pool = world.mint;
  auto data = client::account_data(entry);
  data.resize(governance::kMintEntrySpace);
  world.ground->set_account(world.quote_entry, {Lamports{10'000'000}, data, governance::kProgramId, false});
  EXPECT_TRUE(fails_with(world.create(), ErrorCode::AccountDiscriminatorMismatch));
}

TEST_F(AgentFactoryTest, an_agent_goes_through_its_life) {
  ASSERT_TRUE(succeeds(world.create()));
  EXPECT_EQ(world.state().lifecycle, Lifecycle::Created);
  EXPECT_EQ(only_event<AgentPublished>(world.publish()).agent, world.agent);
  EXPECT_EQ(world.state().lifecycle, Lifecycle::Licensed);
  const auto activated = only_event<AgentActivated>(world.activate());
  EXPECT_EQ(activated.agent, world.agent);
  EXPECT_EQ(activated.terms, world.state().terms);
  EXPECT_TRUE(is_active(world.state()));
  EXPECT_EQ(only_event<AgentDeactivated>(world.deactivate()).agent, world.agent);
  EXPECT_EQ(world.state().lifecycle, Lifecycle::Licensed);
  const auto retired = only_event<AgentRetired>(world.retire(world.owner));
  EXPECT_EQ(retired.agent, world.agent);
  EXPECT_EQ(retired.by, world.owner);
  EXPECT_EQ(world.state().lifecycle, Lifecycle::Retired);

  world.pass(1, 0);
  const Lamports rent = world.account(world.agent).lamports;
  const auto closed = only_event<AgentClosed>(world.close());
  EXPECT_EQ(closed.agent, world.agent);
  EXPECT_EQ(closed.rent_payer, world.owner);
  EXPECT_EQ(closed.returned, rent);
  EXPECT_FALSE(world.exists());
  ASSERT_TRUE(succeeds(world.close_record()));
  EXPECT_EQ(world.account(world.owner).lamports, Lamports{10'000'000'000});
}

TEST_F(AgentFactoryTest, deactivation_leads_back_to_where_it_came_from) {
  ASSERT_TRUE(succeeds(world.create()));
  ASSERT_TRUE(succeeds(world.activate()));
  ASSERT_TRUE(succeeds(world.deactivate()));
  EXPECT_EQ(world.state().lifecycle, Lifecycle::Created);
  ASSERT_TRUE(succeeds(world.publish()));
  ASSERT_TRUE(succeeds(world.activate()));
  ASSERT_TRUE(succeeds(world.suspend(world.owner)));
  ASSERT_TRUE(succeeds(world.set_executor_list({world.executor})));
  ASSERT_TRUE(succeeds(world.activate()));
  ASSERT_TRUE(succeeds(world.deactivate()));
  EXPECT_EQ(world.state().lifecycle, Lifecycle::Licensed) << "also through a suspension";
}

TEST_F(AgentFactoryTest, the_table_speaks_through_every_instruction) {
  ASSERT_TRUE(succeeds(world.create()));
  EXPECT_TRUE(fails_with(world.deactivate(), AgentError::AgentAlreadyInactive));
  EXPECT_TRUE(fails_with(world.suspend(world.owner), AgentError::AgentNotActive));
  EXPECT_TRUE(fails_with(world.suspend(world.stranger), AgentError::AgentNotActive));
  EXPECT_TRUE(fails_with(world.retire(world.stranger), AgentError::NotAuthorized));
  EXPECT_TRUE(fails_with(world.close(), AgentError::AgentNotRetired));
  ASSERT_TRUE(succeeds(world.set_executor_list({world.executor})));
  EXPECT_TRUE(fails_with(world.claim(), AgentError::AgentNotActive));
  ASSERT_TRUE(succeeds(world.publish()));
  EXPECT_TRUE(fails_with(world.publish(), AgentError::AgentAlreadyPublished));
  ASSERT_TRUE(succeeds(world.activate()));
  EXPECT_TRUE(fails_with(world.activate(), AgentError::AgentAlreadyActive));
  EXPECT_TRUE(fails_with(world.publish(), AgentError::AgentAlreadyActive));
  ASSERT_TRUE(succeeds(world.suspend(world.owner)));
  EXPECT_TRUE(fails_with(world.suspend(world.owner), AgentError::AgentAlreadySuspended));
  EXPECT_TRUE(fails_with(world.publish(), AgentError::AgentSuspended));
  EXPECT_TRUE(fails_with(world.claim(), AgentError::AgentSuspended));
  EXPECT_TRUE(fails_with(world.deactivate(), AgentError::AgentAlreadyInactive));
  EXPECT_TRUE(fails_with(world.close(), AgentError::AgentNotRetired));
  ASSERT_TRUE(succeeds(world.retire(world.owner)));
  EXPECT_TRUE(fails_with(world.publish(), AgentError::AgentRetired));
  EXPECT_TRUE(fails_with(world.activate(), AgentError::AgentRetired));
  EXPECT_TRUE(fails_with(world.deactivate(), AgentError::AgentAlreadyInactive));
  EXPECT_TRUE(fails_with(world.suspend(world.owner), AgentError::AgentRetired));
  EXPECT_TRUE(fails_with(world.retire(world.owner), AgentError::AgentRetired));
  EXPECT_TRUE(fails_with(world.retire(world.stranger), AgentError::AgentRetired));
  EXPECT_TRUE(fails_with(world.upgrade({}), AgentError::AgentRetired));
  EXPECT_TRUE(fails_with(world.set_executor_list({}), AgentError::AgentRetired));
  EXPECT_TRUE(fails_with(world.claim(), AgentError::AgentRetired));
}

TEST_F(AgentFactoryTest, errors_are_logged_as_anchor_clients_parse_them) {
  ASSERT_TRUE(succeeds(world.create()));
  const std::vector<std::string> logs = world.deactivate().logs;
  EXPECT_NE(
      std::ranges::find(logs,
                        "Program log: AnchorError occurred. Error Code: AgentAlreadyInactive. Error Number: 6000. "
                        "Error Message: The agent is not active."),
      logs.end());
}

TEST_F(AgentFactoryTest, suspension_by_the_owner_needs_new_terms_to_end) {
  make_active();
  const Hash256 terms = world.state().terms;
  world.pass(10, 4);
  const Outcome outcome = world.suspend(world.owner);
  const auto event = only_event<AgentSuspended>(outcome);
  EXPECT_EQ(event.by, world.owner);
  EXPECT_EQ(event.suspended_at, kStartTime + 4);
  EXPECT_EQ(world.state().suspended_by, SuspendedBy::Owner);
  EXPECT_EQ(world.state().suspended_at, kStartTime + 4);
  EXPECT_EQ(world.state().suspended_terms, terms);

  EXPECT_TRUE(fails_with(world.activate(), AgentError::TermsUnchanged));
  ASSERT_TRUE(succeeds(world.set_executor_list({world.stranger})));
  ASSERT_TRUE(succeeds(world.set_executor_list({world.executor})));
  EXPECT_TRUE(fails_with(world.activate(), AgentError::TermsUnchanged)) << "there and back again";
  ASSERT_TRUE(succeeds(world.set_executor_list({})));
  ASSERT_TRUE(succeeds(world.activate()));
  EXPECT_EQ(world.state().suspended_by, SuspendedBy::Nobody);
}

TEST_F(AgentFactoryTest, anyone_suspends_once_a_threshold_is_passed) {
  make_active();
  EXPECT_TRUE(fails_with(world.suspend(world.stranger), AgentError::ThresholdNotPassed));
  AgentState state = world.state();
  state.thresholds.max_executions = 5;
  state.performance_metrics.execution_count = 5;
  state.claimed_performance.loss = ~u64{0};
  world.put_state(state);
  EXPECT_TRUE(fails_with(world.suspend(world.stranger), AgentError::ThresholdNotPassed));
  state.performance_metrics.execution_count = 6;
  world.put_state(state);
  EXPECT_EQ(only_event<AgentSuspended>(world.suspend(world.stranger)).by, world.stranger);
  EXPECT_EQ(world.state().suspended_by, SuspendedBy::Threshold);

  ASSERT_TRUE(succeeds(world.set_executor_list({})));
  EXPECT_TRUE(fails_with(world.activate(), AgentError::ThresholdPassed));
  World::Config config;
  config.thresholds.max_executions = 6;
  ASSERT_TRUE(succeeds(world.upgrade(config)));
  ASSERT_TRUE(succeeds(world.activate()));
}

TEST_F(AgentFactoryTest, an_inactive_agent_past_a_threshold_stays_inactive) {
  make_active();
  ASSERT_TRUE(succeeds(world.deactivate()));
  AgentState state = world.state();
  state.thresholds.max_executions = 5;
  state.performance_metrics.execution_count = 6;
  world.put_state(state);
  EXPECT_TRUE(fails_with(world.activate(), AgentError::ThresholdPassed));
}

TEST_F(AgentFactoryTest, anyone_retires_a_week_after_a_suspension_by_threshold) {
  make_suspended_by_threshold();
  world.pass(1, 7 * 86'400 - 1);
  EXPECT_TRUE(fails_with(world.retire(world.stranger), AgentError::SuspensionTooRecent));
  world.pass(1, 1);
  EXPECT_EQ(only_event<AgentRetired>(world.retire(world.stranger)).by, world.stranger);
  EXPECT_EQ(world.state().lifecycle, Lifecycle::Retired);
}

TEST_F(AgentFactoryTest, nobody_else_retires_what_its_owner_suspended) {
  make_active();
  ASSERT_TRUE(succeeds(world.suspend(world.owner)));
  world.pass(1, i64{30} * 86'400);
  EXPECT_TRUE(fails_with(world.retire(world.stranger), AgentError::NotAuthorized));
}

TEST_F(AgentFactoryTest, upgrade_replaces_config_and_thresholds_only) {
  make_active();
  const AgentState before = world.state();
  World::Config config;
  config.config_hash = hash_of(0xd0);
  config.thresholds = {.max_net_loss = 1, .max_executions = 2};
  config.uri = "ar://short";
  const Outcome outcome = world.upgrade(config);
  ASSERT_TRUE(outcome.ok()) << outcome.error;

  AgentState expected = before;
  expected.config_hash = config.config_hash;
  expected.thresholds = config.thresholds;
  ASSERT_TRUE(expected.config_uri.assign(Text{config.uri.data(), config.uri.size()}));
  expected.terms = terms_by_hand(world.agent, expected);
  EXPECT_EQ(client::account_data(world.state()), client::account_data(expected));
  EXPECT_NE(expected.terms, before.terms);
  const auto event = only_event<AgentUpgraded>(outcome);
  EXPECT_EQ(event.config_hash, config.config_hash);
  EXPECT_EQ(event.terms, expected.terms);
}

TEST_F(AgentFactoryTest, upgrade_refuses_bad_arguments_and_others) {
  ASSERT_TRUE(succeeds(world.create()));
  World::Config config;
  config.config_hash = Hash256{};
  EXPECT_TRUE(fails_with(world.upgrade(config), AgentError::ConfigHashMissing));
  config = {};
  config.uri = "\xff";
  EXPECT_TRUE(fails_with(world.upgrade(config), AgentError::ConfigUriInvalid));
  world.upgrade_authority = world.owner;
  EXPECT_TRUE(fails_with(world.upgrade({}), ErrorCode::ConstraintHasOne));
}

TEST_F(AgentFactoryTest, set_executors_replaces_the_list) {
  ASSERT_TRUE(succeeds(world.create()));
  std::vector<Pubkey> eight;
  for (u64 i = 0; i < 8; ++i) eight.push_back(key(100 + i));
  const auto event = only_event<ExecutorsChanged>(world.set_executor_list(eight));
  EXPECT_EQ(event.executor_count, 8u);
  EXPECT_EQ(event.terms, world.state().terms);
  EXPECT_EQ(world.state().executor_count, 8u);
  EXPECT_EQ(world.state().executors[7], key(107));
  ASSERT_TRUE(succeeds(world.set_executor_list({key(200)})));
  EXPECT_EQ(world.state().executor_count, 1u);
  EXPECT_EQ(world.state().executors[0], key(200));
  for (usize i = 1; i < 8; ++i) EXPECT_EQ(world.state().executors[i], Pubkey{});
}

TEST_F(AgentFactoryTest, set_executors_refuses_bad_lists) {
  ASSERT_TRUE(succeeds(world.create()));
  const std::vector<Pubkey> nine(9, key(100));
  EXPECT_TRUE(fails_with(world.set_executor_list(nine), ErrorCode::InstructionDidNotDeserialize));
  EXPECT_TRUE(fails_with(world.set_executor_list({key(100), Pubkey{}}), AgentError::ExecutorMissing));
  EXPECT_TRUE(fails_with(world.set_executor_list({key(100), key(101), key(100)}), AgentError::ExecutorRepeated));
  EXPECT_EQ(world.state().executor_count, 0u);
}

TEST_F(AgentFactoryTest, claims_add_up_and_stay_apart_from_what_is_measured) {
  make_active();
  world.pass(1, 9);
  ASSERT_TRUE(succeeds(world.claim()));
  const Outcome outcome = world.claim({.gain = 1, .loss = 2, .trades = 3, .root = hash_of(0x44)}, world.executor);
  const ClaimedPerformance claimed = world.state().claimed_performance;
  EXPECT_EQ(claimed.gain, 101u);
  EXPECT_EQ(claimed.loss, 32u);
  EXPECT_EQ(claimed.trades, 5u);
  EXPECT_EQ(claimed.claim_count, 2u);
  EXPECT_EQ(claimed.last_claimed_at, kStartTime + 9);
  EXPECT_EQ(claimed.root, hash_of(0x44));
  EXPECT_EQ(world.state().performance_metrics, AgentPerformance{});
  const auto event = only_event<PerformanceClaimed>(outcome);
  EXPECT_EQ(event.executor, world.executor);
  EXPECT_EQ(event.claim, 2u);
  EXPECT_EQ(event.gain, 1u);
  EXPECT_EQ(event.loss, 2u);
  EXPECT_EQ(event.trades, 3u);
  EXPECT_EQ(event.root, hash_of(0x44));
}

TEST_F(AgentFactoryTest, claims_need_an_executor_trades_and_a_root) {
  make_active();
  const ClaimPerformanceArgs good{.gain = 1, .loss = 0, .trades = 1, .root = hash_of(1)};
  EXPECT_TRUE(fails_with(world.claim(good, world.owner), AgentError::NotAnExecutor));
  ClaimPerformanceArgs bad = good;
  bad.trades = 0;
  EXPECT_TRUE(fails_with(world.claim(bad, world.executor), AgentError::ClaimWithoutTrades));
  bad = good;
  bad.root = Hash256{};
  EXPECT_TRUE(fails_with(world.claim(bad, world.executor), AgentError::ClaimRootMissing));
  ASSERT_TRUE(succeeds(world.set_executor_list({})));
  EXPECT_TRUE(fails_with(world.claim(good, world.executor), AgentError::NotAnExecutor)) << "a revoked executor";
  EXPECT_TRUE(fails_with(world.claim(good, Pubkey{}), AgentError::NotAnExecutor))
      << "unused places of the list are zero";
}

TEST_F(AgentFactoryTest, claims_never_wrap) {
  make_active();
  const u64 most = ~u64{0};
  ASSERT_TRUE(succeeds(world.claim({.gain = most, .loss = most, .trades = most, .root = hash_of(1)}, world.executor)));
  EXPECT_TRUE(fails_with(world.claim({.gain = 1, .loss = 0, .trades = 1, .root = hash_of(1)}, world.executor),
                         AgentError::CounterOverflow));
  AgentState state = world.state();
  state.claimed_performance.gain = 0;
  world.put_state(state);
  EXPECT_TRUE(fails_with(world.claim({.gain = 0, .loss = 1, .trades = 1, .root = hash_of(1)}, world.executor),
                         AgentError::CounterOverflow));
  EXPECT_TRUE(fails_with(world.claim({.gain = 0, .loss = 0, .trades = 1, .root = hash_of(1)}, world.executor),
                         AgentError::CounterOverflow));
  state.claimed_performance.trades = 0;
  state.claimed_performance.claim_count = most;
  world.put_state(state);
  EXPECT_TRUE(fails_with(world.claim({.gain = 0, .loss = 0, .trades = 1, .root = hash_of(1)}, world.executor),
                         AgentError::CounterOverflow));
}

const AgentPerformance kSome{.yield_generated = 50,
                             .loss = 20,
                             .execution_gain = 7,
                             .execution_loss = 3,
                             .execution_count = 4,
                             .last_executed_at = 900};

TEST_F(AgentFactoryTest, measured_counters_are_folded_once_per_watermark) {
  make_active();
  const Pubkey a = key(50), b = key(51);
  world.put_wallet(a, world.wallet_of_agent(kSome));
  AgentPerformance other = kSome;
  other.last_executed_at = 800;
  world.put_wallet(b, world.wallet_of_agent(other));

  const Outcome outcome = world.update({a, b});
  const AgentPerformance twice{.yield_generated = 100,
                               .loss = 40,
                               .execution_gain = 14,
                               .execution_loss = 6,
                               .execution_count = 8,
                               .last_executed_at = 900};
  EXPECT_EQ(world.state().performance_metrics, twice);
  EXPECT_EQ(world.wallet(a).folded, kSome);
  EXPECT_EQ(world.wallet(b).folded, other);
  EXPECT_EQ(only_event<PerformanceUpdated>(outcome).performance_metrics, twice);

  const Outcome again = world.update({a, b});
  EXPECT_TRUE(again.ok()) << again.error;
  EXPECT_TRUE(again.events.empty());
  EXPECT_EQ(world.state().performance_metrics, twice);

  Wallet grown = world.wallet(a);
  grown.measured.yield_generated += 5;
  world.put_wallet(a, grown);
  ASSERT_TRUE(succeeds(world.update({a, a})));
  EXPECT_EQ(world.state().performance_metrics.yield_generated, 105u) << "given twice, folded once";
}

TEST_F(AgentFactoryTest, measured_counters_are_folded_in_every_state) {
  make_active();
  world.put_wallet(key(50), world.wallet_of_agent(kSome));
  ASSERT_TRUE(succeeds(world.retire(world.owner)));
  ASSERT_TRUE(succeeds(world.update({key(50)})));
  EXPECT_EQ(world.state().performance_metrics, kSome);
}

TEST_F(AgentFactoryTest, a_fold_takes_wallets_of_this_agent_only) {
  make_active();
  EXPECT_TRUE(fails_with(world.update({}), AgentError::NoWallets));
  const Wallet good = world.wallet_of_agent(kSome);
  const Pubkey at = key(50);
  const auto with = [&](auto change) {
    Wallet wallet = good;
    change(wallet);
    world.put_wallet(at, wallet);
  };
  with([](Wallet& w) { w.agent = key(99); });
  EXPECT_TRUE(fails_with(world.update({at}), AgentError::WalletOfAnotherAgent));
  with([](Wallet& w) { --w.agent_created_slot; });
  EXPECT_TRUE(fails_with(world.update({at}), AgentError::WalletOfAnotherAgent));
  with([](Wallet& w) { w.version = 2; });
  EXPECT_TRUE(fails_with(world.update({at}), AgentError::LayoutUnknown));
  with([](Wallet& w) { w.mint_count = 9; });
  EXPECT_TRUE(fails_with(world.update({at}), AgentError::LayoutUnknown));
  with([](Wallet& w) { w.folded.loss = w.measured.loss + 1; });
  EXPECT_TRUE(fails_with(world.update({at}), AgentError::WatermarkAhead));

  world.put_wallet(at, good);
  auto account = world.account(at);
  account.owner = key(98);
  world.ground->set_account(at, account);
  EXPECT_TRUE(fails_with(world.update({at}), AgentError::WalletInvalid));
  account.owner = kProgramId;
  account.data[0] ^= 1;
  world.ground->set_account(at, account);
  EXPECT_TRUE(fails_with(world.update({at}), AgentError::WalletInvalid));
  account.data[0] ^= 1;
  account.data.pop_back();
  world.ground->set_account(at, account);
  EXPECT_TRUE(fails_with(world.update({at}), AgentError::WalletInvalid));
  account.data.clear();
  world.ground->set_account(at, account);
  EXPECT_TRUE(fails_with(world.update({at}), AgentError::WalletInvalid));
  EXPECT_TRUE(fails_with(world.update({world.agent}), AgentError::WalletInvalid));

  world.put_wallet(at, good);
  auto instruction = client::instruction<update_performance>(kProgramId, {world.agent});
  instruction.accounts.push_back({at, false, false});
  EXPECT_TRUE(fails_with(world.run(instruction), AgentError::WalletReadOnly));
  EXPECT_EQ(world.state().performance_metrics, AgentPerformance{});
}

TEST_F(AgentFactoryTest, a_fold_never_wraps) {
  make_active();
  for (u64 AgentPerformance::* counter :
       {&AgentPerformance::yield_generated, &AgentPerformance::loss, &AgentPerformance::execution_gain,
        &AgentPerformance::execution_loss, &AgentPerformance::execution_count}) {
    AgentState state = world.state();
    state.performance_metrics = {};
    state.performance_metrics.*counter = ~u64{0};
    world.put_state(state);
    AgentPerformance one{};
    one.*counter = 1;
    world.put_wallet(key(50), world.wallet_of_agent(one));
    EXPECT_TRUE(fails_with(world.update({key(50)}), AgentError::CounterOverflow));
  }
}

TEST_F(AgentFactoryTest, close_waits_a_slot_and_pays_back_the_payer) {
  ASSERT_TRUE(succeeds(world.create()));
  ASSERT_TRUE(succeeds(world.retire(world.owner)));
  EXPECT_TRUE(fails_with(world.close(), AgentError::CreatedInThisSlot));
  world.pass(1, 0);
  const auto to_stranger = client::instruction<close_agent>(kProgramId, {world.agent, world.owner, world.stranger});
  EXPECT_TRUE(fails_with(world.run(to_stranger), ErrorCode::ConstraintHasOne));
  const auto by_stranger = client::instruction<close_agent>(kProgramId, {world.agent, world.stranger, world.owner});
  EXPECT_TRUE(fails_with(world.run(by_stranger), ErrorCode::ConstraintHasOne));
  ASSERT_TRUE(succeeds(world.close()));
  EXPECT_TRUE(fails_with(world.publish(), ErrorCode::AccountNotInitialized));
}

TEST_F(AgentFactoryTest, an_id_is_free_again_and_its_terms_are_new) {
  make_active();
  const Hash256 terms = world.state().terms;
  const Wallet old_wallet = world.wallet_of_agent(kSome);
  ASSERT_TRUE(succeeds(world.retire(world.owner)));
  world.pass(1, 0);
  ASSERT_TRUE(succeeds(world.close()));
  ASSERT_TRUE(succeeds(world.create()));
  ASSERT_TRUE(succeeds(world.set_executor_list({world.executor})));
  EXPECT_NE(world.state().terms, terms) << "the same fields, another slot";
  EXPECT_EQ(world.state().claimed_performance.claim_count, 0u);
  world.put_wallet(key(50), old_wallet);
  EXPECT_TRUE(fails_with(world.update({key(50)}), AgentError::WalletOfAnotherAgent));
}

// Each instruction that names the owner or another authority, signed by somebody else, unsigned, and read-only.
TEST_F(AgentFactoryTest, only_the_named_authority_changes_an_agent) {
  make_active();
  const auto before = world.account(world.agent);
  SetExecutorsArgs executors;
  const World::Config config;
  const std::vector<client::Instruction> instructions = {
      client::instruction<publish_agent>(kProgramId, {world.agent, world.owner}),
      world.activating(world.owner),
      world.deactivating(world.owner),
      client::instruction<set_executors>(kProgramId, {world.agent, world.owner}, executors),
      client::instruction<close_agent>(kProgramId, {world.agent, world.owner, world.owner}),
      client::instruction<upgrade_agent>(kProgramId, {world.agent, world.upgrade_authority},
                                         {config.config_hash, {}, Text{"ipfs://x", 8}}),
      world.suspending(world.owner),
      world.retiring(world.owner),
      client::instruction<claim_performance>(kProgramId, {world.agent, world.executor}, {1, 1, 1, hash_of(1)}),
  };
  for (const client::Instruction& good : instructions) {
    client::Instruction instruction = good;
    instruction.accounts[1].is_signer = false;
    EXPECT_TRUE(fails_with(world.run(instruction), ErrorCode::AccountNotSigner));
    instruction = good;
    instruction.accounts[0].is_writable = false;
    EXPECT_TRUE(fails_with(world.run(instruction), ErrorCode::ConstraintMut));
    instruction = good;
    instruction.accounts[1].key = world.stranger;
    EXPECT_FALSE(world.run(instruction).ok());
    instruction = good;
    instruction.accounts.resize(1);
    EXPECT_TRUE(fails_with(world.run(instruction), ErrorCode::AccountNotEnoughKeys));
  }
  EXPECT_EQ(world.account(world.agent), before);
}

TEST_F(AgentFactoryTest, accounts_that_are_no_agents_are_refused) {
  make_active();
  const auto good = world.account(world.agent);
  const auto with = [&](auto change) {
    auto account = good;
    change(account);
    world.ground->set_account(world.agent, account);
    return world.deactivate();
  };
  EXPECT_TRUE(fails_with(with([](auto& a) { a.owner = key(98); }), ErrorCode::AccountOwnedByWrongProgram));
  EXPECT_TRUE(fails_with(with([](auto& a) { a.data[7] ^= 1; }), ErrorCode::AccountDiscriminatorMismatch));
  EXPECT_TRUE(fails_with(with([](auto& a) { a.data.pop_back(); }), ErrorCode::AccountDidNotDeserialize));
  EXPECT_TRUE(fails_with(with([](auto& a) { a.data.resize(4); }), ErrorCode::AccountDiscriminatorNotFound));
  EXPECT_TRUE(fails_with(with([](auto& a) { a.data[8] = 0; }), AgentError::LayoutUnknown)) << "never written";
  EXPECT_TRUE(fails_with(with([](auto& a) { a.data[8] = 2; }), AgentError::LayoutUnknown)) << "by a newer program";
  EXPECT_TRUE(fails_with(with([](auto& a) { a.data[10] = 5; }), AgentError::LayoutUnknown)) << "no such state";
  EXPECT_TRUE(fails_with(with([](auto& a) { a.data[8 + 232] = 9; }), AgentError::LayoutUnknown)) << "nine executors";
  EXPECT_TRUE(fails_with(with([](auto& a) { a.data[8 + 496] = 13; }), AgentError::LayoutUnknown)) << "thirteen entries";
  EXPECT_TRUE(with([](auto&) {}).ok());
}

TEST_F(AgentFactoryTest, unknown_instructions_are_refused) {
  client::Instruction instruction{kProgramId, {}, {1, 2, 3, 4, 5, 6, 7, 8}};
  EXPECT_TRUE(fails_with(world.run(instruction), ErrorCode::InstructionFallbackNotFound));
  instruction.data.resize(7);
  EXPECT_TRUE(fails_with(world.run(instruction), ErrorCode::InstructionFallbackNotFound));
}

}  // namespace
}  // namespace agent_factory::test
