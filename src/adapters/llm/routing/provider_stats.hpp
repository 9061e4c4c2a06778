// What is known of a provider from its last exchanges: how fast, how dear, how reliable. Pure; below the ranking and the hedge.
#pragma once

#include "adapters/llm/routing/breaker.hpp"
#include "ports/model.hpp"

#include <array>
#include <cstdint>
#include <optional>

namespace zestron::llm {

class ProviderStats {
 public:
  /// `cost` of the whole exchange, `first_token` since it was sent.
  void succeeded(Millis first_token, ports::MicroUsd cost);
  void failed();

  /// Of exponentially weighted averages: an exchange counts a fifth, the one before it a fifth of what is left, and so on.
  [[nodiscard]] double first_token_ms() const { return first_token_ms_; }
  [[nodiscard]] double cost_micros() const { return cost_micros_; }
  /// 1 before the first exchange.
  [[nodiscard]] double success() const { return success_; }
  [[nodiscard]] std::uint64_t exchanges() const { return exchanges_; }
  /// Of the last 64 times to the first token, by nearest rank; nullopt before there are kP95Least.
  [[nodiscard]] std::optional<Millis> p95() const;

  static constexpr std::size_t kWindow = 64;
  static constexpr std::size_t kP95Least = 8;

 private:
  double first_token_ms_ = 0;
  double cost_micros_ = 0;
  double success_ = 1;
  std::uint64_t exchanges_ = 0;
  std::uint64_t successes_ = 0;
  std::array<Millis, kWindow> window_{};
};

/// What one second of waiting for the first token may cost to be worth avoiding; and what a failure is worth.
struct Weights {
  double micros_per_second = 1'000;
  double micros_per_failure = 10'000;
};

/// The lower the better: cost, waiting and expected failures in micro-USD. A provider without a past scores zero, so it is tried.
double score(const ProviderStats& stats, const Weights& weights);

}  // namespace zestron::llm
