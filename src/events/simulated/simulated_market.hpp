// A market of our own making, for when there is neither a recording nor a network: regimes, jumps and gaps from a numbered
// start. It resembles no real market and is labelled simulated wherever it is shown.
#pragma once

#include "events/market_source.hpp"

#include <memory>

namespace zestron::events {

/// Equal seeds give equal ticks on every machine: integers only. Never ends.
std::unique_ptr<MarketSource> make_simulated_market(std::uint64_t seed, const domain::FeedId& feed);

}  // namespace zestron::events
