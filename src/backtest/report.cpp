#include "backtest/report.hpp"

#include "base/assert.hpp"
#include "codec/base58.hpp"
#include "codec/hex.hpp"
#include "codec/json/canonical_json.hpp"
#include "codec/sha256.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace zestron::backtest {
namespace {

using nlohmann::json;

template <class Integer>
std::string text(Integer value) {
  return std::to_string(value);
}

json costs_json(const Costs& costs) {
  if (const auto* pool = std::get_if<PoolCosts>(&costs))
    return {{"model", "pool"}, {"depth_micros", text(pool->depth_micros)}, {"fee_bps", pool->fee_bps}};
  const auto& flat = std::get<ProportionalCosts>(costs).costs;
  return {{"model", "proportional"}, {"fee_bps", flat.fee_bps}, {"slippage_bps", flat.slippage_bps}};
}

json opened_json(const agent::TradeOpened& opened) {
  return {{"slot", text(opened.slot.value())},
          {"at_ms", opened.at.value()},
          {"price", text(opened.price.mantissa)},
          {"cost_micros", text(opened.cost_micros)},
          {"fee_micros", text(opened.fee_micros)}};
}

json trade_json(const agent::TradeClosed& trade) {
  return {{"number", trade.opened.number},
          {"quantity_nanos", text(trade.opened.quantity)},
          {"opened", opened_json(trade.opened)},
          {"closed",
           {{"slot", text(trade.slot.value())},
            {"at_ms", trade.at.value()},
            {"price", text(trade.price.mantissa)},
            {"proceeds_micros", text(trade.proceeds_micros)},
            {"fee_micros", text(trade.fee_micros)}}},
          {"profit_micros", text(trade.profit_micros)}};
}

json result_json(const Report& report) {
  const auto wins =
      std::ranges::count_if(report.trades, [](const agent::TradeClosed& trade) { return trade.profit_micros > 0; });
  std::uint64_t fees = 0;
  for (const auto& trade : report.trades) fees += trade.opened.fee_micros + trade.fee_micros;
  const auto& drawdown = report.drawdown;
  json out{{"start_micros", text(report.start_micros)},
           {"end_micros", text(report.end_micros)},
           {"return", report.gain()},
           {"holding", {{"end_micros", text(report.holding.end_micros)}, {"return", report.holding_gain()}}},
           {"drawdown",
            {{"share", drawdown.share},
             {"micros", text(drawdown.micros)},
             {"from_ms", drawdown.from.value()},
             {"to_ms", drawdown.to.value()}}},
           {"sharpe", nullptr},
           {"periods", report.periods},
           {"trades", report.trades.size()},
           {"wins", wins},
           {"fees_micros", text(fees)},
           {"unfilled", report.unfilled},
           {"pending", report.pending},
           {"out_of_fuel", report.out_of_fuel},
           {"open", nullptr}};
  if (report.sharpe) out["sharpe"] = *report.sharpe;
  if (report.open) {
    out["open"] = opened_json(*report.open);
    out["open"]["quantity_nanos"] = text(report.open->quantity);
  }
  return out;
}

// Of an agent that acts on chain; absent where it saw prices only.
json acted_json(const Acted& acted) {
  json out{{"seen", acted.seen}, {"done", acted.done}, {"failed", acted.failed}};
  out["holdings"] = out["moved"] = out["stakes"] = json::array();
  for (const auto& [mint, amount] : acted.holdings)
    out["holdings"].push_back({{"mint", codec::to_base58(mint)}, {"amount", text(amount)}});
  for (const auto& [mint, moved] : acted.moved) {
    out["moved"].push_back(
        {{"mint", codec::to_base58(mint)}, {"received", text(moved.received)}, {"paid", text(moved.paid)}});
  }
  for (const auto& [pool, stake] : acted.stakes) {
    out["stakes"].push_back(
        {{"pool", codec::to_base58(pool)}, {"staked", text(stake.staked)}, {"rewards", text(stake.rewards)}});
  }
  return out;
}

std::string hex(const Hash& hash) { return codec::hex_encode(hash.view()); }

std::optional<Hash> hash_at(const json& object, const char* name) {
  const auto found = object.find(name);
  if (found == object.end() || !found->is_string()) return std::nullopt;
  const auto bytes = codec::hex_decode(found->get_ref<const std::string&>());
  return bytes ? Hash::from(*bytes) : std::nullopt;
}

// Of a million trades a document is half a gigabyte; what people exchange is smaller.
constexpr codec::JsonLimits kDocumentLimits{.bytes_max = std::size_t{64} << 20U, .depth_max = 8};

}  // namespace

