#include "app/node/past/trade_log.hpp"

#include "infra/crc32c/crc32c.hpp"
#include "infra/segment_log/reader.hpp"

#include <system_error>

namespace zestron::node::past {
namespace {

namespace log = infra::segment_log;

constexpr auto kIdentity = log::identity_of("zestron agents' trades 1");

std::expected<log::Writer, std::string> open_writer(const std::filesystem::path& folder, const log::LogEnd& end) {
  auto writer = log::Writer::open({.directory = folder, .identity = kIdentity}, end);
  if (!writer) return std::unexpected(writer.error().message);
  return *std::move(writer);
}

// False for what append() never wrote.
bool take(ByteView record, TradeLists& trades) {
  if (record.size() != Pubkey::kSize + agent::kTradeBytes) return false;
  const auto trade = agent::parse_trade(record.subspan(Pubkey::kSize));
  if (!trade) return false;
  auto& list = trades[*Pubkey::from(record.first(Pubkey::kSize))];
  if (trade->opened.number == 1) list.clear();
  list.push_back(*trade);
  return trade->opened.number == list.size();
}

}  // namespace

std::expected<TradeLog, std::string> TradeLog::begin(const std::filesystem::path& folder) {
  std::error_code ec;
  std::filesystem::remove_all(folder, ec);
  if (ec) return std::unexpected("cannot delete " + folder.string() + ": " + ec.message());
  auto writer = open_writer(folder, {});
  if (!writer) return std::unexpected(writer.error());
  return TradeLog(*std::move(writer), {});
}

std::expected<TradeLog, std::string> TradeLog::go_on(const std::filesystem::path& folder, const TradeMark& mark,
                                                     TradeLists& trades) {
  const std::string differs = "the trades in " + folder.string() + " are not those that it counts";
  log::LogEnd end;
  TradeMark at;
  if (mark.count > 0) {
    auto reader = log::Reader::open(folder, kIdentity);
    if (!reader) return std::unexpected(reader.error().message);
    while (at.count < mark.count) {
      const auto record = reader->next();
      if (!record) return std::unexpected(record.error().message);
      if (!*record || !take((*record)->payload, trades)) return std::unexpected(differs);
      at = {at.count + 1, infra::crc32c((*record)->payload, at.crc)};
      end.at = (*record)->after;
      end.next_sequence = (*record)->sequence + 1;
    }
  }
  if (at != mark) return std::unexpected(differs);
  if (mark.count == 0) return begin(folder);
  if (const auto done = log::cut(folder, end.at, {}); !done) return std::unexpected(done.error().message);
  auto writer = open_writer(folder, end);
  if (!writer) return std::unexpected(writer.error());
  return TradeLog(*std::move(writer), mark);
}

std::expected<void, std::string> TradeLog::append(const std::vector<ClosedTrade>& trades) {
  auto mark = mark_;
  for (const auto& [agent, trade] : trades) {
    Bytes record(agent.view().begin(), agent.view().end());
    const auto bytes = agent::canonical_bytes(trade);
    record.insert(record.end(), bytes.begin(), bytes.end());
    if (auto kept = writer_.append(record); !kept) return std::unexpected(kept.error().message);
    mark = {mark.count + 1, infra::crc32c(record, mark.crc)};
  }
  if (auto synced = writer_.sync(); !synced) return std::unexpected(synced.error().message);
  mark_ = mark;
  return {};
}

}  // namespace zestron::node::past
