#include "backtest/backtest.hpp"

#include "codec/merkle/merkle.hpp"
#include "context/assemble.hpp"
#include "transact/journal/intent_bytes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace zestron::backtest {
namespace {

/// Answers that lead to questions that are answered: more often in one tick than this no graph of ours asks.
constexpr int kRoundsMax = 64;
constexpr std::uint64_t kTicksBetweenLooks = 4'096;
constexpr std::uint32_t kBpsMax = 10'000;

double share_of(std::int64_t end, std::int64_t start) {
  return start == 0 ? 0 : static_cast<double>(end - start) / static_cast<double>(start);
}

const agent::Node* position_node(const agent::Config& config) {
  const auto found =
      std::ranges::find_if(config.nodes(), [](const agent::Node& node) { return node.kind->name == "paper_position"; });
  return found == config.nodes().end() ? nullptr : &*found;
}

// A config without a position trades nothing here, so what it would pay is of no account.
Costs own_costs(const agent::Config& config) {
  const auto* node = position_node(config);
  if (node == nullptr) return ProportionalCosts{};
  return ProportionalCosts{
      {node->params.value("fee_bps", std::uint32_t{0}), node->params.value("slippage_bps", std::uint32_t{0})}};
}

std::string wrong(const Settings& settings) {
  if (const auto* flat = std::get_if<ProportionalCosts>(&settings.costs)) {
    if (flat->costs.fee_bps > kBpsMax || flat->costs.slippage_bps > kBpsMax)
      return "fee and slippage are at most 10000 hundredths of a percent";
  }
  if (const auto* pool = std::get_if<PoolCosts>(&settings.costs)) {
    if (pool->depth_micros == 0 || pool->depth_micros > std::uint64_t{agent::kMicrosMax})
      return "the pool's depth lies above zero and within 2^62 micro-units";
    if (pool->fee_bps > kBpsMax) return "the pool's fee is at most 10000 hundredths of a percent";
  }
  if (settings.latency_ms < 0 || settings.latency_ms > kLatencyMsMax) return "the latency is 0 to 86400000 ms";
  if (settings.period_ms <= 0) return "a period of returns is longer than nothing";
  return {};
}

// Whether every node that asks the service has an answer among the observations.
bool answered_by_record(const Input& input, std::string_view service) {
  if (input.observations == nullptr) return false;
  return std::ranges::all_of(input.config.nodes(), [&](const agent::Node& node) {
    return node.kind->service != service ||
           std::ranges::any_of(input.observations->list, [&](const Observation& observation) {
             const auto* answer = std::get_if<domain::Answer>(&observation.what);
             return answer != nullptr && answer->node == node.id;
           });
  });
}

bool fed(const Input& input, const agent::Trigger& trigger) {
  using On = agent::Trigger::On;
  if (trigger.on == On::kTick) return trigger.key == Pubkey(input.config.market().feed.value());
  return input.observations != nullptr && trigger.on != On::kMessage;
}

// Empty when the series and those who answer have all that the config waits for.
std::optional<Failure<BacktestError>> unfit(const Input& input) {
  for (const auto service : input.config.plan()->services()) {
    const bool asked = input.answers != nullptr && input.answers->serves(service);
    if (!asked && !answered_by_record(input, service))
      return Failure{BacktestError::kUnanswered, fmt::format("it needs a {}, and none is configured", service)};
  }
  for (const auto& trigger : input.config.plan()->triggers()) {
    if (fed(input, trigger)) continue;
    return Failure{BacktestError::kUnfed,
                   "it waits for pools, wallets, stakes, proposals, messages or other feeds: a recorded series has the "
                   "prices of one market only, and recorded observations no messages"};
  }
  return std::nullopt;
}

class Run {
 public:
  Run(const Input& input, const Costs& costs)
      : input_(input),
        runtime_(input.config, input.agent),
        account_(runtime_.position().start_micros, costs, input.settings.latency_ms),
        holding_(runtime_.position().start_micros, costs, input.settings.latency_ms),
        figures_(input.ticks.size(), runtime_.position().start_micros, input.settings.period_ms),
        world_(input.observations == nullptr ? std::span<const Observation>() : input.observations->list) {}

  Outcome<void, BacktestError> all() {
    auto slot = input_.settings.first_slot.value();
    for (const auto& tick : input_.ticks) {
      if (input_.progress != nullptr && slot % kTicksBetweenLooks == 0 && !goes_on(&tick - input_.ticks.data()))
        return fail(BacktestError::kStopped, "it was stopped");
      const auto view = context::assemble(Slot(slot++), UnixSeconds(0), tick);
      if (!view) {
        return fail(BacktestError::kBadTick,
                    fmt::format("tick {}: {}", &tick - input_.ticks.data() + 1, view.error().message));
      }
      one(*view);
    }
    figures_.end(input_.ticks.back(), account_.equity_micros());
    holding_.on_tick({Slot(slot - 1), input_.ticks.back().published, input_.ticks.back()});
    return {};
  }

