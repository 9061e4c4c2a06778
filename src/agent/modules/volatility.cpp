#include "agent/modules/volatility.hpp"

#include "context/averages.hpp"

#include <nlohmann/json.hpp>

namespace zestron::agent {
namespace {

constexpr Port kInputs[] = {{"value", PortType::kNumber}};

template <class Estimator>
class VolatilityModule final : public Module {
 public:
  VolatilityModule(std::uint32_t period, const Number& value) : value_(value), estimator_(period) {}

  void step(const domain::ContextView&, Wishes&) override {
    // A relative change has no meaning for a series that touches zero.
    if (!value_.ready || value_.value <= 0) return;
    estimator_.add(value_.value);
    out_ = {estimator_.value(), estimator_.ready()};
  }
  [[nodiscard]] Output output() const override { return &out_; }

 private:
  const Number& value_;
  Estimator estimator_;
  Number out_;
};

std::unique_ptr<Module> make(const nlohmann::json& params, std::span<const Output> inputs) {
  const auto period = params.at("period").get<std::uint32_t>();
  const auto& value = *std::get<const Number*>(inputs[0]);
  if (params.at("method") == "ewma") return std::make_unique<VolatilityModule<context::EwmaVolatility>>(period, value);
  return std::make_unique<VolatilityModule<context::RealisedVolatility>>(period, value);
}

}  // namespace

const Kind kVolatility{
    .name = "volatility", .inputs = kInputs, .output = PortType::kNumber, .count_max = kNodesMax, .make = make};

}  // namespace zestron::agent
