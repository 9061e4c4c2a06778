#include "transact/pipeline.hpp"

#include "codec/sha256.hpp"
#include "transact/journal/sqlite_journal.hpp"

#include <gtest/gtest.h>

#include <map>

namespace zestron::transact {
namespace {

Pubkey key(std::string_view label) { return Pubkey(codec::sha256(as_bytes(label)).value()); }

// A chain that does what the test says, where the real one could not be made to: losing, lying low, failing. The real bank
// is under the pipeline in tests/e2e.
class ScriptedChain final : public ports::Chain {
 public:
  ports::ChainOutcome<ports::LatestBlockhash> latest_blockhash(Commitment) override {
    return ports::LatestBlockhash{Hash(codec::sha256(as_bytes("blockhash")).value()), Slot(height), height + 150};
  }
  ports::ChainOutcome<ports::Tip> tip(Commitment) override { return ports::Tip{Slot(height), height}; }
  ports::ChainOutcome<std::optional<ports::AccountState>> account(const Pubkey& name, Commitment) override {
    const auto it = accounts.find(name);
    return it == accounts.end() ? std::nullopt : std::optional(it->second);
  }
  ports::ChainOutcome<std::uint64_t> rent_exempt_minimum(std::size_t) override { return 1; }
  ports::ChainOutcome<Signature> send(ByteView wire) override {
    if (full) return fail(ports::ChainError::kBusy, "the queue is full");
    sent.emplace_back(wire.begin(), wire.end());
    const auto signature = codec::parse_transaction(wire)->signatures[0];
    if (on_send) on_send(signature);
    return signature;
  }
  ports::ChainOutcome<ports::Simulation> simulate(ByteView, std::span<const Pubkey> names) override {
    ports::Simulation out;
    out.error_json = simulation_error;
    out.compute_units = 20'000;
    for (const auto& name : names) {
      auto state = *account(name, {});
      if (state && name == executor) state->lamports = Lamports(state->lamports.value() - 5'000);
      out.accounts.push_back(state);
    }
    return out;
  }
  ports::ChainOutcome<ports::Sighting> sight(const Signature&) override {
    return ports::Sighting{known, Slot(height - behind)};
  }
  ports::ChainOutcome<std::vector<std::uint64_t>> recent_priority_fees(std::span<const Pubkey> names) override {
    priced.assign(names.begin(), names.end());
    return paid;
  }

  Pubkey executor;
  std::uint64_t height = 10;
  std::uint64_t behind = 0;
  std::vector<std::uint64_t> paid;
  std::vector<Pubkey> priced;
  bool full = false;
  std::function<void(const Signature&)> on_send;
  std::optional<std::string> simulation_error;
  std::optional<ports::SignatureStatus> known;
  std::vector<Bytes> sent;
  std::map<Pubkey, ports::AccountState> accounts;
};

class ExecutorSigner final : public ports::Signer {
 public:
  explicit ExecutorSigner(std::string_view name)
      : pair_(codec::Keypair::from_secret(codec::sha256(as_bytes(name)).value())) {}
  [[nodiscard]] const Pubkey& pubkey() const override { return pair_.pubkey(); }
  Outcome<Signature, ports::SignerError> sign(const domain::SignableTransaction& transaction) override {
    return pair_.sign(transaction.message().serialize());
  }

 private:
  codec::Keypair pair_;
};

Built build(const domain::Intent& intent, const Pubkey& payer, std::optional<std::uint64_t>) {
  return std::vector<codec::Instruction>{{key("program"), {{intent.agent, false, true}, {payer, true, false}}, {1}}};
}

class PipelineTest : public ::testing::Test {
 protected:
  PipelineTest() {
    chain_.accounts[signer_.pubkey()] = chain_.accounts[second_.pubkey()] = {Lamports(1'000'000), {}, false, {}};
    chain_.executor = signer_.pubkey();
    for (const auto* agent : {"agent", "another"})
      chain_.accounts[key(agent)] = {Lamports(1), key("program"), false, {0}};
    restart();
  }

  // A new process over the same journal and the same chain.
  void restart() {
    pipeline_ = std::make_unique<Pipeline>(chain_, journal_, std::vector<ports::Signer*>{&signer_, &second_}, setup_);
    ASSERT_TRUE(pipeline_->resume());
  }

