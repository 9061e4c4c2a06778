// Views as JSON, and the schema of each beside it.
#pragma once

#include "api/operation.hpp"
#include "api/operations/schemas.hpp"

#include <algorithm>

namespace zestron::api::shown {

nlohmann::json agent(const AgentView& view);
nlohmann::json agent_schema();
nlohmann::json intent(const IntentView& view, const std::optional<Landing>& landing);
nlohmann::json intent_schema();
nlohmann::json approval(const ApprovalView& view);
nlohmann::json approval_schema();
nlohmann::json wallet(const WalletView& view);
nlohmann::json wallet_schema();
nlohmann::json run(const RunView& view);
nlohmann::json run_schema();
/// Without the report's document unless it is asked for.
nlohmann::json backtest(const BacktestView& view, bool report);
nlohmann::json backtest_schema();

std::string_view state_of(const AgentView& agent);

}  // namespace zestron::api::shown

namespace zestron::api {

inline constexpr std::int64_t kPageMax = 500;
inline constexpr std::int64_t kPageDefault = 50;

/// The members that every list has.
nlohmann::json limit_schema();

std::optional<Pubkey> key_in(const nlohmann::json& parameters, const char* name);
/// The agent of that name's parameter; kNotFound where this node has none.
Maybe<AgentView> agent_in(const nlohmann::json& parameters, NodeControl& node);
nlohmann::json page_of(nlohmann::json items, std::optional<std::string> next);
nlohmann::json page_schema(nlohmann::json item);

}  // namespace zestron::api
