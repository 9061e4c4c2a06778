#include "agent/define.hpp"
#include "agent/fill.hpp"

#include <algorithm>

namespace zestron::agent {
namespace {

struct PaperPosition {
  static constexpr std::string_view kName = "paper_position", kGroup = "trading";
  static constexpr std::string_view kSummary = "Follows a signal with at most one position, on paper: no token moves.";
  static constexpr Port kInputs[] = {{"price", PortType::kPrice}, {"signal", PortType::kSignal}};
  static constexpr Port kOutputs[] = {{"position", PortType::kPosition}};
  // A claim's counters belong to one position, and so does what is shown.
  static constexpr std::size_t kCountMax = 1;
  static constexpr bool kActs = true;  // what it closes is claimed

  struct Params {
    std::uint64_t notional_micros = 0;
    std::uint32_t fee_bps = 0, slippage_bps = 0;
    [[nodiscard]] Costs paid() const { return {fee_bps, slippage_bps}; }
  };
  static std::vector<Field<Params>> fields() {
    return {integer(&Params::notional_micros, "notional_micros", 1, kIntegerMax,
                    "Equity to start with, and the most that one trade spends, its fee included; micro-units of the "
                    "quote currency."),
            integer(&Params::fee_bps, "fee_bps", 0, 1'000, "Hundredths of a percent."),
            integer(&Params::slippage_bps, "slippage_bps", 0, 1'000, "Hundredths of a percent.")};
  }
  static std::uint64_t fuel(const Params&) { return 40; }

  struct State {
    TradeOpened open;
  };
  static void begin(const Frame& frame, const Params& params, State&) {
    auto& out = frame.out<Position>();
    out.start_micros = static_cast<std::int64_t>(params.notional_micros);
    out.equity_micros = out.start_micros;
  }

  static bool step(const Frame& frame, const Params& params, State& state) {
    const auto& price = frame.in<Price>(0);
    if (!price.number.ready) return false;
    auto& out = frame.out<Position>();
    out.opened.reset();
    out.closed.reset();
    const auto wanted = frame.in<Signal>(1).side;
    // A fill that 64 bits cannot hold does not happen; the signal still stands at the next tick, and it is tried again.
    if (out.side != wanted) {
      if (wanted == Side::kLong) {
        open(frame, params, price.tick, state, out);
      } else {
        close(frame, params, price.tick, state, out);
      }
    }
    mark(price.tick, state, out);
    return true;
  }

  static void open(const Frame& frame, const Params& params, const domain::Tick& tick, State& state, Position& out) {
    // Never more than is left: paper does not borrow, so equity stays at or above zero.
    const auto left = static_cast<std::uint64_t>(out.start_micros + out.realised_micros);
    const auto bought = buy(std::min(params.notional_micros, left), tick, params.paid());
    if (!bought) return;
    state.open = {out.trades + 1,   frame.event().slot,   frame.event().now, bought->price,
                  bought->quantity, bought->value_micros, bought->fee_micros};
    out.opened = state.open;
    out.side = Side::kLong;
    out.quantity = bought->quantity;
  }

  static void close(const Frame& frame, const Params& params, const domain::Tick& tick, const State& state,
                    Position& out) {
    const auto sold = sell(state.open.quantity, tick, params.paid());
    if (!sold) return;
    const auto spent = static_cast<std::int64_t>(state.open.cost_micros + state.open.fee_micros);
    const auto received = static_cast<std::int64_t>(sold->value_micros - sold->fee_micros);
    // Both lie within 2^62, but the sum of many gains may not fit.
    if (received - spent > kMicrosMax - out.start_micros - out.realised_micros) return;
    out.closed = TradeClosed{state.open,         frame.event().slot, frame.event().now, sold->price,
                             sold->value_micros, sold->fee_micros,   received - spent};
    out.realised_micros += received - spent;
    out.trades += 1;
    out.side = Side::kFlat;
    out.quantity = 0;
  }

  static void mark(const domain::Tick& tick, const State& state, Position& out) {
    out.equity_micros = out.start_micros + out.realised_micros;
    if (out.side == Side::kFlat) return;
    const auto worth = value_micros(out.quantity, tick);
    const auto held = worth ? static_cast<std::int64_t>(*worth) : kMicrosMax;
    const auto cash = out.equity_micros - static_cast<std::int64_t>(state.open.cost_micros + state.open.fee_micros);
    out.equity_micros = held > kMicrosMax - cash ? kMicrosMax : cash + held;
  }
};

}  // namespace

namespace modules {
const Kind& paper_position() { return kind_of<PaperPosition>(); }
}  // namespace modules

}  // namespace zestron::agent
