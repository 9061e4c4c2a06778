// The market that a node has seen, as a recorded series: what its agents were fed, read from the ledger of its folder, beside the running
// node too. For whoever looks back: a training, a backtest.
#pragma once

#include "app/node/data_folder.hpp"
#include "domain/tick.hpp"

#include <expected>
#include <span>
#include <string>
#include <vector>

namespace zestron::node {

struct MarketHistory {
  domain::FeedId feed;
  std::vector<domain::Tick> ticks;  ///< oldest first, as far back as the ledger goes
};
/// The error says what is missing or damaged, for people.
std::expected<MarketHistory, std::string> market_history(const DataFolder& folder);

/// CSV as events/recorded reads it, a price without its confidence a row.
std::string to_series(std::span<const domain::Tick> ticks);

}  // namespace zestron::node
