// Remembers what a node told, for tests of whole nodes.
#pragma once

#include "app/node/narrator.hpp"

#include <algorithm>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

namespace zestron::node::testing {

class Listener final : public Narrator {
 public:
  void notice(std::string_view line) override {
    const std::lock_guard lock(mutex);
    notices.emplace_back(line);
  }
  void step(std::string_view, const std::optional<Signature>&) override {}
  void trade(const TradeNews&) override {}
  void effect(const transact::Effect& effect) override { effects.push_back(effect); }
  void standing(const Standing& standing) override {
    if (on_tick) on_tick(standing);
  }
  void market_ended(Slot, std::uint64_t count, std::int64_t) override { trades = count; }

  [[nodiscard]] std::size_t count(transact::State state) const {
    return static_cast<std::size_t>(std::ranges::count(effects, state, &transact::Effect::state));
  }
  [[nodiscard]] std::string all() const {
    std::string out;
    for (const auto& line : notices) out += line + "\n";
    for (const auto& effect : effects) {
      if (!effect.reason.empty()) out += effect.reason + "\n";
    }
    return out;
  }

  std::mutex mutex;
  std::vector<std::string> notices;
  std::vector<transact::Effect> effects;
  std::function<void(const Standing&)> on_tick;
  std::uint64_t trades = 0;  // on paper, when the market ended
};

}  // namespace zestron::node::testing
