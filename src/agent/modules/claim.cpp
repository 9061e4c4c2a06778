#include "agent/modules/claim.hpp"

#include "agent/trade.hpp"
#include "codec/merkle/merkle.hpp"

#include <nlohmann/json.hpp>

namespace zestron::agent {
namespace {

constexpr Port kInputs[] = {{"position", PortType::kPosition}};

class ClaimModule final : public Module {
 public:
  explicit ClaimModule(const Position& position) : position_(position) {}

  void step(const domain::ContextView&, Wishes& wishes) override {
    if (!position_.closed) return;
    trades_.append(codec::merkle_leaf(canonical_bytes(*position_.closed)));
    const auto profit = position_.closed->profit_micros;
    wishes.action = domain::ClaimPerformance{.gain = profit > 0 ? static_cast<std::uint64_t>(profit) : 0,
                                             .loss = profit < 0 ? static_cast<std::uint64_t>(-profit) : 0,
                                             .trades = 1,
                                             .trades_total = trades_.size(),
                                             .root = trades_.root()};
  }
  [[nodiscard]] Output output() const override { return std::monostate{}; }

 private:
  const Position& position_;
  codec::MerkleAccumulator trades_;
};

}  // namespace

const Kind kClaim{.name = "claim",
                  .inputs = kInputs,
                  .output = PortType::kNone,
                  .count_max = 1,
                  .make = [](const nlohmann::json&, std::span<const Output> inputs) -> std::unique_ptr<Module> {
                    return std::make_unique<ClaimModule>(*std::get<const Position*>(inputs[0]));
                  }};

}  // namespace zestron::agent
