#include "app/node/agent_tracer.hpp"

#include "app/node/testing/see_saw.hpp"
#include "codec/base58.hpp"
#include "codec/sha256.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace zestron::node {
namespace {

using otlp::Span;

Pubkey key(std::string_view label) { return Pubkey(codec::sha256(as_bytes(label)).value()); }

class AgentTracerTest : public ::testing::Test {
 protected:
  AgentTracerTest() { tracer_.begin_slot(Slot(7), domain::Tick{}); }

  // What a step of the agent brought.
  void step(const domain::Event& event, std::vector<domain::Request> requests, std::vector<domain::Intent> intents) {
    agent::Step step;
    step.requests = requests;
    step.intents = intents;
    tracer_.step_begins();
    tracer_.stepped(agent_, event, step);
  }
  void next_slot(std::uint64_t slot) {
    tracer_.end_slot();
    tracer_.begin_slot(Slot(slot), domain::Tick{});
  }
  [[nodiscard]] const Span& span(std::string_view name) const {
    const auto found = std::ranges::find_if(spans_, [&](const Span& s) { return s.name.starts_with(name); });
    if (found == spans_.end()) throw std::runtime_error("no span " + std::string(name));
    return *found;
  }
  [[nodiscard]] static const otlp::Value* value(const Span& of, std::string_view name) {
    const auto found = std::ranges::find(of.attributes, name, &otlp::Attribute::first);
    return found == of.attributes.end() ? nullptr : &found->second;
  }
  [[nodiscard]] static std::string text(const Span& of, std::string_view name) {
    const auto* found = value(of, name);
    return found == nullptr ? "" : std::get<std::string>(*found);
  }
  [[nodiscard]] domain::Intent intent(std::uint64_t slot) const {
    return {agent_.file.agent, Slot(slot), 1, domain::Transfer{key("mint"), key("to"), 5}};
  }
  [[nodiscard]] domain::Effect effect(domain::EffectState state) const {
    domain::Effect out;
    out.intent = intent(9);
    out.state = state;
    out.slot = Slot(10);
    out.signature.value()[0] = 1;
    return out;
  }
  static ports::ModelExchange exchange() {
    ports::ModelExchange out;
    out.request = codec::sha256(as_bytes("question"));
    out.provider = "grok";
    out.model = "grok-3";
    out.result = ports::Answer{.text = "{}"};
    out.usage = {100, 20, false};
    out.cost = ports::MicroUsd(42);
    out.attempts = 2;
    out.first_token = std::chrono::milliseconds(30);
    out.latency = std::chrono::milliseconds(80);
    return out;
  }
  static domain::Request question() { return {"judge", 3, domain::Prompt{.text = "sell?"}}; }
  domain::Event tick_event(std::uint64_t slot) const { return {Slot(slot), UnixMillis(0), domain::Tick{}}; }
  domain::Event answer_event(std::uint64_t slot) const {
    return {Slot(slot), UnixMillis(0), domain::Answer{"judge", 3, domain::Answer::Text{"{}"}}};
  }

  std::vector<Span> spans_;
  std::int64_t time_ = 0;
  TracerOptions options_{.sink = [this](Span span) { spans_.push_back(std::move(span)); },
                         .now = [this] { return otlp::Instant(std::chrono::milliseconds(time_ += 100)); },
                         .landing = [](const Signature&) { return Landing{1'234, Lamports(5'000)}; }};
  AgentTracer tracer_{options_};
  RunningAgent agent_{{key("agent"), {}}, *agent::Config::parse(testing::see_saw().dump())};
};

