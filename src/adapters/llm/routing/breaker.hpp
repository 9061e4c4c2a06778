// A circuit breaker: a provider that fails again and again is left alone for a while, then tried with one exchange. Pure: times are given.
#pragma once

#include <chrono>
#include <cstdint>
#include <string_view>

namespace zestron::llm {

/// Since an origin that the caller chooses and keeps.
using Millis = std::chrono::milliseconds;

struct BreakerOptions {
  std::uint32_t failures_to_open = 3;  ///< in a row, ≥ 1
  Millis open{10'000};                 ///< doubles with each failed trial
  Millis open_max{300'000};
};

/// closed ── failures in a row ──► open ── time ──► half-open ── success ──► closed; half-open ── failure ──► open, for longer.
class Breaker {
 public:
  enum class State : std::uint8_t { kClosed, kOpen, kHalfOpen };

  explicit Breaker(BreakerOptions options = {}) : options_(options), open_for_(options.open) {}

  [[nodiscard]] State state(Millis now) const;
  /// Whether an exchange may begin; while half-open one at a time may. Does not claim it, begin() does.
  [[nodiscard]] bool allows(Millis now) const;
  /// Each ends with exactly one of the three below.
  void begin(Millis now);
  void succeeded();
  void failed(Millis now);
  /// Cancelled by us: says nothing of the provider.
  void abandoned() { trial_ = false; }

 private:
  BreakerOptions options_;
  Millis open_for_;
  Millis opened_{};
  std::uint32_t failures_ = 0;
  bool open_ = false;   // or half-open, once open_for_ is over
  bool trial_ = false;  // the one exchange of half-open is under way
};

constexpr std::string_view to_string(Breaker::State state) {
  switch (state) {
    case Breaker::State::kClosed: return "closed";
    case Breaker::State::kOpen: return "open";
    case Breaker::State::kHalfOpen: return "half-open";
  }
  return "closed";
}

}  // namespace zestron::llm
