// Live Pyth prices from Hermes over HTTPS, as a MarketSource. A thread of its own keeps the stream open and leaves the newest
// tick in a slot; the node picks it up when it opens a slot of the chain, so a slow node never queues prices.
#pragma once

#include "events/market_source.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

namespace zestron::hermes {

inline constexpr const char* kPublicHost = "hermes.pyth.network";

/// Pyth's SOL/USD, which the probe asks for.
inline constexpr domain::FeedId kSolUsd({0xef, 0x0d, 0x8b, 0x6f, 0xda, 0x2c, 0xeb, 0xa4, 0x1d, 0xa1, 0x5d,
                                         0x40, 0x95, 0xd1, 0xda, 0x39, 0x2a, 0x0d, 0x2f, 0x8e, 0xd0, 0xc6,
                                         0xc7, 0xbc, 0x0f, 0x4c, 0xfa, 0xc8, 0xc2, 0x80, 0xb5, 0x6d});

struct HermesOptions {
  std::string host = kPublicHost;
  std::string port = "443";
  /// PEM of a certificate authority to trust besides the system's: for a Hermes of one's own.
  std::string trusted_pem;
  std::chrono::milliseconds connect_max{10'000};
  std::chrono::milliseconds silence_max{20'000};  ///< a stream this quiet is opened anew
  std::chrono::milliseconds backoff_min{500}, backoff_max{30'000};
};

/// Whether the service answers for `feed`; any failure is a no. Blocks the caller for `timeout` at the most.
bool answers(const HermesOptions& options = {}, const domain::FeedId& feed = kSolUsd,
             std::chrono::milliseconds timeout = std::chrono::seconds(2));

/// Starts the thread; it ends with the source. Never fails for want of a network: next() has nothing until there is one.
/// kUnavailable when TLS cannot be set up.
events::MarketOutcome<std::unique_ptr<events::MarketSource>> open_market(const domain::FeedId& feed,
                                                                         const HermesOptions& options = {});

}  // namespace zestron::hermes