  Report report(const Costs& costs) {
    const auto& ticks = input_.ticks;
    Report out{.subject = {.agent = input_.config.name(),
                           .config = input_.config.hash(),
                           .market = input_.market.identity,
                           .description = input_.market.description,
                           .symbol = input_.config.market().symbol,
                           .quote = input_.config.market().quote,
                           .ticks = ticks.size(),
                           .first = ticks.front().published,
                           .last = ticks.back().published,
                           .exponent = ticks.front().exponent},
               .settings = input_.settings,
               .own_costs = std::holds_alternative<OwnCosts>(input_.settings.costs),
               .start_micros = account_.start_micros(),
               .end_micros = account_.equity_micros(),
               .holding = {holding_.equity_micros()},
               .drawdown = figures_.drawdown(),
               .sharpe = sharpe(figures_.returns(), input_.settings.period_ms),
               .periods = figures_.returns().size(),
               .curve = figures_.curve(),
               .trades = account_.trades(),
               .open = std::nullopt,
               .unfilled = account_.unfilled(),
               .pending = account_.pending(),
               .intents = runtime_.sequence(),
               .out_of_fuel = out_of_fuel_,
               .intents_root = intents_.root(),
               .trades_root = {},
               .answers_root = answers_root_.root(),
               .answers = std::move(answers_),
               .observations = std::nullopt,
               .acted = world_.acted()};
    if (input_.observations != nullptr) out.observations = input_.observations->hash;
    out.settings.costs = costs;
    if (account_.side() == agent::Side::kLong) out.open = account_.open();
    codec::MerkleAccumulator trades;
    for (const auto& trade : out.trades) trades.append(codec::merkle_leaf(agent::canonical_bytes(trade)));
    out.trades_root = trades.root();
    return out;
  }

 private:
  [[nodiscard]] bool goes_on(std::ptrdiff_t done) const {
    input_.progress->ticks.store(static_cast<std::uint64_t>(done), std::memory_order_relaxed);
    return !input_.progress->stop.load(std::memory_order_relaxed);
  }

  void one(const domain::ContextView& view) {
    account_.on_tick(view);
    if (view.slot == input_.settings.first_slot) holding_.order(agent::Side::kLong, view);
    if (holding_.pending() != 0) holding_.on_tick(view);
    runtime_.begin_tick();
    bool begins = true;
    if (input_.observations != nullptr) {
      for (auto& what : world_.news(view.now)) {
        const domain::Event seen{view.slot, view.now, std::move(what)};
        take(runtime_.on_event(seen), seen, std::exchange(begins, false), view);
      }
    }
    const domain::Event event{view.slot, view.now, view.tick};
    take(runtime_.on_event(event), event, begins, view);
    if (!asked_.empty()) settle(view);
    figures_.on_tick(view.tick, account_.equity_micros());
  }

  void take(const agent::Step& step, const domain::Event& event, bool begins_tick, const domain::ContextView& view) {
    if (input_.witness != nullptr) input_.witness->fed(event, begins_tick, runtime_, step);
    if (step.verdict == agent::Verdict::kOutOfFuel) ++out_of_fuel_;
    if (step.opened != nullptr) account_.order(agent::Side::kLong, view);
    if (step.closed != nullptr) account_.order(agent::Side::kFlat, view);
    for (const auto& intent : step.intents) {
      intents_.append(codec::merkle_leaf(transact::intent_bytes(intent)));
      if (input_.observations != nullptr) world_.act(intent.action);
    }
    asked_.insert(asked_.end(), step.requests.begin(), step.requests.end());
  }

  void settle(const domain::ContextView& view) {
    for (int round = 0; round < kRoundsMax && !asked_.empty(); ++round) {
      const auto asked = std::exchange(asked_, {});
      if (input_.answers == nullptr) return;
      for (auto& answer : input_.answers->answer(asked)) {
        const auto question = std::ranges::find_if(asked, [&](const domain::Request& request) {
          return request.node == answer.node && request.sequence == answer.sequence;
        });
        if (question == asked.end()) continue;  // nobody asked for it
        const GivenAnswer given{view.slot, question_hash(*question), answer};
        answers_root_.append(codec::merkle_leaf(given_answer_bytes(given)));
        answers_.push_back(given);
        const domain::Event event{view.slot, view.now, std::move(answer)};
        take(runtime_.on_event(event), event, false, view);
      }
    }
    asked_.clear();
  }

  const Input& input_;
  agent::Runtime runtime_;
  Account account_, holding_;
  Figures figures_;
  World world_;
  codec::MerkleAccumulator intents_, answers_root_;
  std::vector<domain::Request> asked_;
  std::vector<GivenAnswer> answers_;
  std::uint64_t out_of_fuel_ = 0;
};

}  // namespace

double Report::gain() const { return share_of(end_micros, start_micros); }
double Report::holding_gain() const { return share_of(holding.end_micros, start_micros); }

Outcome<Report, BacktestError> run(const Input& input) {
  if (input.ticks.empty()) return fail(BacktestError::kNoTicks, "the series has no tick");
  if (auto what = wrong(input.settings); !what.empty()) return fail(BacktestError::kSettings, std::move(what));
  if (auto reason = unfit(input)) return std::unexpected(*std::move(reason));
  const bool own = std::holds_alternative<OwnCosts>(input.settings.costs);
  const auto costs = own ? own_costs(input.config) : input.settings.costs;
  Run run(input, costs);
  if (auto done = run.all(); !done) return std::unexpected(done.error());
  return run.report(costs);
}

}  // namespace zestron::backtest
