#include "agent/modules/paper_position.hpp"

#include "agent/modules/fill.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace zestron::agent {
namespace {

constexpr Port kInputs[] = {{"price", PortType::kPrice}, {"signal", PortType::kSignal}};

class PaperPosition final : public Module {
 public:
  PaperPosition(std::uint64_t notional_micros, const Costs& costs, const Price& price, const Signal& signal)
      : notional_micros_(notional_micros), costs_(costs), price_(price), signal_(signal) {
    out_.start_micros = static_cast<std::int64_t>(notional_micros);
    out_.equity_micros = out_.start_micros;
  }

  void step(const domain::ContextView& view, Wishes&) override {
    out_.opened.reset();
    out_.closed.reset();
    // A fill that 64 bits cannot hold does not happen; the signal still stands at the next tick, and it is tried again.
    if (out_.side != signal_.side) signal_.side == Side::kLong ? open(view) : close(view);
    mark();
  }
  [[nodiscard]] Output output() const override { return &out_; }

 private:
  void open(const domain::ContextView& view) {
    // Never more than is left: paper does not borrow, so equity stays at or above zero.
    const auto left = static_cast<std::uint64_t>(out_.start_micros + out_.realised_micros);
    const auto bought = buy(std::min(notional_micros_, left), price_.tick, costs_);
    if (!bought) return;
    open_ = {out_.trades + 1,      view.slot,         view.now, bought->price, bought->quantity,
             bought->value_micros, bought->fee_micros};
    out_.opened = open_;
    out_.side = Side::kLong;
    out_.quantity = bought->quantity;
  }

  void close(const domain::ContextView& view) {
    const auto sold = sell(open_.quantity, price_.tick, costs_);
    if (!sold) return;
    const auto spent = static_cast<std::int64_t>(open_.cost_micros + open_.fee_micros);
    const auto received = static_cast<std::int64_t>(sold->value_micros - sold->fee_micros);
    // Both lie within 2^62, but the sum of many gains may not fit.
    if (received - spent > kMicrosMax - out_.start_micros - out_.realised_micros) return;
    out_.closed =
        TradeClosed{open_, view.slot, view.now, sold->price, sold->value_micros, sold->fee_micros, received - spent};
    out_.realised_micros += received - spent;
    out_.trades += 1;
    out_.side = Side::kFlat;
    out_.quantity = 0;
  }

  void mark() {
    out_.equity_micros = out_.start_micros + out_.realised_micros;
    if (out_.side == Side::kFlat) return;
    const auto worth = value_micros(out_.quantity, price_.tick);
    const auto held = worth ? static_cast<std::int64_t>(*worth) : kMicrosMax;
    const auto cash = out_.equity_micros - static_cast<std::int64_t>(open_.cost_micros + open_.fee_micros);
    out_.equity_micros = held > kMicrosMax - cash ? kMicrosMax : cash + held;
  }

  const std::uint64_t notional_micros_;
  const Costs costs_;
  const Price& price_;
  const Signal& signal_;
  TradeOpened open_;
  Position out_;
};

}  // namespace

// One: a claim's counters belong to one position, and so does what is shown.
const Kind kPaperPosition{
    .name = "paper_position",
    .inputs = kInputs,
    .output = PortType::kPosition,
    .count_max = 1,
    .make = [](const nlohmann::json& params, std::span<const Output> inputs) -> std::unique_ptr<Module> {
      const Costs costs{.fee_bps = params.at("fee_bps").get<std::uint32_t>(),
                        .slippage_bps = params.at("slippage_bps").get<std::uint32_t>()};
      return std::make_unique<PaperPosition>(params.at("notional_micros").get<std::uint64_t>(), costs,
                                             *std::get<const Price*>(inputs[0]), *std::get<const Signal*>(inputs[1]));
    }};

}  // namespace zestron::agent
