#include "agent/modules/ema.hpp"

#include "context/averages.hpp"

#include <nlohmann/json.hpp>

namespace zestron::agent {
namespace {

constexpr Port kInputs[] = {{"value", PortType::kNumber}};

class EmaModule final : public Module {
 public:
  EmaModule(std::uint32_t period, const Number& value) : value_(value), ema_(period) {}

  void step(const domain::ContextView&, Wishes&) override {
    if (!value_.ready) return;
    ema_.add(value_.value);
    out_ = {ema_.value(), ema_.ready()};
  }
  [[nodiscard]] Output output() const override { return &out_; }

 private:
  const Number& value_;
  context::Ema ema_;
  Number out_;
};

}  // namespace

const Kind kEma{.name = "ema",
                .inputs = kInputs,
                .output = PortType::kNumber,
                .count_max = kNodesMax,
                .make = [](const nlohmann::json& params, std::span<const Output> inputs) -> std::unique_ptr<Module> {
                  return std::make_unique<EmaModule>(params.at("period").get<std::uint32_t>(),
                                                     *std::get<const Number*>(inputs[0]));
                }};

}  // namespace zestron::agent
