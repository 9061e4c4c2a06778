#include "agent/config.hpp"
#include "api/operations/shown.hpp"
#include "api/operations/table.hpp"

namespace zestron::api::operation {
namespace {

Answer run(const nlohmann::json& parameters, NodeControl& node) {
  const auto config =
      agent::Config::parse(parameters["config"].dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
  if (!config) return problem(ProblemKind::kInvalid, "config: " + config.error().message);
  BacktestRequest request{.config = config->canonical(),
                          .market = parameters["market"].get<std::string>(),
                          .ticks = parameters.value("ticks", std::uint64_t{100'000}),
                          .latency_ms = parameters.value("latencyMs", std::int64_t{0}),
                          .period_ms = parameters.value("periodMs", std::int64_t{3'600'000})};
  if (parameters.contains("feeBps")) request.fee_bps = parameters["feeBps"].get<std::uint32_t>();
  if (parameters.contains("slippageBps")) request.slippage_bps = parameters["slippageBps"].get<std::uint32_t>();
  const auto started = node.start_backtest(std::move(request));
  if (!started) return std::unexpected(started.error());
  return shown::backtest(*started, false);
}

}  // namespace

Operation backtests_start() {
  return {.name = "backtests.start",
          .method = net::Method::kPost,
          .path = "/api/v1/backtests",
          .summary = "Runs a config on a simulated series, beside the node; `backtests.get` tells how far it is.",
          .acts = Acts::kChanges,
          .parameters = schemas::object(
              {{"config", schemas::described({{"type", "object"}}, "schema/agent.schema.json, at most 64 KiB")},
               {"market",
                schemas::described(schemas::pattern("^sim:[0-9]{1,19}$", 23), "a simulated series and its number")}},
              {{"ticks", schemas::with_default(schemas::integer(1, 5'000'000), 100'000)},
               {"feeBps", schemas::described(schemas::integer(0, 10'000),
                                             "instead of the agent's own costs; the one left out is 0")},
               {"slippageBps", schemas::integer(0, 10'000)},
               {"latencyMs", schemas::with_default(schemas::integer(0, 86'400'000), 0)},
               {"periodMs", schemas::with_default(schemas::integer(1, 31'536'000'000), 3'600'000)}}),
          .result = shown::backtest_schema(),
          .status = 202,
          .run = run};
}

}  // namespace zestron::api::operation
