#include "adapters/llm/routing/provider_stats.hpp"

#include <algorithm>

namespace zestron::llm {
namespace {

constexpr double kNewest = 0.2;

void average(double& value, double newest, bool first) { value = first ? newest : value + kNewest * (newest - value); }

}  // namespace

void ProviderStats::succeeded(Millis first_token, ports::MicroUsd cost) {
  const bool first = successes_ == 0;
  average(first_token_ms_, static_cast<double>(first_token.count()), first);
  average(cost_micros_, static_cast<double>(cost.value()), first);
  average(success_, 1, false);
  window_.at(successes_++ % kWindow) = first_token;
  ++exchanges_;
}

void ProviderStats::failed() {
  average(success_, 0, false);
  ++exchanges_;
}

std::optional<Millis> ProviderStats::p95() const {
  const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(successes_, kWindow));
  if (count < kP95Least) return std::nullopt;
  auto sorted = window_;
  const auto rank = static_cast<std::ptrdiff_t>((count * 95 + 99) / 100 - 1);
  std::nth_element(sorted.begin(), sorted.begin() + rank, sorted.begin() + static_cast<std::ptrdiff_t>(count));
  return sorted.at(static_cast<std::size_t>(rank));
}

double score(const ProviderStats& stats, const Weights& weights) {
  return stats.cost_micros() + stats.first_token_ms() / 1000 * weights.micros_per_second +
         (1 - stats.success()) * weights.micros_per_failure;
}

}  // namespace zestron::llm
