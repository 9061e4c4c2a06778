#include "app/node/market.hpp"

#include "adapters/hermes/hermes_market.hpp"
#include "codec/base58.hpp"
#include "events/recorded/recorded_market.hpp"
#include "events/simulated/simulated_market.hpp"
#include "infra/file/file.hpp"

#include <nlohmann/json.hpp>

namespace zestron::node {

events::MarketOutcome<std::unique_ptr<events::MarketSource>> open_market(const events::MarketChoice& choice,
                                                                         const domain::FeedId& feed) {
  switch (choice.kind) {
    case events::MarketKind::kFile: return events::open_recorded_market(choice.file, feed);
    case events::MarketKind::kSimulated: return events::make_simulated_market(choice.seed, feed);
    case events::MarketKind::kHermes: return hermes::open_market(feed);
  }
  return fail(events::MarketError::kUnknownMarket, "no such market");
}

std::optional<domain::Tick> first_tick(const events::MarketChoice& choice, const domain::FeedId& feed) {
  if (choice.kind == events::MarketKind::kHermes) return std::nullopt;
  const auto source = open_market(choice, feed);
  if (!source) return std::nullopt;
  const auto tick = (*source)->next();
  return tick ? *tick : std::nullopt;
}

Outcome<std::optional<MarketRecord>, FolderError> load_market_record(const DataFolder& folder) {
  if (!std::filesystem::exists(folder.market())) return std::nullopt;
  const auto text = infra::read_file(folder.market());
  if (!text) return fail(FolderError::kUnusable, text.error().message);
  const auto json = nlohmann::json::parse(as_text(*text), nullptr, false);
  const auto feed = json.is_object() ? domain::parse_feed(json.value("feed", "")) : std::nullopt;
  if (!feed || !json.contains("identity") || !json["identity"].is_string()) {
    return fail(FolderError::kDamaged,
                folder.market().string() + " does not say which market this folder is of; start anew with --reset");
  }
  MarketRecord record{json["identity"].get<std::string>(), *feed, std::nullopt};
  if (json.contains("beginsAtSlot") && json["beginsAtSlot"].is_number_unsigned())
    record.begins = Slot(json["beginsAtSlot"].get<std::uint64_t>());
  return record;
}

Outcome<void, FolderError> save_market_record(const DataFolder& folder, const MarketRecord& record) {
  nlohmann::json json{{"identity", record.identity}, {"feed", domain::to_hex(record.feed)}};
  if (record.begins) json["beginsAtSlot"] = record.begins->value();
  if (auto kept = infra::write_file_atomically(folder.market(), as_bytes(json.dump(2)), 0600); !kept) {
    return fail(FolderError::kUnusable, kept.error().message);
  }
  return {};
}

void PriceAccount::resume(const std::optional<ports::AccountState>& account) {
  if (!account) return;
  if (auto update = pyth::decode(account->data)) last_ = *update;
}

chain::HostWrite PriceAccount::write(const domain::Tick& tick, Slot slot) {
  last_ = pyth::advance(last_, tick, slot, pyth::push_oracle_program());
  const auto bytes = pyth::encode(*last_);
  return {address_, rent_, pyth::receiver_program(), Bytes(bytes.begin(), bytes.end()), false};
}

}  // namespace zestron::node
