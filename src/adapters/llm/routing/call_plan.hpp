// The whole course of one exchange as a pure state machine: which provider is asked when, when a second one is set beside it, what is
// tried again and what ends it. Times and outcomes go in, commands come out; llm_model.cpp carries them out.
//
//   ask ── p95 of the first, no token yet ──► a second beside it (hedge) ── first token of either ──► the other is cancelled
//    └── failure ──► the next provider at once; after all of them one whose failure may pass, after a pause, as long as attempts and time are left
#pragma once

#include "adapters/llm/routing/breaker.hpp"
#include "ports/model.hpp"

#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

namespace zestron::llm {

using ProviderIndex = std::size_t;

/// A provider that may be asked, best first.
struct Candidate {
  ProviderIndex provider = 0;
  std::optional<Millis> hedge_after{};  ///< its p95; nullopt: no second one is set beside it
  ports::MicroUsd worst_cost{};         ///< of one attempt
};

struct PlanOptions {
  std::uint32_t attempts_max = 4;
  Millis pause_min{250};  ///< before a provider is asked again; doubles
  Millis pause_max{8'000};
  Millis deadline{};  ///< since the same origin as all times here
  ports::MicroUsd cost_max{};
  std::uint32_t jitter =
      0;  ///< any number; spreads the pauses of different exchanges, and is the same in every run of one
};

/// Why an attempt failed, as the plan sees it.
struct AttemptFailure {
  Failure<ports::ModelError> failure;
  bool passing = false;    ///< may go away by itself: 429, 5xx, a lost connection, silence, garbage
  bool tool_seen = false;  ///< part of a tool call had come: whoever watched may have acted, so nothing is tried again
  std::optional<Millis> retry_after{};  ///< what the provider asked for
  ports::MicroUsd cost{};
};

struct Start {
  std::uint32_t attempt = 0;  ///< from 1
  ProviderIndex provider = 0;
  bool hedge = false;
};
struct Cancel {
  std::uint32_t attempt = 0;
};
/// The exchange is over: with the answer of `attempt`, or with a failure.
struct Finish {
  std::uint32_t attempt = 0;
  std::optional<Failure<ports::ModelError>> failure{};
};
using Command = std::variant<Start, Cancel, Finish>;
using Commands = std::vector<Command>;

class CallPlan {
 public:
  CallPlan(std::vector<Candidate> candidates, PlanOptions options);

  /// Each of these returns what is to be done now, in order. After a Finish nothing more comes, whatever goes in.
  Commands begin(Millis now);
  Commands first_token(std::uint32_t attempt, Millis now);
  Commands answered(std::uint32_t attempt, Millis now);
  Commands failed(std::uint32_t attempt, const AttemptFailure& failure, Millis now);
  /// A cancelled attempt's cost, known late; counts against cost_max.
  void charge(ports::MicroUsd cost) { spent_ += cost.value(); }
  Commands woken(Millis now);
  Commands stopped(Millis now);

  /// When woken() is due; never before the last time given.
  [[nodiscard]] std::optional<Millis> wakes_at() const;
  [[nodiscard]] bool finished() const { return finished_; }
  [[nodiscard]] std::uint32_t attempts() const { return static_cast<std::uint32_t>(attempts_.size()); }

 private:
  struct Attempt {
    std::size_t candidate = 0;
    bool live = true;
  };
  struct Waiting {
    Millis until{};
    std::size_t candidate = 0;
  };
  /// What became of a candidate so far.
  struct Tried {
    std::uint32_t times = 0;
    bool misfit = false;  // its last answer did not fit the schema: it would most likely say the same again
    std::optional<Millis> not_before{};  // of asking it again; nullopt: its failure will not pass
  };

  void start(std::size_t candidate, bool hedge, Millis now, Commands& out);
  void finish(std::uint32_t attempt, std::optional<Failure<ports::ModelError>> failure, Commands& out);
  void cancel_others(std::uint32_t attempt, Commands& out);
  void try_again(const AttemptFailure& failure, Millis now, Commands& out);
  [[nodiscard]] std::optional<std::size_t> unused() const;
  [[nodiscard]] bool may_pass(std::size_t candidate) const;
  [[nodiscard]] std::optional<std::size_t> once_more() const;
  [[nodiscard]] bool affordable(std::size_t candidate) const;
  [[nodiscard]] bool any_live() const;
  [[nodiscard]] Attempt* live(std::uint32_t attempt);

  std::vector<Candidate> candidates_;
  PlanOptions options_;
  std::vector<Attempt> attempts_;
  std::vector<Tried> tried_;  // per candidate
  std::uint64_t spent_ = 0;   // what attempts cost that are over
  std::uint32_t pauses_ = 0;
  std::optional<Millis> hedge_at_;
  std::optional<Waiting> waiting_;
  bool finished_ = false;
};

}  // namespace zestron::llm
