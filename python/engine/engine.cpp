// The module zestron.engine: markets, agents, episodes and pools of the node, for Python. It adds no rule of its own.
#include "arbitrage.hpp"

#include "agent/episode.hpp"
#include "codec/hex.hpp"
#include "context/assemble.hpp"
#include "events/recorded/recorded_market.hpp"

#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <memory>
#include <stdexcept>

namespace py = pybind11;

namespace zestron::engine {
namespace {

template <class T, class Code>
T value_or_raise(Outcome<T, Code> outcome) {
  if (!outcome) throw py::value_error(outcome.error().message);
  return *std::move(outcome);
}

/// A type of its own: Python is given the series, not a list of its ticks.
struct Ticks {
  std::vector<domain::Tick> all;
};

std::shared_ptr<Ticks> read_ticks(const std::string& path, const agent::Config& config) {
  const auto market = value_or_raise(events::open_recorded_market(path, config.market().feed));
  auto out = std::make_shared<Ticks>();
  while (const auto tick = value_or_raise(market->next())) out->all.push_back(*tick);
  return out;
}

std::span<const domain::Tick> part_of(const Ticks& ticks, std::size_t first, std::size_t count) {
  if (first > ticks.all.size() || count > ticks.all.size() - first)
    throw py::index_error("the part lies beyond the series");
  return std::span(ticks.all).subspan(first, count);
}

/// Keeps its ticks.
class PyEpisode {
 public:
  PyEpisode(const agent::Config& config, std::shared_ptr<Ticks> ticks, std::size_t first, std::size_t count)
      : ticks_(std::move(ticks)), episode_(config, part_of(*ticks_, first, count)) {}

  std::optional<std::vector<double>> next() {
    const auto* question = episode_.next();
    return question == nullptr ? std::nullopt : std::optional(question->input);
  }
  void answer(const std::vector<double>& values) { episode_.answer(values); }
  [[nodiscard]] const agent::Position& position() const { return episode_.position(); }
  [[nodiscard]] std::size_t fed() const { return episode_.fed(); }

 private:
  std::shared_ptr<Ticks> ticks_;
  agent::Episode episode_;
};

/// Equity in micro-units after each tick, of an agent that asks nobody.
std::vector<std::int64_t> run(const agent::Config& config, const std::shared_ptr<Ticks>& ticks, std::size_t first,
                              std::size_t count) {
  agent::Runtime runtime(config, Pubkey{});
  std::vector<std::int64_t> out;
  for (const auto& tick : part_of(*ticks, first, count)) {
    runtime.on_tick(*context::assemble(Slot(out.size() + 1), UnixSeconds(0), tick));
    out.push_back(runtime.position().equity_micros);
  }
  return out;
}

Trade best_of(const std::vector<Pool>& pools, std::size_t first) {
  Trade best;
  for (std::size_t second = 0; second < pools.size(); ++second) {
    if (second == first) continue;
    const auto trade = best_trade(pools.at(first), pools[second]);
    if (trade.profit > best.profit) best = trade;
  }
  return best;
}

}  // namespace

PYBIND11_MODULE(engine, module) {
  py::class_<Ticks, std::shared_ptr<Ticks>>(module, "Ticks")
      .def("__len__", [](const Ticks& ticks) { return ticks.all.size(); })
      .def("price", [](const Ticks& ticks, std::size_t index) { return context::to_double(ticks.all.at(index)); });

  py::class_<agent::Config>(module, "Agent")
      .def(py::init([](const std::string& text) { return value_or_raise(agent::Config::parse(text)); }))
      .def_property_readonly("name", &agent::Config::name)
      .def_property_readonly("hash",
                             [](const agent::Config& config) { return codec::hex_encode(config.hash().view()); });

  py::class_<PyEpisode>(module, "Episode")
      .def(py::init<const agent::Config&, std::shared_ptr<Ticks>, std::size_t, std::size_t>())
      .def("next", &PyEpisode::next)
      .def("answer", &PyEpisode::answer)
      .def_property_readonly("equity_micros", [](const PyEpisode& it) { return it.position().equity_micros; })
      .def_property_readonly("start_micros", [](const PyEpisode& it) { return it.position().start_micros; })
      .def_property_readonly("trades", [](const PyEpisode& it) { return it.position().trades; })
      .def_property_readonly("holds", [](const PyEpisode& it) { return it.position().side == agent::Side::kLong; })
      .def_property_readonly("fed", &PyEpisode::fed);

  module.def("read_ticks", &read_ticks, "A recorded series, as the feed of that agent.");
  module.def("run", &run);

  py::class_<Pool>(module, "Pool").def(py::init([](std::uint64_t base, std::uint64_t quote, std::uint32_t fee_bps) {
    return Pool{base, quote, fee_bps};
  }));
  module.def("profit", &profit);
  module.def("best_trade", [](const std::vector<Pool>& pools, std::size_t first) {
    const auto trade = best_of(pools, first);
    return py::make_tuple(trade.in, trade.profit);
  });
}

}  // namespace zestron::engine
