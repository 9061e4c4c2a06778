// Prints what a node tells: lines for people with one that keeps moving, or one JSON object a line for programs.
#pragma once

#include "app/console/console.hpp"
#include "app/node/narrator.hpp"

#include <chrono>
#include <mutex>
#include <optional>

namespace zestron::cli {

class PrintingNarrator final : public node::Narrator {
 public:
  explicit PrintingNarrator(const Console& console) : console_(console) {}

  void notice(std::string_view line) override;
  void step(std::string_view what, const std::optional<Signature>& signature) override;
  void trade(const node::TradeNews& news) override;
  void effect(const transact::Effect& effect) override;
  void standing(const node::Standing& standing) override;
  void market_ended(Slot slot, std::uint64_t trades, std::int64_t net) override;

 private:
  const Console& console_;
  std::mutex mutex_;
  std::chrono::steady_clock::time_point redrawn_;
};

/// "175.42" from 17542 × 10^-2, without doubles.
std::string decimal(std::int64_t mantissa, std::int32_t exponent);
/// Micro-units as "+1.234567".
std::string signed_money(std::int64_t micro);

}  // namespace zestron::cli
