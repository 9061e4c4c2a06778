// Orders at a price: agents of which one acts at a time, for tests and benchmarks of a node with many.
#pragma once

#include "app/node/testing/agent_world.hpp"

#include <nlohmann/json.hpp>

#include <string_view>

namespace zestron::node::testing {

/// The modules of one who sells gold for `units` of dollars' smallest ones, once the price has come to `at`.
inline nlohmann::json order(double at, std::uint64_t units) {
  const auto pool = codec::to_base58(AgentWorld::pool(0));
  return {
      {{"id", "pool"}, {"kind", "pool"}, {"params", {{"pool", pool}}}},
      {{"id", "gold"}, {"kind", "holding"}, {"params", {{"mint", codec::to_base58(AgentWorld::gold())}}}},
      {{"id", "reached"},
       {"kind", "threshold"},
       {"params", {{"enter", at}, {"leave", at}}},
       {"inputs", {{"value", "price"}}}},
      {{"id", "part"},
       {"kind", "portion"},
       {"params", {{"bps", 10'000}, {"units_max", units}}},
       {"inputs", {{"amount", "gold"}}}},
      {{"id", "sell"},
       {"kind", "swap"},
       {"params", {{"pool", pool}, {"slippage_bps", 100}}},
       {"inputs",
        {{"when", "reached"},
         {"amount", "part"},
         {"reserve_in", "pool.reserve_b"},
         {"reserve_out", "pool.reserve_a"},
         {"fee_bps", "pool.fee_bps"}}}},
      {{"id", "submit"}, {"kind", "submit"}, {"inputs", {{"intent", "sell"}}}},
  };
}

/// The sample with its averages or its policy as it is, and an order in the place of its paper position, which would claim.
inline nlohmann::json with_order(std::string_view sample, double at, std::uint64_t units) {
  auto document = nlohmann::json::parse(sample);
  auto modules = nlohmann::json::array();
  for (const auto& module : document["modules"]) {
    if (module["id"] != "position" && module["id"] != "claim") modules.push_back(module);
  }
  for (auto& module : order(at, units)) modules.push_back(std::move(module));
  document["modules"] = std::move(modules);
  const auto cap = [&](const Pubkey& mint) {
    return nlohmann::json{{"mint", codec::to_base58(mint)}, {"per_action_max", units}, {"per_day_max", 1'000 * units}};
  };
  document["schema_version"] = 2;
  document.erase("version");
  document["limits"] = {{"oracle", {{"age_ms_max", 3'600'000}, {"confidence_bps_max", 1'000}}},
                        {"spending", {cap(AgentWorld::dollar()), cap(AgentWorld::gold())}},
                        {"counterparties", {codec::to_base58(AgentWorld::pool(0))}},
                        {"actions_per_day_max", 10'000},
                        {"slippage_bps_max", 200}};
  return document;
}

}  // namespace zestron::node::testing
