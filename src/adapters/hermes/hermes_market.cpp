#include "adapters/hermes/hermes_market.hpp"

#include "adapters/hermes/connection.hpp"
#include "adapters/hermes/message.hpp"
#include "codec/event_stream.hpp"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>

namespace zestron::hermes {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

std::string query(const domain::FeedId& feed) { return "?ids[]=" + to_hex(feed) + "&parsed=true&encoding=hex"; }

milliseconds until(Clock::time_point deadline) {
  return std::max(milliseconds(0), std::chrono::duration_cast<milliseconds>(deadline - Clock::now()));
}

class HermesMarket final : public events::MarketSource {
 public:
  HermesMarket(const domain::FeedId& feed, const HermesOptions& options)
      : options_(options),
        feed_(feed),
        info_{.identity = "hermes:" + to_hex(feed),
              .origin = domain::TickOrigin::kLive,
              .description = "live Pyth prices from " + options.host + ", feed " + to_hex(feed),
              .ticks = std::nullopt},
        connection_(options) {}

  ~HermesMarket() override {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    wake_.notify_all();
    connection_.stop();
    if (thread_.joinable()) thread_.join();
  }

  [[nodiscard]] bool usable() const { return connection_.usable(); }
  void start() {
    thread_ = std::thread([this] { work(); });
  }

  [[nodiscard]] const events::MarketInfo& info() const override { return info_; }
  [[nodiscard]] bool ended() const override { return false; }
  events::MarketOutcome<std::optional<domain::Tick>> next() override {
    const std::lock_guard lock(mutex_);
    return std::exchange(newest_, std::nullopt);
  }

 private:
  void work() {
    auto backoff = options_.backoff_min;
    while (!connection_.stopped()) {
      const bool delivered = follow_stream();
      backoff = delivered ? options_.backoff_min : std::min(backoff * 2, options_.backoff_max);
      std::unique_lock lock(mutex_);
      wake_.wait_for(lock, backoff, [this] { return stopping_; });
    }
  }

  // Until the stream breaks, falls silent or says something that is none; true when it delivered at least one price.
  bool follow_stream() {
    if (!connection_.get("/v2/updates/price/stream" + query(feed_), "text/event-stream", options_.connect_max))
      return false;
    bool delivered = false;
    codec::EventStream events(kMessageBytesMax);
    while (true) {
      const auto bytes = connection_.read_some(options_.silence_max);
      if (bytes.empty() || !events.feed(bytes)) return delivered;
      while (const auto event = events.next()) {
        const auto ticks = parse_update(*event);
        if (!ticks) return delivered;
        for (const auto& tick : *ticks) delivered = offer(tick) || delivered;
      }
    }
  }

  bool offer(const domain::Tick& tick) {
    if (tick.feed != feed_) return false;
    const std::lock_guard lock(mutex_);
    // After a reconnect the service may repeat itself, and another of its nodes may be behind.
    if (tick.published < last_) return false;
    last_ = tick.published;
    newest_ = tick;
    return true;
  }

  const HermesOptions options_;
  const domain::FeedId feed_;
  const events::MarketInfo info_;
  Connection connection_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;               // guarded by mutex_, as are the following
  std::optional<domain::Tick> newest_;  // not taken yet
  UnixMillis last_;
  std::thread thread_;
};

}  // namespace

bool answers(const HermesOptions& options, const domain::FeedId& feed, milliseconds timeout) {
  const auto deadline = Clock::now() + timeout;
  Connection connection(options);
  if (!connection.usable() || !connection.get("/v2/updates/price/latest" + query(feed), "application/json", timeout))
    return false;
  std::string body;
  while (body.size() <= kMessageBytesMax) {
    const auto bytes = connection.read_some(until(deadline));
    if (bytes.empty()) break;
    body += bytes;
  }
  const auto ticks = parse_update(body);
  return ticks && std::ranges::any_of(*ticks, [&](const domain::Tick& tick) { return tick.feed == feed; });
}

events::MarketOutcome<std::unique_ptr<events::MarketSource>> open_market(const domain::FeedId& feed,
                                                                         const HermesOptions& options) {
  auto market = std::make_unique<HermesMarket>(feed, options);
  if (!market->usable()) {
    return fail(events::MarketError::kUnavailable,
                "hermes: the certificate authority that was given is no PEM certificate");
  }
  market->start();
  return market;
}

}  // namespace zestron::hermes
