// Traces what agents do, in OpenTelemetry's conventions for generative AI: one trace from the tick through the step, the question and its
// answer and the two gates to the transaction that landed. Sits beside AgentRunner, which tells it what happens; decides nothing.
//
//   tick ─► invoke_agent ─► chat ─► invoke_agent ─► execute_tool ─┬─ approve, build, simulate, release, sign, journal, send
//                                    (slots later)                └─ transaction ─► slot, signature, compute units, fee
//
// The ids of a trace follow from the run, the agent and the slot whose tick began it, those of its spans from what they are: an effect
// that lands after a restart finds its trace again, with nothing kept on disk but the run's 16 bytes.
#pragma once

#include "agent/runtime.hpp"
#include "app/node/running_agent.hpp"
#include "domain/effect.hpp"
#include "infra/otlp/distribution.hpp"
#include "infra/otlp/span.hpp"
#include "ports/model.hpp"
#include "transact/observer.hpp"

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

namespace zestron::node {

/// What a transaction that landed has used.
struct Landing {
  std::uint64_t compute_units = 0;
  Lamports fee;
};

/// One step of an exchange with a model: asked, hedged, failed, …
struct AttemptNews {
  Hash request;
  std::string what, provider, detail;
  std::uint32_t attempt = 0;
  ports::MicroUsd cost{};
};

struct TracerOptions {
  std::array<std::uint8_t, 16> run{};  ///< tells this data folder's traces from those of others
  std::function<void(otlp::Span)> sink{};
  std::function<otlp::Instant()> now{};
  /// Of a transaction that is confirmed; nullopt where the chain does not say.
  std::function<std::optional<Landing>(const Signature&)> landing{};
  bool content = false;  ///< prompts and answers too
};

/// For the loop thread, but for attempt().
class AgentTracer final : public transact::Observer {
 public:
  explicit AgentTracer(TracerOptions options);

  /// How `provider`, as the operator's document names it, is called in the conventions, and where it is. Before the loop runs.
  void know_provider(const std::string& provider, otlp::Attributes attributes);

  void begin_slot(Slot slot, const std::optional<domain::Tick>& tick);
  void end_slot();

  /// Around each event that an agent is fed. A step of which nothing came is measured and not traced.
  void step_begins() { step_began_ = options_.now(); }
  void stepped(const RunningAgent& agent, const domain::Event& event, const agent::Step& step);
  /// Before the answer that came of it is fed.
  void exchanged(const Pubkey& agent, const std::string& node, std::uint64_t sequence,
                 const ports::ModelExchange& exchange);
  /// Any thread.
  void attempt(AttemptNews news);

  /// Around Pipeline::propose. `shown` is false for what was refused before for the same reason.
  void proposing(const RunningAgent& agent, const domain::Intent& intent);
  void proposed(const domain::Effect& effect, bool shown);
  /// An effect that ended.
  void ended(const domain::Effect& effect);

  void reaches(const domain::Intent& intent, transact::Stage stage) override;
  void composed(const domain::Intent& intent, const codec::Message& message) override;
  void simulated(const domain::Intent& intent, std::uint64_t compute_units) override;
  void refused(const domain::Intent& intent, const transact::Obstacle& why) override;

  [[nodiscard]] std::vector<const otlp::Distribution*> distributions() const {
    return {&tokens_, &chat_seconds_, &first_chunk_seconds_, &step_seconds_, &act_seconds_};
  }

 private:
  /// Where something belongs: the trace, and the span that caused it.
  struct Context {
    otlp::TraceId trace;
    otlp::SpanId cause;
    Slot origin;
    bool rooted = false;  // its root is this slot's, and may have to be told yet
  };
  struct Question {
    Context context;
    otlp::Instant asked;
    domain::Request request;
  };
  struct Wanted {
    domain::Action action;
    Context context;
  };
  struct Act {
    otlp::Span span;
    Context context;
    std::vector<otlp::Span> stages;
    otlp::Instant sent;
    std::string agent_name;
  };
  using QuestionKey = std::tuple<Pubkey, std::string, std::uint64_t>;
  using EffectKey = std::pair<Pubkey, std::uint64_t>;

  [[nodiscard]] Context root_of(const Pubkey& agent, Slot slot) const;
  [[nodiscard]] otlp::SpanId id_of(const otlp::TraceId& trace, std::string_view what) const;
  void tell(otlp::Span span) const { options_.sink(std::move(span)); }
  void show_root(const Pubkey& agent, const Context& context);
  Context answered(const RunningAgent& agent, const domain::Answer& answer);
  void ask(const RunningAgent& agent, const domain::Request& request, const Context& context);
  void finish(Act act, std::string_view outcome);
  void measure(const ports::ModelExchange& exchange, const otlp::Attributes& provider);
  [[nodiscard]] Context context_of(const domain::Intent& intent);
  [[nodiscard]] otlp::Attributes provider_of(const ports::ModelExchange& exchange) const;
  std::vector<otlp::SpanEvent> attempts_of(const Hash& request);

  TracerOptions options_;
  std::map<std::string, otlp::Attributes> providers_;
  Slot slot_;
  std::optional<domain::Tick> tick_;
  bool live_ = false;  // no slot yet: what is fed is the past
  otlp::Instant slot_began_, step_began_;
  std::map<Pubkey, otlp::Span> roots_;            // of this slot, shown at its end
  std::map<Pubkey, std::uint32_t> steps_;         // of this slot, traced
  std::map<QuestionKey, Question> questions_;     // bounded
  std::map<Pubkey, std::vector<Wanted>> wanted_;  // bounded, oldest first
  std::map<Pubkey, Context> closed_;              // the step that closed a trade, which a claim will count
  std::optional<Act> act_;                        // within propose
  std::map<EffectKey, Act> flights_;              // sent

  std::mutex mutex_;
  std::map<Hash, std::vector<otlp::SpanEvent>> attempts_;  // bounded; of exchanges that have not ended

  otlp::Distribution tokens_, chat_seconds_, first_chunk_seconds_, step_seconds_, act_seconds_;
};

}  // namespace zestron::node
