#include "agent/modules/cross.hpp"

#include <nlohmann/json.hpp>

namespace zestron::agent {
namespace {

constexpr Port kInputs[] = {{"fast", PortType::kNumber}, {"slow", PortType::kNumber}};

class CrossModule final : public Module {
 public:
  CrossModule(const Number& fast, const Number& slow) : fast_(fast), slow_(slow) {}

  void step(const domain::ContextView&, Wishes&) override {
    if (!fast_.ready || !slow_.ready) return;
    // Equal numbers are no crossing yet: the side on which they were stays.
    if (fast_.value < slow_.value) {
      was_below_ = true;
      out_.side = Side::kFlat;
    } else if (fast_.value > slow_.value && was_below_) {
      out_.side = Side::kLong;
    }
  }
  [[nodiscard]] Output output() const override { return &out_; }

 private:
  const Number& fast_;
  const Number& slow_;
  bool was_below_ = false;  // false: it may have risen long ago, and entering now would be late
  Signal out_;
};

}  // namespace

const Kind kCross{.name = "cross",
                  .inputs = kInputs,
                  .output = PortType::kSignal,
                  .count_max = kNodesMax,
                  .make = [](const nlohmann::json&, std::span<const Output> inputs) -> std::unique_ptr<Module> {
                    return std::make_unique<CrossModule>(*std::get<const Number*>(inputs[0]),
                                                         *std::get<const Number*>(inputs[1]));
                  }};

}  // namespace zestron::agent
