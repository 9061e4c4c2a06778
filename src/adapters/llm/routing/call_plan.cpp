#include "adapters/llm/routing/call_plan.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace zestron::llm {

using ports::ModelError;

CallPlan::CallPlan(std::vector<Candidate> candidates, PlanOptions options)
    : candidates_(std::move(candidates)), options_(options), tried_(candidates_.size()) {}

Commands CallPlan::begin(Millis now) {
  Commands out;
  if (candidates_.empty()) {
    finish(0, Failure{ModelError::kUnavailable, std::string("no provider that serves this model is up")}, out);
    return out;
  }
  if (const auto first = unused()) {
    start(*first, false, now, out);
  } else {
    finish(0, Failure{ModelError::kBudget, std::string("an answer could cost more than cost_max")}, out);
  }
  return out;
}

Commands CallPlan::first_token(std::uint32_t attempt, Millis) {
  Commands out;
  if (live(attempt) == nullptr) return out;
  hedge_at_.reset();
  waiting_.reset();
  cancel_others(attempt, out);
  return out;
}

Commands CallPlan::answered(std::uint32_t attempt, Millis) {
  Commands out;
  auto* one = live(attempt);
  if (one == nullptr) return out;
  one->live = false;
  finish(attempt, std::nullopt, out);
  return out;
}

Commands CallPlan::failed(std::uint32_t attempt, const AttemptFailure& failure, Millis now) {
  Commands out;
  auto* one = live(attempt);
  if (one == nullptr) return out;
  one->live = false;
  charge(failure.cost);
  auto& tried = tried_[one->candidate];
  tried.misfit = failure.failure.code == ModelError::kSchema;
  tried.not_before = failure.passing ? std::optional(now + failure.retry_after.value_or(Millis(0))) : std::nullopt;
  if (failure.tool_seen) {
    finish(attempt, failure.failure, out);
    return out;
  }
  if (any_live()) return out;  // the other one of a hedged pair goes on
  hedge_at_.reset();
  try_again(failure, now, out);
  return out;
}

// A failure that will not pass (a refused key, an unknown model) still leaves the other providers.
void CallPlan::try_again(const AttemptFailure& failure, Millis now, Commands& out) {
  if (attempts() >= options_.attempts_max) return finish(attempts(), failure.failure, out);
  if (const auto next = unused()) return start(*next, false, now, out);
  const auto again = once_more();
  if (!again) {
    bool any = false;
    for (std::size_t i = 0; i < candidates_.size(); ++i) any = any || may_pass(i);
    if (!any) return finish(attempts(), failure.failure, out);
    return finish(
        attempts(),
        Failure{ModelError::kBudget, "another attempt could pass cost_max; the last one: " + failure.failure.message},
        out);
  }
  const auto doubled = std::min(options_.pause_min * (std::int64_t{1} << std::min(pauses_, 16U)), options_.pause_max);
  // Between half and all of it.
  const auto spread = doubled / 2 + Millis(doubled.count() == 0 ? 0 : options_.jitter % (doubled.count() / 2 + 1));
  const auto until = std::max(*tried_[*again].not_before, now + spread);
  ++pauses_;
  if (until >= options_.deadline) return finish(attempts(), failure.failure, out);
  waiting_ = Waiting{until, *again};
}

Commands CallPlan::woken(Millis now) {
  Commands out;
  if (finished_) return out;
  if (now >= options_.deadline) {
    finish(attempts(), Failure{ModelError::kTimeout, std::string("the deadline passed")}, out);
  } else if (waiting_ && now >= waiting_->until) {
    const auto candidate = std::exchange(waiting_, std::nullopt)->candidate;
    start(candidate, false, now, out);
  } else if (hedge_at_ && now >= *hedge_at_) {
    hedge_at_.reset();
    if (const auto next = unused(); next && attempts() < options_.attempts_max) start(*next, true, now, out);
  }
  return out;
}

Commands CallPlan::stopped(Millis) {
  Commands out;
  if (!finished_) finish(attempts(), Failure{ModelError::kCancelled, std::string("cancelled")}, out);
  return out;
}

std::optional<Millis> CallPlan::wakes_at() const {
  if (finished_) return std::nullopt;
  auto at = options_.deadline;
  if (waiting_) at = std::min(at, waiting_->until);
  if (hedge_at_) at = std::min(at, *hedge_at_);
  return at;
}

void CallPlan::start(std::size_t candidate, bool hedge, Millis now, Commands& out) {
  attempts_.push_back({candidate});
  ++tried_[candidate].times;
  if (!hedge && candidates_[candidate].hedge_after) hedge_at_ = now + *candidates_[candidate].hedge_after;
  out.emplace_back(Start{attempts(), candidates_[candidate].provider, hedge});
}

void CallPlan::finish(std::uint32_t attempt, std::optional<Failure<ModelError>> failure, Commands& out) {
  cancel_others(failure ? 0 : attempt, out);
  finished_ = true;
  out.emplace_back(Finish{attempt, std::move(failure)});
}

void CallPlan::cancel_others(std::uint32_t attempt, Commands& out) {
  for (std::uint32_t i = 1; i <= attempts(); ++i) {
    if (i != attempt && std::exchange(attempts_[i - 1].live, false)) out.emplace_back(Cancel{i});
  }
}

// The best candidate that was not asked yet and whose attempt cannot pass the budget.
std::optional<std::size_t> CallPlan::unused() const {
  for (std::size_t i = 0; i < candidates_.size(); ++i) {
    if (tried_[i].times == 0 && affordable(i)) return i;
  }
  return std::nullopt;
}

bool CallPlan::may_pass(std::size_t candidate) const {
  const auto& tried = tried_[candidate];
  return tried.times != 0 && tried.not_before && *tried.not_before < options_.deadline;
}

// In turn, as their failures may pass; one whose answer did not fit only when there is no other.
std::optional<std::size_t> CallPlan::once_more() const {
  std::optional<std::size_t> best;
  const auto rank = [this](std::size_t i) { return std::tuple(tried_[i].misfit, tried_[i].times, i); };
  for (std::size_t i = 0; i < candidates_.size(); ++i) {
    if (may_pass(i) && affordable(i) && (!best || rank(i) < rank(*best))) best = i;
  }
  return best;
}

// What is under way counts with its worst.
bool CallPlan::affordable(std::size_t candidate) const {
  auto total = spent_ + candidates_[candidate].worst_cost.value();
  for (const auto& attempt : attempts_) {
    if (attempt.live) total += candidates_[attempt.candidate].worst_cost.value();
  }
  return total <= options_.cost_max.value();
}

bool CallPlan::any_live() const {
  return std::ranges::any_of(attempts_, [](const Attempt& attempt) { return attempt.live; });
}

CallPlan::Attempt* CallPlan::live(std::uint32_t attempt) {
  if (finished_ || attempt == 0 || attempt > attempts() || !attempts_[attempt - 1].live) return nullptr;
  return &attempts_[attempt - 1];
}

}  // namespace zestron::llm
