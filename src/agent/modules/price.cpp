#include "agent/modules/price.hpp"

#include "context/assemble.hpp"

#include <nlohmann/json.hpp>

namespace zestron::agent {
namespace {

class PriceModule final : public Module {
 public:
  void step(const domain::ContextView& view, Wishes&) override {
    price_.tick = view.tick;
    price_.number = {context::to_double(view.tick), true};
  }
  [[nodiscard]] Output output() const override { return &price_; }

 private:
  Price price_;
};

}  // namespace

// Several nodes would all be the same price.
const Kind kPrice{.name = "price",
                  .inputs = {},
                  .output = PortType::kPrice,
                  .count_max = 1,
                  .make = [](const nlohmann::json&, std::span<const Output>) -> std::unique_ptr<Module> {
                    return std::make_unique<PriceModule>();
                  }};

}  // namespace zestron::agent