std::string document(const Report& report) {
  const auto& subject = report.subject;
  const auto& settings = report.settings;
  json out{{"schema", kReportSchema},
           {"agent", {{"name", subject.agent}, {"config", hex(subject.config)}}},
           {"market",
            {{"identity", subject.market},
             {"symbol", subject.symbol},
             {"quote", subject.quote},
             {"ticks", subject.ticks},
             {"first_ms", subject.first.value()},
             {"last_ms", subject.last.value()},
             {"exponent", subject.exponent}}},
           {"settings",
            {{"costs", costs_json(settings.costs)},
             {"latency_ms", settings.latency_ms},
             {"period_ms", settings.period_ms},
             {"first_slot", text(settings.first_slot.value())}}},
           {"result", result_json(report)},
           {"intents", {{"count", report.intents}, {"root", hex(report.intents_root)}}},
           {"answers", {{"count", report.answers.size()}, {"root", hex(report.answers_root)}}},
           {"trades", {{"root", hex(report.trades_root)}, {"list", json::array()}}},
           {"curve", json::array()}};
  for (const auto& trade : report.trades) out["trades"]["list"].push_back(trade_json(trade));
  for (const auto& point : report.curve)
    out["curve"].push_back({point.at.value(), text(point.price), text(point.equity_micros)});
  if (report.observations) {
    out["observations"] = {{"sha256", hex(*report.observations)}};
    out["acted"] = acted_json(report.acted);
  }
  auto canonical = codec::canonical_json(out);
  // Texts come from a config that passed its own reader, numbers are finite and counts lie far below 2^53.
  ZESTRON_ASSERT(canonical.has_value());
  return *std::move(canonical);
}

std::vector<std::string> describe_moved(const Acted& acted) {
  std::vector<std::string> out;
  for (const auto& [mint, moved] : acted.moved) {
    const bool gain = moved.received >= moved.paid;
    out.push_back(fmt::format("{}{} units of {}: {} received, {} paid", gain ? "+" : "-",
                              gain ? moved.received - moved.paid : moved.paid - moved.received, codec::to_base58(mint),
                              moved.received, moved.paid));
  }
  return out;
}

Hash report_hash(const Report& report) { return codec::sha256(as_bytes(document(report))); }

std::expected<Stated, std::string> read_document(std::string_view document_text) {
  const auto parsed = codec::parse_json(document_text, kDocumentLimits);
  if (!parsed) return std::unexpected(parsed.error().message);
  const auto& json = *parsed;
  if (!json.is_object() || json.value("schema", nlohmann::json()) != kReportSchema)
    return std::unexpected("it is no report of a backtest: its member 'schema' is not " + std::string(kReportSchema));
  const auto agent = json.find("agent");
  const auto market = json.find("market");
  const auto config = agent != json.end() && agent->is_object() ? hash_at(*agent, "config") : std::nullopt;
  const bool named =
      market != json.end() && market->is_object() && market->contains("identity") && (*market)["identity"].is_string();
  if (!config || !named) return std::unexpected("it does not say which config it ran on which market");
  const auto hash = codec::canonical_hash(json);
  if (!hash) return std::unexpected(hash.error().message);
  return Stated{*hash, *config, (*market)["identity"].get<std::string>()};
}

}  // namespace zestron::backtest
