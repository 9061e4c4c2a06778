#include "app/node/agent_tracer.hpp"

#include "agent/summary.hpp"
#include "codec/base58.hpp"
#include "codec/hex.hpp"
#include "codec/sha256.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace zestron::node {
namespace {

using otlp::Attributes;
using otlp::Span;
using otlp::SpanEvent;
using otlp::SpanKind;
using otlp::SpanStatus;

constexpr std::size_t kQuestionsMax = 8'192;
constexpr std::size_t kWantedMax = 64;  // of one agent
constexpr std::size_t kFlightsMax = 8'192;
constexpr std::size_t kExchangesMax = 1'024;
constexpr std::size_t kAttemptsMax = 32;  // of one exchange

// The boundaries that the conventions give.
std::vector<double> token_bounds() {
  return {1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864};
}
std::vector<double> operation_bounds() {
  return {0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92};
}
std::vector<double> agent_bounds() {
  return {0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 12.8, 25.6, 51.2, 102.4, 204.8, 409.6};
}

double seconds(otlp::Instant from, otlp::Instant to) { return std::chrono::duration<double>(to - from).count(); }
double seconds(std::chrono::milliseconds time) { return std::chrono::duration<double>(time).count(); }
// OTLP has no unsigned integers.
std::int64_t whole(std::uint64_t value) { return static_cast<std::int64_t>(value); }

std::string_view error_type(ports::ModelError error) {
  switch (error) {
    case ports::ModelError::kRequest: return "request";
    case ports::ModelError::kUnavailable: return "unavailable";
    case ports::ModelError::kTimeout: return "timeout";
    case ports::ModelError::kRefused: return "refused";
    case ports::ModelError::kTooLarge: return "too_large";
    case ports::ModelError::kMalformed: return "malformed";
    case ports::ModelError::kSchema: return "schema";
    case ports::ModelError::kBudget: return "budget";
    case ports::ModelError::kCancelled: return "cancelled";
  }
  return "_OTHER";
}

std::string_view finish_reason(ports::FinishReason reason) {
  switch (reason) {
    case ports::FinishReason::kStop: return "stop";
    case ports::FinishReason::kLength: return "length";
    case ports::FinishReason::kToolCalls: return "tool_calls";
    case ports::FinishReason::kContentFilter: return "content_filter";
  }
  return "stop";
}

std::string event_name(const domain::Event& event) {
  struct Visitor {
    std::string operator()(const domain::Tick&) const { return "tick"; }
    std::string operator()(const domain::PoolState&) const { return "pool"; }
    std::string operator()(const domain::ProposalState&) const { return "proposal"; }
    std::string operator()(const domain::Holding&) const { return "holding"; }
    std::string operator()(const domain::StakeState&) const { return "stake"; }
    std::string operator()(const domain::Message&) const { return "message"; }
    std::string operator()(const domain::Answer&) const { return "answer"; }
  };
  return std::visit(Visitor{}, event.what);
}

void describe(Attributes& attributes, const RunningAgent& agent) {
  attributes.emplace_back("gen_ai.agent.id", codec::to_base58(agent.file.agent));
  attributes.emplace_back("gen_ai.agent.name", agent.config.name());
  attributes.emplace_back("gen_ai.agent.version", codec::hex_encode(agent.config.hash().view()));
}

// One message in the form that gen_ai.input.messages and gen_ai.output.messages have.
std::string message_json(std::string_view role, const std::string& text, std::string_view finish) {
  nlohmann::ordered_json message{{"role", role},
                                 {"parts", nlohmann::ordered_json::array({{{"type", "text"}, {"content", text}}})}};
  if (!finish.empty()) message["finish_reason"] = finish;
  return nlohmann::ordered_json::array({std::move(message)})
      .dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

void failed(Span& span, std::string_view type, std::string message) {
  span.attributes.emplace_back("error.type", std::string(type));
  span.status = SpanStatus::kError;
  span.status_message = std::move(message);
}

}  // namespace

AgentTracer::AgentTracer(TracerOptions options)
    : options_(std::move(options)),
      tokens_("gen_ai.client.token.usage", "Number of input and output tokens used.", "{token}", token_bounds()),
      chat_seconds_("gen_ai.client.operation.duration", "GenAI operation duration.", "s", operation_bounds()),
      first_chunk_seconds_("gen_ai.client.operation.time_to_first_chunk", "Time to receive the first chunk.", "s",
                           operation_bounds()),
      step_seconds_("gen_ai.invoke_agent.duration", "Duration of one step of an agent.", "s", agent_bounds()),
      act_seconds_("gen_ai.execute_tool.duration",
                   "From an intent to where it ended: refused, landed, failed, expired.", "s", operation_bounds()) {}

void AgentTracer::know_provider(const std::string& provider, Attributes attributes) {
  providers_[provider] = std::move(attributes);
}

otlp::SpanId AgentTracer::id_of(const otlp::TraceId& trace, std::string_view what) const {
  const auto hash = codec::sha256({trace.view(), as_bytes(what)});
  return *otlp::SpanId::from(hash.view().first(otlp::SpanId::kSize));
}

AgentTracer::Context AgentTracer::root_of(const Pubkey& agent, Slot slot) const {
  std::array<std::uint8_t, 8> number{};
  for (std::size_t i = 0; i < number.size(); ++i) number.at(i) = static_cast<std::uint8_t>(slot.value() >> (8 * i));
  const auto hash = codec::sha256({options_.run, agent.view(), number});
  const auto trace = *otlp::TraceId::from(hash.view().first(otlp::TraceId::kSize));
  return {trace, id_of(trace, "tick"), slot, slot == slot_};
}

void AgentTracer::begin_slot(Slot slot, const std::optional<domain::Tick>& tick) {
  live_ = true;
  slot_ = slot;
  tick_ = tick;
  slot_began_ = options_.now();
  roots_.clear();
  steps_.clear();
}

void AgentTracer::end_slot() {
  for (auto& [agent, root] : roots_) {
    root.end = options_.now();
    tell(std::move(root));
  }
  roots_.clear();
}

// The root of a trace is told once something hangs below it, and ends with its slot.
void AgentTracer::show_root(const Pubkey& agent, const Context& context) {
  if (!context.rooted || context.origin != slot_ || roots_.contains(agent)) return;
  Span root{.trace = context.trace, .id = id_of(context.trace, "tick"), .name = "tick", .start = slot_began_};
  root.attributes = {{"zestron.slot", whole(slot_.value())}, {"gen_ai.agent.id", codec::to_base58(agent)}};
  if (tick_) {
    root.attributes.emplace_back("zestron.tick.feed", codec::hex_encode(tick_->feed.view()));
    root.attributes.emplace_back("zestron.tick.price", tick_->price);
    root.attributes.emplace_back("zestron.tick.exponent", std::int64_t{tick_->exponent});
    root.attributes.emplace_back("zestron.tick.published_ms", tick_->published.value());
  }
  roots_.emplace(agent, std::move(root));
}

void AgentTracer::ask(const RunningAgent& agent, const domain::Request& request, const Context& context) {
  const auto& key = agent.file.agent;
  // Of one node only the newest answer counts; an exchange with a model ends in any case and is told then.
  std::erase_if(questions_, [&](const auto& entry) {
    const auto& [of, node, sequence] = entry.first;
    return of == key && node == request.node && sequence < request.sequence &&
           !std::holds_alternative<domain::Prompt>(entry.second.request.content);
  });
  if (questions_.size() < kQuestionsMax)
    questions_[{key, request.node, request.sequence}] = {context, options_.now(), request};
}

// The span of a question that is no chat, and the context that its answer acts in.
AgentTracer::Context AgentTracer::answered(const RunningAgent& agent, const domain::Answer& answer) {
  const auto found = questions_.find({agent.file.agent, answer.node, answer.sequence});
  if (found == questions_.end()) return root_of(agent.file.agent, slot_);
  const auto question = std::move(found->second);
  questions_.erase(found);
  auto context = question.context;
  const auto cause = id_of(context.trace, fmt::format("ask:{}:{}", answer.node, answer.sequence));
  if (!std::holds_alternative<domain::Prompt>(question.request.content)) {
    Span span{.trace = context.trace, .id = cause, .parent = context.cause, .start = question.asked};
    span.end = options_.now();
    describe(span.attributes, agent);
    span.attributes.emplace_back("zestron.node", answer.node);
    if (const auto* inference = std::get_if<domain::Inference>(&question.request.content)) {
      span.name = "infer";
      span.attributes.emplace_back("zestron.model.hash", codec::hex_encode(inference->model.view()));
    } else if (const auto* search = std::get_if<domain::Search>(&question.request.content)) {
      span.name = "retrieval " + search->collection;
      span.attributes.emplace_back("gen_ai.operation.name", std::string("retrieval"));
      span.attributes.emplace_back("gen_ai.data_source.id", search->collection);
    } else {
      span.name = "approval";
    }
    if (const auto* decision = std::get_if<domain::Answer::Decision>(&answer.content))
      span.attributes.emplace_back("zestron.approved", decision->approved);
    if (const auto* failure = std::get_if<domain::Answer::Failed>(&answer.content))
      failed(span, "_OTHER", failure->reason);
    tell(std::move(span));
  }
  context.cause = cause;
  return context;
}

void AgentTracer::stepped(const RunningAgent& agent, const domain::Event& event, const agent::Step& step) {
  if (!live_) return;
  const auto now = options_.now();
  step_seconds_.record(seconds(step_began_, now), {{"gen_ai.agent.name", agent.config.name()}});
  const auto* answer = std::get_if<domain::Answer>(&event.what);
  if (answer == nullptr && step.requests.empty() && step.intents.empty() && step.opened == nullptr &&
      step.closed == nullptr)
    return;
  const auto& key = agent.file.agent;
  auto context = answer != nullptr ? answered(agent, *answer) : root_of(key, slot_);
  show_root(key, context);
  Span span{.trace = context.trace,
            .id = id_of(context.trace, fmt::format("step:{}:{}", slot_.value(), steps_[key]++)),
            .parent = context.cause,
            .name = "invoke_agent " + agent.config.name(),
            .start = step_began_,
            .end = now};
  span.attributes = {{"gen_ai.operation.name", std::string("invoke_agent")},
                     {"zestron.slot", whole(slot_.value())},
                     {"zestron.event", event_name(event)}};
  describe(span.attributes, agent);
  context.cause = span.id;
  if (step.opened != nullptr)
    span.events.push_back({"trade opened", now, {{"zestron.trade", whole(step.opened->number)}}});
  if (step.closed != nullptr) {
    span.events.push_back({"trade closed",
                           now,
                           {{"zestron.trade", whole(step.closed->opened.number)},
                            {"zestron.trade.profit_micros", step.closed->profit_micros}}});
    closed_.insert_or_assign(key, context);
  }
  for (const auto& request : step.requests) {
    span.events.push_back({"asked", now, {{"zestron.node", request.node}}});
    ask(agent, request, context);
  }
  auto& wanted = wanted_[key];
  for (const auto& intent : step.intents) {
    span.events.push_back({"wanted", now, {{"zestron.action", agent::summary_of(intent.action)}}});
    wanted.push_back({intent.action, context});
  }
  if (wanted.size() > kWantedMax) wanted.erase(wanted.begin(), wanted.end() - kWantedMax);
  if (wanted.empty()) wanted_.erase(key);
  tell(std::move(span));
}

void AgentTracer::attempt(AttemptNews news) {
  SpanEvent event{.name = std::move(news.what), .at = options_.now()};
  event.attributes = {{"zestron.provider", std::move(news.provider)}, {"zestron.attempt", std::int64_t{news.attempt}}};
  if (!news.detail.empty()) event.attributes.emplace_back("zestron.detail", std::move(news.detail));
  if (news.cost.value() > 0) event.attributes.emplace_back("zestron.cost_micro_usd", whole(news.cost.value()));
  const std::lock_guard lock(mutex_);
  if (attempts_.size() >= kExchangesMax && !attempts_.contains(news.request)) return;
  auto& events = attempts_[news.request];
  if (events.size() < kAttemptsMax) events.push_back(std::move(event));
}

std::vector<SpanEvent> AgentTracer::attempts_of(const Hash& request) {
  const std::lock_guard lock(mutex_);
  const auto found = attempts_.find(request);
  if (found == attempts_.end()) return {};
  auto events = std::move(found->second);
  attempts_.erase(found);
  return events;
}

Attributes AgentTracer::provider_of(const ports::ModelExchange& exchange) const {
  if (exchange.provider.empty()) return {};
  const auto known = providers_.find(exchange.provider);
  return known != providers_.end() ? known->second : Attributes{{"gen_ai.provider.name", exchange.provider}};
}

void AgentTracer::measure(const ports::ModelExchange& exchange, const Attributes& provider) {
  Attributes common{{"gen_ai.operation.name", std::string("chat")}};
  common.insert(common.end(), provider.begin(), provider.end());
  if (!exchange.model.empty()) common.emplace_back("gen_ai.request.model", exchange.model);
  auto timed = common;
  if (!exchange.result) timed.emplace_back("error.type", std::string(error_type(exchange.result.error().code)));
  chat_seconds_.record(seconds(exchange.latency), timed);
  if (exchange.first_token.count() > 0) first_chunk_seconds_.record(seconds(exchange.first_token), common);
  if (provider.empty() || exchange.usage.estimated || exchange.from_cache) return;  // not what anybody was billed for
  for (const auto& [type, count] : {std::pair{"input", exchange.usage.prompt}, {"output", exchange.usage.completion}}) {
    auto typed = common;
    typed.emplace_back("gen_ai.token.type", std::string(type));
    tokens_.record(static_cast<double>(count), typed);
  }
}

void AgentTracer::exchanged(const Pubkey& agent, const std::string& node, std::uint64_t sequence,
                            const ports::ModelExchange& exchange) {
  const auto provider = provider_of(exchange);
  measure(exchange, provider);
  auto events = attempts_of(exchange.request);
  const auto found = questions_.find({agent, node, sequence});
  const auto context = found != questions_.end() ? found->second.context : root_of(agent, slot_);
  show_root(agent, context);
  Span span{.trace = context.trace,
            .id = id_of(context.trace, fmt::format("ask:{}:{}", node, sequence)),
            .parent = context.cause,
            .name = exchange.model.empty() ? "chat" : "chat " + exchange.model,
            .kind = SpanKind::kClient};
  // It ended when its last step did; here it is only taken.
  span.end = events.empty() ? options_.now() : events.back().at;
  span.start = span.end - exchange.latency;
  span.attributes = {{"gen_ai.operation.name", std::string("chat")},
                     {"gen_ai.agent.id", codec::to_base58(agent)},
                     {"gen_ai.output.type", std::string("json")},
                     {"gen_ai.usage.input_tokens", whole(exchange.usage.prompt)},
                     {"gen_ai.usage.output_tokens", whole(exchange.usage.completion)},
                     {"zestron.usage.estimated", exchange.usage.estimated},
                     {"zestron.cost_micro_usd", whole(exchange.cost.value())},
                     {"zestron.attempts", std::int64_t{exchange.attempts}},
                     {"zestron.from_cache", exchange.from_cache},
                     {"zestron.node", node},
                     {"zestron.request.hash", codec::hex_encode(exchange.request.view())}};
  span.attributes.insert(span.attributes.end(), provider.begin(), provider.end());
  if (!exchange.model.empty()) {
    span.attributes.emplace_back("gen_ai.request.model", exchange.model);
    span.attributes.emplace_back("gen_ai.response.model", exchange.model);
  }
  if (exchange.first_token.count() > 0)
    span.attributes.emplace_back("gen_ai.response.time_to_first_chunk", seconds(exchange.first_token));
  const auto* prompt =
      found != questions_.end() ? std::get_if<domain::Prompt>(&found->second.request.content) : nullptr;
  if (options_.content && prompt != nullptr)
    span.attributes.emplace_back("gen_ai.input.messages", message_json("user", prompt->text, {}));
  if (exchange.result) {
    const auto finish = std::string(finish_reason(exchange.result->finish));
    span.attributes.emplace_back("gen_ai.response.finish_reasons", std::vector{finish});
    if (options_.content)
      span.attributes.emplace_back("gen_ai.output.messages", message_json("assistant", exchange.result->text, finish));
  } else {
    failed(span, error_type(exchange.result.error().code), exchange.result.error().message);
  }
  span.events = std::move(events);
  tell(std::move(span));
}

AgentTracer::Context AgentTracer::context_of(const domain::Intent& intent) {
  if (const auto found = wanted_.find(intent.agent); found != wanted_.end()) {
    auto& wanted = found->second;
    const auto at = std::ranges::find(wanted, intent.action, &Wanted::action);
    if (at != wanted.end()) {
      const auto context = at->context;
      wanted.erase(at);
      if (wanted.empty()) wanted_.erase(found);
      return context;
    }
  }
  const auto closed = closed_.find(intent.agent);
  if (std::holds_alternative<domain::ClaimPerformance>(intent.action) && closed != closed_.end()) return closed->second;
  return root_of(intent.agent, slot_);  // what a person consented to
}

void AgentTracer::proposing(const RunningAgent& agent, const domain::Intent& intent) {
  const auto context = context_of(intent);
  const auto name = std::string(domain::name(intent.action));
  Span span{.trace = context.trace,
            .id = id_of(context.trace, fmt::format("act:{}:{}", intent.sequence, slot_.value())),
            .parent = context.cause,
            .name = "execute_tool " + name,
            .start = options_.now()};
  span.attributes = {
      {"gen_ai.operation.name", std::string("execute_tool")}, {"gen_ai.tool.name", name},
      {"gen_ai.tool.type", std::string("extension")},         {"gen_ai.tool.call.id", std::to_string(intent.sequence)},
      {"zestron.action", agent::summary_of(intent.action)},   {"zestron.slot", whole(intent.slot.value())}};
  describe(span.attributes, agent);
  act_ = Act{.span = std::move(span), .context = context, .stages = {}, .sent = {}, .agent_name = agent.config.name()};
}

void AgentTracer::reaches(const domain::Intent&, transact::Stage stage) {
  if (!act_) return;
  const auto now = options_.now();
  if (!act_->stages.empty()) act_->stages.back().end = now;
  const auto name = std::string(to_string(stage));
  act_->stages.push_back({.trace = act_->span.trace,
                          .id = id_of(act_->span.trace, codec::hex_encode(act_->span.id.view()) + name),
                          .parent = act_->span.id,
                          .name = name,
                          .start = now,
                          .end = now});
}

void AgentTracer::composed(const domain::Intent&, const codec::Message& message) {
  if (!act_ || act_->stages.empty()) return;
  std::vector<std::string> programs;
  for (const auto& instruction : message.instructions) {
    if (instruction.program_index < message.keys.size())
      programs.push_back(codec::to_base58(message.keys[instruction.program_index]));
  }
  act_->stages.back().attributes.emplace_back("solana.instructions", whole(message.instructions.size()));
  act_->stages.back().attributes.emplace_back("solana.programs", std::move(programs));
}

void AgentTracer::simulated(const domain::Intent&, std::uint64_t compute_units) {
  if (!act_ || act_->stages.empty()) return;
  act_->stages.back().attributes.emplace_back("solana.compute_units", whole(compute_units));
}

void AgentTracer::refused(const domain::Intent&, const transact::Obstacle& why) {
  if (!act_) return;
  const auto type = why.rule == 0 ? std::string("_OTHER") : fmt::format("policy.{}", why.rule);
  if (!act_->stages.empty()) {
    failed(act_->stages.back(), type, why.message);
    if (why.rule != 0) act_->stages.back().attributes.emplace_back("zestron.policy.rule", std::int64_t{why.rule});
  }
  failed(act_->span, type, why.message);
}

void AgentTracer::proposed(const domain::Effect& effect, bool shown) {
  if (!act_) return;
  auto act = *std::exchange(act_, std::nullopt);
  const auto now = options_.now();
  if (!act.stages.empty()) act.stages.back().end = now;
  if (!shown) return;
  const auto& agent = effect.intent.agent;
  show_root(agent, act.context);
  for (auto& stage : act.stages) tell(std::move(stage));
  act.stages.clear();
  if (effect.state == domain::EffectState::kRefused) return finish(std::move(act), "refused");
  act.sent = now;
  if (flights_.size() < kFlightsMax) flights_.insert_or_assign({agent, effect.intent.sequence}, std::move(act));
}

void AgentTracer::finish(Act act, std::string_view outcome) {
  act.span.end = options_.now();
  act.span.attributes.emplace_back("zestron.outcome", std::string(outcome));
  Attributes measured{{"gen_ai.tool.name", std::string(act.span.name.substr(act.span.name.find(' ') + 1))},
                      {"gen_ai.tool.type", std::string("extension")}};
  if (!act.agent_name.empty()) measured.emplace_back("gen_ai.agent.name", act.agent_name);
  if (act.span.status == SpanStatus::kError) measured.emplace_back("error.type", std::string(outcome));
  act_seconds_.record(seconds(act.span.start, act.span.end), measured);
  tell(std::move(act.span));
}

void AgentTracer::ended(const domain::Effect& effect) {
  const auto& intent = effect.intent;
  const auto flight = flights_.find({intent.agent, intent.sequence});
  const bool known = flight != flights_.end();
  const auto context = known ? flight->second.context : root_of(intent.agent, intent.slot);
  // Of an effect that an earlier run sent only the end was seen.
  const auto parent = known ? flight->second.span.id
                            : id_of(context.trace, fmt::format("act:{}:{}", intent.sequence, intent.slot.value()));
  Span span{.trace = context.trace,
            .id = id_of(context.trace, "transaction:" + codec::to_base58(effect.signature)),
            .parent = parent,
            .name = "transaction",
            .kind = SpanKind::kClient,
            .start = known ? flight->second.sent : options_.now(),
            .end = options_.now()};
  span.attributes = {{"solana.signature", codec::to_base58(effect.signature)},
                     {"solana.fee_payer", codec::to_base58(effect.lane)},
                     {"solana.last_valid_block_height", whole(effect.last_valid_block_height)},
                     {"solana.transaction.bytes", whole(effect.wire.size())},
                     {"gen_ai.agent.id", codec::to_base58(intent.agent)},
                     {"zestron.outcome", std::string(to_string(effect.state))}};
  if (!known) span.attributes.emplace_back("zestron.resumed", true);
  if (effect.state != domain::EffectState::kExpired) {
    span.attributes.emplace_back("solana.slot", whole(effect.slot.value()));
    if (const auto landing = options_.landing ? options_.landing(effect.signature) : std::nullopt) {
      span.attributes.emplace_back("solana.compute_units", whole(landing->compute_units));
      span.attributes.emplace_back("solana.fee", whole(landing->fee.value()));
    }
  }
  const bool bad = effect.state != domain::EffectState::kLanded;
  if (bad) failed(span, to_string(effect.state), effect.reason);
  tell(std::move(span));
  if (!known) return;
  auto act = std::move(flight->second);
  flights_.erase(flight);
  if (bad) failed(act.span, to_string(effect.state), effect.reason);
  finish(std::move(act), to_string(effect.state));
}

}  // namespace zestron::node
