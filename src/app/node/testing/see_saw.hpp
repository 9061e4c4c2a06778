// An agent that acts often: for tests of what the node does with what an agent wants.
#pragma once

#include "app/node/testing/agent_world.hpp"

#include <nlohmann/json.hpp>

namespace zestron::node::testing {

inline constexpr std::uint64_t kUnits = 1'000'000;

// Sells a million units of gold when the price stops falling, and buys for a million of dollars when it begins to.
inline nlohmann::json see_saw() {
  const auto key = [](const Pubkey& value) { return codec::to_base58(value); };
  const auto pool = key(AgentWorld::pool(0));
  const auto swap = [&](const char* id, const char* when, const char* amount, const char* in, const char* out) {
    return nlohmann::json{
        {"id", id},
        {"kind", "swap"},
        {"params", {{"pool", pool}, {"slippage_bps", 50}}},
        {"inputs",
         {{"when", when}, {"amount", amount}, {"reserve_in", in}, {"reserve_out", out}, {"fee_bps", "pool.fee_bps"}}}};
  };
  const auto part = [](const char* id, const char* of) {
    return nlohmann::json{{"id", id},
                          {"kind", "portion"},
                          {"params", {{"bps", 10'000}, {"units_max", kUnits}}},
                          {"inputs", {{"amount", of}}}};
  };
  const auto cap = [&](const Pubkey& mint) {
    return nlohmann::json{{"mint", key(mint)}, {"per_action_max", kUnits}, {"per_day_max", 1'000 * kUnits}};
  };
  return {{"schema_version", 2},
          {"name", "see-saw"},
          {"description", "Swaps with every turn of the price."},
          {"market",
           {{"symbol", "SOL/USD"},
            {"quote", "USD"},
            {"feed", "ef0d8b6fda2ceba41da15d4095d1da392a0d2f8ed0c6c7bc0f4cfac8c280b56d"}}},
          {"modules",
           {{{"id", "price"}, {"kind", "price"}},
            {{"id", "pool"}, {"kind", "pool"}, {"params", {{"pool", pool}}}},
            {{"id", "dollars"}, {"kind", "holding"}, {"params", {{"mint", key(AgentWorld::dollar())}}}},
            {{"id", "golds"}, {"kind", "holding"}, {"params", {{"mint", key(AgentWorld::gold())}}}},
            {{"id", "change"}, {"kind", "change"}, {"params", {{"period", 1}}}, {"inputs", {{"value", "price"}}}},
            {{"id", "rises"},
             {"kind", "threshold"},
             {"params", {{"enter", 0}, {"leave", 0}}},
             {"inputs", {{"value", "change"}}}},
            {{"id", "falls"}, {"kind", "logic"}, {"params", {{"operation", "none"}}}, {"inputs", {{"a", "rises"}}}},
            part("spend", "dollars"),
            part("give", "golds"),
            swap("buy", "falls", "spend", "pool.reserve_a", "pool.reserve_b"),
            swap("sell", "rises", "give", "pool.reserve_b", "pool.reserve_a"),
            {{"id", "submit_buy"}, {"kind", "submit"}, {"inputs", {{"intent", "buy"}}}},
            {{"id", "submit_sell"}, {"kind", "submit"}, {"inputs", {{"intent", "sell"}}}}}},
          {"limits",
           {{"oracle", {{"age_ms_max", 3'600'000}, {"confidence_bps_max", 1'000}}},
            {"spending", {cap(AgentWorld::dollar()), cap(AgentWorld::gold())}},
            {"counterparties", {pool}},
            {"actions_per_day_max", 10'000},
            {"slippage_bps_max", 100}}}};
}

}  // namespace zestron::node::testing
