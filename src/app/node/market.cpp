#include "app/node/market.hpp"

#include "adapters/hermes/hermes_market.hpp"
#include "codec/base58.hpp"
#include "events/recorded/recorded_market.hpp"
#include "events/simulated/simulated_market.hpp"
#include "infra/file/file.hpp"

#include <nlohmann/json.hpp>

namespace zestron::node {

const domain::FeedId kSolUsd = *parse_feed("ef0d8b6fda2ceba41da15d4095d1da392a0d2f8ed0c6c7bc0f4cfac8c280b56d");

std::optional<domain::FeedId> parse_feed(std::string_view text) {
  if (text.starts_with("0x")) text.remove_prefix(2);
  if (text.size() != 2 * domain::FeedId::kSize) return std::nullopt;
  const auto digit = [](char c) -> int {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
  };
  domain::FeedId feed;
  for (std::size_t i = 0; i < domain::FeedId::kSize; ++i) {
    const int high = digit(text[2 * i]);
    const int low = digit(text[2 * i + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    feed.value()[i] = static_cast<std::uint8_t>(high * 16 + low);
  }
  return feed;
}

std::string to_hex(const domain::FeedId& feed) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  for (const auto byte : feed.value()) {
    text += kDigits[byte >> 4U];
    text += kDigits[byte & 15U];
  }
  return text;
}

events::MarketOutcome<std::unique_ptr<events::MarketSource>> open_market(const events::MarketChoice& choice,
                                                                         const domain::FeedId& feed) {
  switch (choice.kind) {
    case events::MarketKind::kFile: return events::open_recorded_market(choice.file, feed);
    case events::MarketKind::kSimulated: return events::make_simulated_market(choice.seed, feed);
    case events::MarketKind::kHermes: return hermes::open_market(feed);
  }
  return fail(events::MarketError::kUnknownMarket, "no such market");
}

std::optional<UnixMillis> first_tick_at(const events::MarketChoice& choice, const domain::FeedId& feed) {
  if (choice.kind == events::MarketKind::kHermes) return std::nullopt;
  const auto source = open_market(choice, feed);
  if (!source) return std::nullopt;
  const auto tick = (*source)->next();
  return tick && *tick ? std::optional((*tick)->published) : std::nullopt;
}

Outcome<std::optional<MarketRecord>, FolderError> load_market_record(const DataFolder& folder) {
  if (!std::filesystem::exists(folder.market())) return std::nullopt;
  const auto text = infra::read_file(folder.market());
  if (!text) return fail(FolderError::kUnusable, text.error().message);
  const auto json = nlohmann::json::parse(as_text(*text), nullptr, false);
  const auto feed = json.is_object() ? parse_feed(json.value("feed", "")) : std::nullopt;
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
  nlohmann::json json{{"identity", record.identity}, {"feed", to_hex(record.feed)}};
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