  Effect propose(std::uint64_t sequence = 1, std::string_view agent = "agent", UnixMillis now = UnixMillis(5)) {
    const domain::Intent intent{key(agent), Slot(3), sequence, domain::ClaimPerformance{1, 0, 1, 1, {}}};
    const domain::ContextView view{Slot(3), now, {{}, 1, 0, 0, now, domain::TickOrigin::kRecorded}};
    return pipeline_->propose(intent, view, policy_);
  }

  void land() { chain_.known = ports::SignatureStatus{Slot(4), Commitment::kConfirmed, std::nullopt}; }

  ScriptedChain chain_;
  ExecutorSigner signer_{"executor"}, second_{"second executor"};
  SqliteJournal journal_ = *SqliteJournal::open(":memory:");
  policy::Policy policy_{false, {"claim_performance"}, 1'000, 100, 100, 10, Lamports(10'000)};
  transact::Setup setup_{.programs = {key("program"), compute_budget_program()}, .build = build};
  std::unique_ptr<Pipeline> pipeline_;
};

TEST_F(PipelineTest, sends_once_and_lands) {
  const auto effect = propose();
  EXPECT_EQ(effect.state, State::kSent) << effect.reason;
  EXPECT_TRUE(pipeline_->in_flight(key("agent")));
  land();
  const auto ended = pipeline_->on_slot();
  ASSERT_EQ(ended.size(), 1U);
  EXPECT_EQ(ended[0].state, State::kLanded);
  EXPECT_EQ(ended[0].signature, effect.signature);
  EXPECT_EQ(chain_.sent.size(), 1U);
  EXPECT_FALSE(pipeline_->in_flight(key("agent")));
  EXPECT_EQ((*journal_.find(key("agent"), 1))->state, State::kLanded);
}

TEST_F(PipelineTest, sends_the_same_bytes_again_and_never_signs_anew) {
  propose();
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(pipeline_->on_slot().empty());
  ASSERT_EQ(chain_.sent.size(), 4U);
  for (const auto& wire : chain_.sent) EXPECT_EQ(wire, chain_.sent[0]);
}

TEST_F(PipelineTest, expires_only_after_its_last_height) {
  propose();
  chain_.height = 160;
  EXPECT_TRUE(pipeline_->on_slot().empty());
  chain_.height = 161;
  const auto ended = pipeline_->on_slot();
  ASSERT_EQ(ended.size(), 1U);
  EXPECT_EQ(ended[0].state, State::kExpired);
}

TEST_F(PipelineTest, a_chain_that_lags_does_not_let_it_expire) {
  propose();
  chain_.height = 161;
  chain_.behind = 1;
  EXPECT_TRUE(pipeline_->on_slot().empty());
  EXPECT_TRUE(pipeline_->in_flight(key("agent")));
}

TEST_F(PipelineTest, a_full_queue_keeps_the_effect_and_tries_again) {
  chain_.full = true;
  EXPECT_EQ(propose().state, State::kBuilt);
  chain_.full = false;
  pipeline_->on_slot();
  EXPECT_EQ(chain_.sent.size(), 1U);
}

TEST_F(PipelineTest, is_on_disk_before_it_is_sent) {
  bool written = false;
  chain_.on_send = [&](const Signature& signature) {
    const auto known = *journal_.find(key("agent"), 1);
    written = known && known->state == State::kBuilt && known->signature == signature;
  };
  propose();
  EXPECT_TRUE(written);
}

TEST_F(PipelineTest, takes_up_after_a_crash_what_may_still_land) {
  propose();
  restart();
  EXPECT_TRUE(pipeline_->in_flight(key("agent")));
  EXPECT_EQ(propose(2).state, State::kRefused) << "one at a time";
  pipeline_->on_slot();
  ASSERT_EQ(chain_.sent.size(), 2U);
  EXPECT_EQ(chain_.sent[0], chain_.sent[1]);
  land();
  EXPECT_EQ(pipeline_->on_slot().size(), 1U);
  restart();
  EXPECT_FALSE(pipeline_->in_flight(key("agent")));
  EXPECT_EQ(pipeline_->next_sequence(key("agent")), 2U);
}

TEST_F(PipelineTest, remembers_of_the_journal_what_a_new_process_reads) {
  const auto holds = [this](std::uint64_t next) {
    Pipeline anew(chain_, journal_, {&signer_}, setup_);
    EXPECT_EQ(pipeline_->next_sequence(key("agent")), next);
    EXPECT_EQ(anew.next_sequence(key("agent")), next);
  };
  holds(1);
  const auto allowed = std::exchange(policy_, {});
  EXPECT_EQ(propose(1).state, State::kRefused);
  holds(1);
  policy_ = allowed;
  EXPECT_EQ(propose(1).attempt, 2U);
  holds(2);
  chain_.height = 161;
  EXPECT_EQ(pipeline_->on_slot().size(), 1U) << "expired";
  holds(2);
  chain_.height = 100;
  EXPECT_EQ(propose(2).attempt, 1U);
  EXPECT_EQ(propose(1, "another").state, State::kSent);
  holds(3);
  land();
  EXPECT_EQ(pipeline_->on_slot().size(), 2U);
  holds(3);
}

TEST_F(PipelineTest, what_landed_is_never_begun_again_and_what_expired_may_be) {
  propose();
  chain_.height = 161;
  pipeline_->on_slot();
  const auto again = propose();
  EXPECT_EQ(again.state, State::kSent) << again.reason;
  EXPECT_EQ(again.attempt, 2U);
  land();
  pipeline_->on_slot();
  EXPECT_EQ(propose().state, State::kRefused);
  restart();
  EXPECT_EQ(propose().state, State::kRefused);
}

TEST_F(PipelineTest, caps_hold_across_a_restart) {
  policy_.claims_per_day_max = 1;
  propose();
  land();
  pipeline_->on_slot();
  restart();
  const auto second = propose(2);
  EXPECT_EQ(second.state, State::kRefused);
  EXPECT_NE(second.reason.find("within a day"), std::string::npos) << second.reason;
}

// Of a long past no more is read than what a clock asks about that was set back by a week.
TEST_F(PipelineTest, a_restart_counts_what_its_clock_may_ask_about) {
  constexpr std::int64_t kDay = policy::kApprovalCountsMs, kNow = 20 * kDay, kEarliest = kNow - 7 * kDay;
  policy_.claims_per_day_max = 2;
  const auto do_one = [&](std::uint64_t sequence, std::string_view agent, std::int64_t at) {
    ASSERT_EQ(propose(sequence, agent, UnixMillis(at)).state, State::kSent) << agent << sequence;
    land();
    ASSERT_EQ(pipeline_->on_slot().size(), 1U);
    chain_.known.reset();
  };
  const auto refusal = [&](std::uint64_t sequence, std::string_view agent, std::int64_t at) {
    return propose(sequence, agent, UnixMillis(at)).reason;
  };
  do_one(1, "another", kEarliest - kDay + 1);
  do_one(2, "another", kEarliest - 2);
  for (const std::int64_t ago : {kDay, kDay - 1, std::int64_t{0}})
    do_one(static_cast<std::uint64_t>(ago == 0 ? 3 : kDay - ago + 1), "agent", kNow - ago);
  restart();
  EXPECT_NE(refusal(4, "agent", kNow).find("within a day"), std::string::npos);
  EXPECT_NE(refusal(3, "another", kEarliest - 1).find("before an earlier approval"), std::string::npos);
  EXPECT_NE(refusal(3, "another", kEarliest).find("within a day"), std::string::npos);
  do_one(3, "another", kEarliest + 1);
}

TEST_F(PipelineTest, a_transaction_whose_slot_disappears_is_in_flight_again) {
  setup_.proceed = Commitment::kProcessed;
  restart();
  propose();
  chain_.known = ports::SignatureStatus{Slot(4), Commitment::kProcessed, std::nullopt};
  pipeline_->on_slot();
  EXPECT_FALSE(pipeline_->in_flight(key("agent"))) << "the next may begin";
  chain_.known.reset();
  pipeline_->on_slot();
  EXPECT_TRUE(pipeline_->in_flight(key("agent")));
  EXPECT_EQ(pipeline_->tally().rolled_back, 1U);
  EXPECT_EQ(chain_.sent.size(), 2U);
}

TEST_F(PipelineTest, a_counter_that_moved_tells_of_a_forgotten_signature) {
  std::uint64_t nonce = 7;
  setup_.nonce = [&](ports::Chain&, const domain::Intent&, Commitment) { return std::optional(nonce); };
  restart();
  EXPECT_EQ(propose().nonce, 7U);
  chain_.height = 161;
  nonce = 8;
  const auto ended = pipeline_->on_slot();
  ASSERT_EQ(ended.size(), 1U);
  EXPECT_EQ(ended[0].state, State::kLanded);
}

TEST_F(PipelineTest, a_chain_that_is_behind_the_last_landed_effect_is_not_built_on) {
  std::uint64_t nonce = 7;
  setup_.nonce = [&](ports::Chain&, const domain::Intent&, Commitment) { return std::optional(nonce); };
  restart();
  propose();
  nonce = 8;
  land();
  ASSERT_EQ(pipeline_->on_slot().size(), 1U);
  chain_.known.reset();
  nonce = 7;
  EXPECT_EQ(propose(2).state, State::kRefused);
  restart();
  EXPECT_EQ(propose(2).state, State::kRefused) << "the journal knows";
  nonce = 8;
  EXPECT_EQ(propose(2).state, State::kSent);
}

TEST_F(PipelineTest, lanes_share_the_agents_and_have_a_depth) {
  setup_.lane_depth_max = 1;
  restart();
  chain_.accounts[key("third")] = chain_.accounts[key("agent")];
  EXPECT_EQ(propose(1, "agent").lane, signer_.pubkey());
  chain_.executor = second_.pubkey();
  EXPECT_EQ(propose(1, "another").lane, second_.pubkey());
  const auto third = propose(1, "third");
  EXPECT_EQ(third.state, State::kRefused);
  EXPECT_NE(third.reason.find("in flight"), std::string::npos);
}

TEST_F(PipelineTest, asks_for_what_the_simulation_used_at_the_price_of_the_market) {
  setup_.fees = FeeRules{.margin_percent = 10, .units_min = 0, .percentile = 50, .price_max_micro_lamports = 1'000};
  restart();
  chain_.paid = {5, 7, 9};
  ASSERT_EQ(propose().state, State::kSent);
  EXPECT_EQ(chain_.priced, (std::vector{signer_.pubkey(), key("agent")}));
  const auto sent = codec::parse_transaction(chain_.sent[0])->message;
  ASSERT_EQ(sent.instructions.size(), 3U);
  EXPECT_EQ(sent.instructions[0].data, set_compute_unit_limit(22'000).data);
  EXPECT_EQ(sent.instructions[1].data, set_compute_unit_price(7).data);
}

TEST_F(PipelineTest, loads_accounts_from_lookup_tables) {
  Bytes table(56 + 32);
  table[0] = 1;
  std::fill_n(table.begin() + 4, 8, std::uint8_t{0xff});
  std::ranges::copy(key("agent").view(), table.begin() + 56);
  chain_.accounts[key("table")] = {Lamports(1), codec::address_table_program(), false, table};
  setup_.tables = {key("table")};
  restart();
  const auto effect = propose();
  ASSERT_EQ(effect.state, State::kSent) << effect.reason;
  const auto message = codec::parse_transaction(chain_.sent[0])->message;
  ASSERT_EQ(message.lookups.size(), 1U);
  EXPECT_EQ(message.lookups[0], (codec::TableLookup{key("table"), {0}, {}}));

  chain_.accounts[key("table")].owner = key("somebody");
  EXPECT_EQ(propose(1, "another").state, State::kRefused);
}

class ConsentTest : public PipelineTest {
 protected:
  ConsentTest() {
    policy_.actions = {"transfer"};
    policy_.spending = {{.mint = key("mint"), .per_action_max = 50, .per_day_max = 50, .approval_above = 20}};
    policy_.counterparties = {key("friend")};
    policy_.actions_per_day_max = 10;
    policy_.approval_valid_ms = 1'000;
    setup_.ours = [](const domain::Intent&) { return policy::Ours{{key("wallet")}, {key("token program")}}; };
    restart();
  }
  Effect send(std::uint64_t sequence = 1) {
    const domain::Transfer action{key("mint"), key("friend"), 30};
    const domain::ContextView view{Slot(3), kNow, {{}, 1, 0, 0, kNow, domain::TickOrigin::kRecorded}};
    return pipeline_->propose({key("agent"), Slot(3), sequence, action}, view, policy_);
  }
  static constexpr UnixMillis kNow{5};
};

TEST_F(ConsentTest, of_a_person_lets_one_action_pass_over_restarts) {
  EXPECT_EQ(send().state, State::kRefused);
  restart();
  ASSERT_EQ(pipeline_->consents(kNow).size(), 1U) << "it waits on disk";
  const auto number = pipeline_->consents(kNow)[0].number;
  ASSERT_TRUE(pipeline_->decide(number, true, kNow));
  EXPECT_FALSE(pipeline_->decide(number, true, kNow)) << "once";
  restart();
  EXPECT_EQ(send().state, State::kSent) << "the person's word is on disk";
  restart();
  EXPECT_TRUE(pipeline_->consents(kNow).empty()) << "and so is that it was used";
}

TEST_F(ConsentTest, outlives_a_simulation_that_refuses_and_so_do_the_caps) {
  EXPECT_EQ(send().state, State::kRefused);
  ASSERT_TRUE(pipeline_->decide(1, true, kNow));
  chain_.simulation_error = "\"X\"";
  for (int i = 0; i < 3; ++i) EXPECT_NE(send().reason.find("simulation"), std::string::npos);
  chain_.simulation_error.reset();
  const auto effect = send();
  EXPECT_EQ(effect.state, State::kSent) << effect.reason;
  land();
  pipeline_->on_slot();
  const auto second = send(2);
  EXPECT_NE(second.reason.find("within a day"), std::string::npos) << second.reason;
}

TEST_F(ConsentTest, a_number_never_comes_to_mean_something_else) {
  EXPECT_EQ(send().state, State::kRefused);
  ASSERT_TRUE(pipeline_->decide(1, false, kNow));
  restart();
  EXPECT_EQ(send().state, State::kRefused);
  ASSERT_EQ(pipeline_->consents(kNow).size(), 1U);
  EXPECT_EQ(pipeline_->consents(kNow)[0].number, 2U);
}

TEST_F(PipelineTest, claims_and_executions_are_counted_apart) {
  std::uint64_t claims = 900, executions = 7;
  setup_.nonce = [&](ports::Chain&, const domain::Intent& intent, Commitment) {
    return std::optional(domain::counter_of(intent.action) == domain::Counter::kClaims ? claims : executions);
  };
  policy_.actions.emplace_back("vote");
  policy_.actions_per_day_max = 10;
  policy_.counterparties = {key("proposal")};
  restart();
  ASSERT_EQ(propose().state, State::kSent);
  claims = 901;
  land();
  ASSERT_EQ(pipeline_->on_slot().size(), 1U);
  chain_.known.reset();
  const domain::Intent vote{key("agent"), Slot(3), 2, domain::Vote{key("proposal"), true}};
  const domain::ContextView view{Slot(3), UnixMillis(5), {{}, 1, 0, 0, UnixMillis(5), domain::TickOrigin::kRecorded}};
  EXPECT_EQ(pipeline_->propose(vote, view, policy_).nonce, 7U);
  restart();
  EXPECT_EQ(pipeline_->tally().resumed, 1U);
  executions = 8;
  land();
  ASSERT_EQ(pipeline_->on_slot().size(), 1U);
  chain_.known.reset();
  EXPECT_EQ(propose(3).nonce, 901U) << "not compared with 7";
}

TEST_F(PipelineTest, refusals_send_nothing_and_are_written_once) {
  policy_.killed = true;
  EXPECT_EQ(propose().state, State::kRefused);
  EXPECT_EQ(propose().state, State::kRefused);
  EXPECT_EQ(journal_.history(key("agent"), 1)->size(), 2U) << "proposed, refused";
  policy_.killed = false;
  chain_.simulation_error = "\"X\"";
  const auto effect = propose();
  EXPECT_EQ(effect.state, State::kRefused);
  EXPECT_NE(effect.reason.find("simulation"), std::string::npos);
  EXPECT_EQ(journal_.history(key("agent"), 1)->size(), 4U);
  EXPECT_EQ(pipeline_->next_sequence(key("agent")), 1U) << "a refusal uses up no number";
  EXPECT_TRUE(chain_.sent.empty());
  EXPECT_FALSE(pipeline_->in_flight(key("agent")));
}

}  // namespace
}  // namespace zestron::transact