TEST_F(AgentTracerTest, one_trace_leads_from_the_tick_over_the_prompt_to_the_landed_transaction) {
  tracer_.know_provider("grok", {{"gen_ai.provider.name", std::string("x_ai")}});
  step(tick_event(7), {question()}, {});
  tracer_.attempt({exchange().request, "failed", "other", "503", 1, {}});
  next_slot(9);
  tracer_.exchanged(agent_.file.agent, "judge", 3, exchange());
  step(answer_event(9), {}, {intent(9)});
  tracer_.proposing(agent_, intent(9));
  tracer_.reaches(intent(9), transact::Stage::kApprove);
  tracer_.reaches(intent(9), transact::Stage::kSend);
  tracer_.proposed(effect(domain::EffectState::kSent), true);
  next_slot(10);
  tracer_.ended(effect(domain::EffectState::kLanded));
  tracer_.end_slot();

  ASSERT_EQ(spans_.size(), 8u);
  for (const auto& of : spans_) EXPECT_EQ(of.trace, spans_.front().trace) << of.name;
  const auto& tick = span("tick");
  EXPECT_EQ(tick.parent, otlp::SpanId{});
  const auto& asking = span("invoke_agent");
  EXPECT_EQ(asking.parent, tick.id);
  const auto& chat = span("chat grok-3");
  EXPECT_EQ(chat.parent, asking.id);
  EXPECT_EQ(chat.kind, otlp::SpanKind::kClient);
  EXPECT_EQ(text(chat, "gen_ai.provider.name"), "x_ai");
  EXPECT_EQ(std::get<std::int64_t>(*value(chat, "gen_ai.usage.input_tokens")), 100);
  EXPECT_EQ(std::get<std::int64_t>(*value(chat, "zestron.cost_micro_usd")), 42);
  ASSERT_EQ(chat.events.size(), 1u);
  EXPECT_EQ(chat.events[0].name, "failed");
  EXPECT_EQ(chat.end - chat.start, std::chrono::milliseconds(80));
  EXPECT_EQ(value(chat, "gen_ai.input.messages"), nullptr) << "content is opt-in";
  const auto deciding =
      std::ranges::find_if(spans_, [&](const Span& s) { return s.name.starts_with("invoke") && s.parent == chat.id; });
  ASSERT_NE(deciding, spans_.end());
  const auto& act = span("execute_tool transfer");
  EXPECT_EQ(act.parent, deciding->id);
  EXPECT_EQ(span("approve").parent, act.id);
  EXPECT_EQ(span("send").parent, act.id);
  const auto& transaction = span("transaction");
  EXPECT_EQ(transaction.parent, act.id);
  EXPECT_EQ(std::get<std::int64_t>(*value(transaction, "solana.slot")), 10);
  EXPECT_EQ(std::get<std::int64_t>(*value(transaction, "solana.compute_units")), 1'234);
  EXPECT_EQ(std::get<std::int64_t>(*value(transaction, "solana.fee")), 5'000);
  EXPECT_EQ(text(transaction, "solana.signature"), codec::to_base58(effect({}).signature));
  EXPECT_EQ(text(act, "zestron.outcome"), "landed");
}

TEST_F(AgentTracerTest, a_step_of_which_nothing_came_is_measured_and_not_traced) {
  step(tick_event(7), {}, {});
  tracer_.end_slot();
  EXPECT_TRUE(spans_.empty());
  EXPECT_EQ(tracer_.distributions()[3]->points().at(0).count, 1u);
}

TEST_F(AgentTracerTest, the_past_that_is_fed_again_is_not_traced) {
  AgentTracer fresh(options_);
  agent::Step step;
  const std::vector requests{question()};
  step.requests = requests;
  fresh.step_begins();
  fresh.stepped(agent_, tick_event(3), step);
  EXPECT_TRUE(spans_.empty());
}

TEST_F(AgentTracerTest, a_refusal_names_the_rule_in_the_gate_that_refused) {
  step(tick_event(7), {}, {intent(7)});
  tracer_.proposing(agent_, intent(7));
  tracer_.reaches(intent(7), transact::Stage::kApprove);
  tracer_.refused(intent(7), {11, "over the cap"});
  tracer_.proposed(effect(domain::EffectState::kRefused), true);
  const auto& gate = span("approve");
  EXPECT_EQ(gate.status, otlp::SpanStatus::kError);
  EXPECT_EQ(gate.status_message, "over the cap");
  EXPECT_EQ(text(gate, "error.type"), "policy.11");
  EXPECT_EQ(text(span("execute_tool"), "zestron.outcome"), "refused");
}

TEST_F(AgentTracerTest, a_refusal_that_was_told_before_is_not_told_again) {
  tracer_.proposing(agent_, intent(7));
  tracer_.refused(intent(7), {11, "over the cap"});
  tracer_.proposed(effect(domain::EffectState::kRefused), false);
  tracer_.end_slot();
  EXPECT_TRUE(spans_.empty());
}

TEST_F(AgentTracerTest, what_an_earlier_run_sent_lands_in_the_same_trace) {
  AgentTracer before(options_);
  before.begin_slot(Slot(9), domain::Tick{});
  before.proposing(agent_, intent(9));
  before.proposed(effect(domain::EffectState::kSent), true);
  before.end_slot();
  next_slot(10);
  tracer_.ended(effect(domain::EffectState::kLanded));
  EXPECT_EQ(span("transaction").trace, span("tick").trace);
  EXPECT_TRUE(std::get<bool>(*value(span("transaction"), "zestron.resumed")));
}

TEST_F(AgentTracerTest, prompts_and_answers_are_there_when_they_were_asked_for) {
  options_.content = true;
  AgentTracer open(options_);
  open.begin_slot(Slot(7), {});
  agent::Step asked;
  const std::vector requests{question()};
  asked.requests = requests;
  open.step_begins();
  open.stepped(agent_, tick_event(7), asked);
  open.exchanged(agent_.file.agent, "judge", 3, exchange());
  EXPECT_NE(text(span("chat"), "gen_ai.input.messages").find("sell?"), std::string::npos);
  EXPECT_NE(text(span("chat"), "gen_ai.output.messages").find("\"finish_reason\":\"stop\""), std::string::npos);
}

TEST_F(AgentTracerTest, tokens_are_counted_by_type_in_the_buckets_of_the_conventions) {
  tracer_.exchanged(agent_.file.agent, "judge", 3, exchange());
  const auto* tokens = tracer_.distributions()[0];
  EXPECT_EQ(tokens->name(), "gen_ai.client.token.usage");
  EXPECT_EQ(tokens->bounds().size(), 14u);
  EXPECT_EQ(tokens->points().size(), 2u);
  auto guessed = exchange();
  guessed.usage.estimated = true;
  tracer_.exchanged(agent_.file.agent, "judge", 4, guessed);
  EXPECT_EQ(tokens->points().at(0).count, 1u) << "what nobody reported is not counted";
}

}  // namespace
}  // namespace zestron::node
