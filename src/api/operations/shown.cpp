#include "api/operations/shown.hpp"

#include "agent/summary.hpp"
#include "codec/base58.hpp"
#include "codec/hex.hpp"

namespace zestron::api::shown {
namespace {

using nlohmann::json;
using namespace schemas;  // NOLINT(google-build-using-namespace): words of a schema, in this file alone

std::string base58(const Pubkey& key) { return codec::to_base58(key); }
std::string hex(const Hash& hash) { return codec::hex_encode(hash.view()); }

template <class T>
json or_null(const std::optional<T>& value, auto convert) {
  return value ? json(convert(*value)) : json();
}

std::string_view word(JobState state) {
  switch (state) {
    case JobState::kWaiting: return "waiting";
    case JobState::kRunning: return "running";
    case JobState::kDone: return "done";
    case JobState::kFailed: return "failed";
    case JobState::kCancelled: return "cancelled";
  }
  return "failed";
}

constexpr std::size_t kTextMax = 4'096;

}  // namespace

std::string_view state_of(const AgentView& agent) {
  if (agent.killed) return "killed";
  if (agent.quarantined) return "quarantined";
  if (agent.paused) return "paused";
  return agent.active ? "active" : "inactive";
}

json agent(const AgentView& view) {
  return {{"address", codec::to_base58(view.address)},
          {"name", view.name},
          {"config", hex(view.config)},
          {"nextConfig", or_null(view.next, hex)},
          {"state", state_of(view)},
          {"wallet", or_null(view.wallet, base58)},
          {"trades", view.trades},
          {"tradesClaimed", view.claimed},
          {"netMicros", std::to_string(view.net_micros)},
          {"holding", view.holding},
          {"inFlight", view.in_flight},
          {"refusal", view.refusal}};
}

json agent_schema() {
  return object({{"address", address()},
                 {"name", text(kTextMax)},
                 {"config", described(hash(), "hash of the document that it runs")},
                 {"nextConfig", described(nullable(hash()), "goes on with it once the chain says so")},
                 {"state", one_of({"active", "inactive", "paused", "killed", "quarantined"})},
                 {"wallet", nullable(address())},
                 {"trades", described(count(), "closed since its present config began")},
                 {"tradesClaimed", described(count(), "that the chain has counted")},
                 {"netMicros", described(amount(), "what they made, micro-units of the quote currency")},
                 {"holding", boolean()},
                 {"inFlight", described(boolean(), "something it sent has not ended")},
                 {"refusal", described(text(kTextMax), "why what it wanted last was refused; empty: it was not")}});
}

json intent(const IntentView& view, const std::optional<Landing>& landing) {
  const auto& effect = view.effect;
  const bool signed_now = effect.state >= domain::EffectState::kBuilt && effect.state != domain::EffectState::kRefused;
  const bool on_chain = effect.state == domain::EffectState::kLanded || effect.state == domain::EffectState::kFailed;
  return {{"agent", codec::to_base58(effect.intent.agent)},
          {"sequence", effect.intent.sequence},
          {"number", view.number},
          {"action", domain::name(effect.intent.action)},
          {"summary", agent::summary_of(effect.intent.action)},
          {"formedInSlot", effect.intent.slot.value()},
          {"state", domain::to_string(effect.state)},
          {"attempt", effect.attempt},
          {"reason", effect.reason},
          {"signature", signed_now ? json(codec::to_base58(effect.signature)) : json()},
          {"slot", on_chain ? json(effect.slot.value()) : json()},
          {"computeUnits", landing ? json(landing->compute_units) : json()},
          {"feeLamports", landing ? json(std::to_string(landing->fee)) : json()}};
}

json intent_schema() {
  return object({{"agent", address()},
                 {"sequence", described(count(), "of this agent, from 1")},
                 {"number", described(count(), "rises with every change; the newest has the greatest")},
                 {"action", text(64)},
                 {"summary", described(text(kTextMax), "the action's own figures")},
                 {"formedInSlot", count()},
                 {"state", one_of({"proposed", "approved", "built", "sent", "landed", "failed", "expired", "refused"})},
                 {"attempt", count()},
                 {"reason", described(text(kTextMax), "why it was refused or failed")},
                 {"signature", nullable(signature())},
                 {"slot", described(nullable(count()), "where it landed or failed")},
                 {"computeUnits", described(nullable(count()), "null in lists, and once the chain has forgotten it")},
                 {"feeLamports", nullable(amount())}});
}

json approval(const ApprovalView& view) {
  return {{"id", view.id},
          {"agent", or_null(view.agent, base58)},
          {"what", view.what},
          {"expiresMs", view.expires.value()},
          {"approved", view.approved}};
}

json approval_schema() {
  return object(
      {{"id", text(kPatternTextMax)},
       {"agent", described(nullable(address()), "whose action it is, or what a client of this API asked is about")},
       {"what", text(kTextMax)},
       {"expiresMs", described(count(), "Unix time, by the chain's clock")},
       {"approved", described(boolean(), "a person said yes, and it was not done yet")}});
}

json wallet(const WalletView& view) {
  auto allowances = json::array();
  for (const auto& allowance : view.allowances) {
    allowances.push_back({{"mint", or_null(allowance.mint, base58)},
                          {"cap", std::to_string(allowance.cap)},
                          {"windowSeconds", allowance.window_seconds},
                          {"spent", std::to_string(allowance.spent)},
                          {"trackedQuantity", std::to_string(allowance.tracked_quantity)},
                          {"trackedCost", std::to_string(allowance.tracked_cost)}});
  }
  auto balances = json::array();
  for (const auto& balance : view.balances) {
    balances.push_back({{"account", codec::to_base58(balance.account)},
                        {"mint", codec::to_base58(balance.mint)},
                        {"amount", std::to_string(balance.amount)}});
  }
  return {{"address", codec::to_base58(view.address)},
          {"agent", codec::to_base58(view.agent)},
          {"beneficiary", codec::to_base58(view.beneficiary)},
          {"purse", codec::to_base58(view.purse)},
          {"lamports", std::to_string(view.lamports)},
          {"nonce", std::to_string(view.nonce)},
          {"uses", std::to_string(view.uses)},
          {"maxLossBps", view.max_loss_bps},
          {"allowances", std::move(allowances)},
          {"balances", std::move(balances)}};
}

json wallet_schema() {
  const auto allowance = object({{"mint", described(nullable(address()), "null: SOL")},
                                 {"cap", described(amount(), "may leave within the window, base units")},
                                 {"windowSeconds", count()},
                                 {"spent", described(amount(), "of the present window")},
                                 {"trackedQuantity", described(amount(), "bought by the agent and still held")},
                                 {"trackedCost", described(amount(), "what that cost, in the quote mint's units")}});
  const auto balance = object({{"account", address()}, {"mint", address()}, {"amount", amount()}});
  return object({{"address", address()},
                 {"agent", address()},
                 {"beneficiary", described(address(), "only this key withdraws")},
                 {"purse", described(address(), "holds the wallet's SOL")},
                 {"lamports", described(amount(), "in the purse")},
                 {"nonce", amount()},
                 {"uses", amount()},
                 {"maxLossBps", integer(0, 10'000)},
                 {"allowances", list(allowance)},
                 {"balances", list(balance)}});
}

json run(const RunView& view) { return {{"id", view.id}, {"bytes", view.bytes}, {"current", view.current}}; }

json run_schema() {
  return object({{"id", pattern("^[0-9]{8,20}$", 20)},
                 {"bytes", count()},
                 {"current", described(boolean(), "still being written")}});
}

json backtest(const BacktestView& view, bool report) {
  json out{{"id", view.id},
           {"state", word(view.state)},
           {"agent", view.agent},
           {"config", hex(view.config)},
           {"market", view.request.market},
           {"ticksDone", view.ticks_done},
           {"ticks", view.ticks},
           {"error", view.error},
           {"hash", or_null(view.hash, hex)}};
  if (report) out["report"] = view.report.empty() ? json() : json::parse(view.report, nullptr, false);
  return out;
}

json backtest_schema() {
  return object(
      {{"id", pattern("^[0-9]{1,20}$", 20)},
       {"state", one_of({"waiting", "running", "done", "failed", "cancelled"})},
       {"agent", text(kTextMax)},
       {"config", hash()},
       {"market", text(64)},
       {"ticksDone", count()},
       {"ticks", described(count(), "0 until the series was read")},
       {"error", text(kTextMax)},
       {"hash", described(nullable(hash()), "of the report, as `zestron backtest --verify` takes it")}},
      {{"report",
        {{"type", json::array({"object", "null"})}, {"description", "docs/backtest.md describes the members"}}}});
}

}  // namespace zestron::api::shown

namespace zestron::api {

nlohmann::json limit_schema() {
  return schemas::with_default(schemas::described(schemas::integer(1, kPageMax), "of one page"), kPageDefault);
}

std::optional<Pubkey> key_in(const nlohmann::json& parameters, const char* name) {
  const auto found = parameters.find(name);
  return found == parameters.end() ? std::nullopt : codec::from_base58<Pubkey>(found->get_ref<const std::string&>());
}

Maybe<AgentView> agent_in(const nlohmann::json& parameters, NodeControl& node) {
  const auto key = key_in(parameters, "agent");
  const auto view = node.agents();
  const auto found = key ? std::ranges::lower_bound(view->agents, *key, {}, &AgentView::address) : view->agents.end();
  if (found == view->agents.end() || found->address != *key)
    return problem(ProblemKind::kNotFound, "this node runs no agent of that address; GET /api/v1/agents lists them");
  return *found;
}

nlohmann::json page_of(nlohmann::json items, std::optional<std::string> next) {
  return {{"items", std::move(items)}, {"next", next ? nlohmann::json(*std::move(next)) : nlohmann::json()}};
}

nlohmann::json page_schema(nlohmann::json item) {
  return schemas::object({{"items", schemas::list(std::move(item))},
                          {"next", schemas::described(schemas::nullable(schemas::text(kPatternTextMax)),
                                                      "cursor of the next page; null: this is the last")}});
}

}  // namespace zestron::api
