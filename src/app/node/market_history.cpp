#include "app/node/market_history.hpp"

#include "app/node/ledger_ticks.hpp"
#include "app/node/market.hpp"
#include "chain/bank/genesis.hpp"
#include "chain/ledger/ledger.hpp"
#include "chain/recovery/data_folder.hpp"

#include <fmt/format.h>

#include <iterator>
#include <limits>

namespace zestron::node {

std::expected<MarketHistory, std::string> market_history(const DataFolder& folder) {
  const auto record = load_market_record(folder);
  if (!record) return std::unexpected(record.error().message);
  if (!*record) return std::unexpected(folder.root().string() + " holds no market: no node ran there yet");
  const chain::DataFolder files{folder.chain()};
  const auto genesis = chain::load_genesis(files);
  if (!genesis) return std::unexpected(genesis.error().message);
  const auto hash = chain::bank::genesis_hash(*genesis);
  if (!hash) return std::unexpected(hash.error().message);
  const auto oldest = chain::ledger::first_slot(files.ledger());
  if (!oldest) return std::unexpected(oldest.error().message);
  MarketHistory out{(*record)->feed, {}};
  if (!*oldest) return out;
  const auto read = ledger_ticks(folder.chain(), *hash, pyth::price_account(out.feed), **oldest,
                                 Slot(std::numeric_limits<std::uint64_t>::max()),
                                 [&](Slot, const domain::Tick& tick) { out.ticks.push_back(tick); });
  if (!read) return std::unexpected(read.error());
  return out;
}

std::string to_series(std::span<const domain::Tick> ticks) {
  std::string out = "timestamp_ms,price\n";
  for (const auto& tick : ticks)
    fmt::format_to(std::back_inserter(out), "{},{}e{}\n", tick.published.value(), tick.price, tick.exponent);
  return out;
}

}  // namespace zestron::node
