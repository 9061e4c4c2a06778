#include "app/cli/printing_narrator.hpp"

#include "codec/base58.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <cstdio>

namespace zestron::cli {
namespace {

using nlohmann::ordered_json;
constexpr std::chrono::milliseconds kRedrawEvery{100};

void emit(const ordered_json& value) {
  const auto text = value.dump() + "\n";
  std::fwrite(text.data(), 1, text.size(), stdout);
  std::fflush(stdout);
}

std::string_view word(const transact::Effect& effect) {
  const auto name = domain::name(effect.intent.action);
  return name == domain::ClaimPerformance::kName ? "claim" : name;
}

}  // namespace

std::string decimal(std::int64_t mantissa, std::int32_t exponent) {
  const bool negative = mantissa < 0;
  auto digits =
      std::to_string(negative ? 0 - static_cast<std::uint64_t>(mantissa) : static_cast<std::uint64_t>(mantissa));
  const auto places = static_cast<std::size_t>(exponent < 0 ? -exponent : 0);
  if (digits.size() <= places) digits.insert(0, places + 1 - digits.size(), '0');
  if (places > 0) {
    digits.insert(digits.size() - places, ".");
    while (digits.back() == '0') digits.pop_back();
    if (digits.back() == '.') digits.pop_back();
  }
  return (negative ? "-" : "") + digits;
}

std::string signed_money(std::int64_t micro) {
  const auto size = micro < 0 ? 0 - static_cast<std::uint64_t>(micro) : static_cast<std::uint64_t>(micro);
  return fmt::format("{}{}.{:06}", micro < 0 ? '-' : '+', size / 1'000'000, size % 1'000'000);
}

void PrintingNarrator::notice(std::string_view line) {
  const std::lock_guard lock(mutex_);
  if (console_.json()) {
    emit({{"type", "notice"}, {"text", line}});
  } else {
    console_.line("note: " + std::string(line));
  }
}

void PrintingNarrator::step(std::string_view what, const std::optional<Signature>& signature) {
  const std::lock_guard lock(mutex_);
  if (console_.json()) {
    ordered_json out{{"type", "step"}, {"text", what}};
    if (signature) out["signature"] = codec::to_base58(*signature);
    emit(out);
  } else {
    console_.line(fmt::format("  {}", what));
    if (signature) console_.line(fmt::format("      {}", codec::to_base58(*signature)));
  }
}

void PrintingNarrator::trade(const node::TradeNews& news) {
  const std::lock_guard lock(mutex_);
  if (console_.json()) {
    ordered_json out{{"type", news.closed ? "closed" : "opened"},
                     {"agent", codec::to_base58(news.agent)},
                     {"slot", news.slot.value()},
                     {"trade", news.number},
                     {"entry", decimal(news.entry_price, news.exponent)}};
    if (news.closed) {
      out["exit"] = decimal(news.exit_price, news.exponent);
      out["net"] = signed_money(news.net);
    }
    emit(out);
    return;
  }
  console_.line(news.closed ? fmt::format("slot {:<7} sell  trade {:<4} {} -> {}   paper profit {}", news.slot.value(),
                                          news.number, decimal(news.entry_price, news.exponent),
                                          decimal(news.exit_price, news.exponent), signed_money(news.net))
                            : fmt::format("slot {:<7} buy   trade {:<4} {}", news.slot.value(), news.number,
                                          decimal(news.entry_price, news.exponent)));
}

void PrintingNarrator::effect(const transact::Effect& effect) {
  const std::lock_guard lock(mutex_);
  if (console_.json()) {
    ordered_json out{{"type", to_string(effect.state)},
                     {"agent", codec::to_base58(effect.intent.agent)},
                     {"action", domain::name(effect.intent.action)},
                     {"slot", effect.slot.value()}};
    if (effect.state != transact::State::kRefused) out["signature"] = codec::to_base58(effect.signature);
    if (!effect.reason.empty()) out["reason"] = effect.reason;
    emit(out);
    return;
  }
  switch (effect.state) {
    case transact::State::kLanded:
      console_.line(fmt::format("slot {:<7} {} on chain  {}", effect.slot.value(), word(effect),
                                codec::to_base58(effect.signature)));
      break;
    case transact::State::kFailed:
    case transact::State::kExpired:
    case transact::State::kRefused:
      console_.line(fmt::format("slot {:<7} {} {}: {}", effect.intent.slot.value(), word(effect),
                                to_string(effect.state), effect.reason));
      break;
    default: break;
  }
}

void PrintingNarrator::standing(const node::Standing& standing) {
  const std::lock_guard lock(mutex_);
  const auto now = std::chrono::steady_clock::now();
  if (!console_.live() || now - redrawn_ < kRedrawEvery) return;
  redrawn_ = now;
  console_.rewrite(fmt::format("slot {}  {} price {}  {}  trades {}  claimed performance {}", standing.slot.value(),
                               to_string(standing.tick.origin), decimal(standing.tick.price, standing.tick.exponent),
                               standing.in_position ? "long" : "flat", standing.trades, signed_money(standing.net)));
}

void PrintingNarrator::market_ended(Slot slot, std::uint64_t trades, std::int64_t net) {
  const std::lock_guard lock(mutex_);
  if (console_.json()) {
    emit({{"type", "market_ended"}, {"slot", slot.value()}, {"trades", trades}, {"net", signed_money(net)}});
  } else {
    console_.line(fmt::format(
        "slot {:<7} the market has ended: {} trades, paper profit {} after fees and slippage; --reset plays it again",
        slot.value(), trades, signed_money(net)));
  }
}

}  // namespace zestron::cli
