#include "app/bench/rpc/listening.hpp"

#include "app/bench/rpc/node.hpp"
#include "app/bench/rpc/websocket_client.hpp"
#include "app/bench/throughput.hpp"
#include "codec/base58.hpp"
#include "codec/sha256.hpp"

#include <fmt/format.h>
#include <sys/epoll.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <charconv>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <utility>
#include <vector>

namespace zestron::bench {
namespace {

using Clock = std::chrono::steady_clock;
constexpr std::chrono::seconds kPatience{60};
constexpr std::size_t kDataSize = 64;

Pubkey listened_key(std::size_t number) {
  return Pubkey(codec::sha256(as_bytes(fmt::format("bench/listened/{}", number))).value());
}

/// Slots that change every account from begin() on: no account twice the same, so that each change is one.
class ChangingSlots final : public chain::SlotSource {
 public:
  ChangingSlots(std::size_t accounts, std::chrono::milliseconds length) : length_(length) {
    for (std::size_t i = 0; i < accounts; ++i) keys_.push_back(listened_key(i));
  }
  void begin() { begun_ = true; }

  chain::SlotPlan plan(Slot slot, UnixSeconds) override {
    chain::SlotPlan plan{.clock = unix_now(), .writes = {}, .length = length_};
    if (!begun_) return plan;
    Bytes data(kDataSize, 0);
    std::ranges::copy(as_bytes(std::to_string(slot.value())), data.begin());
    for (const Pubkey& key : keys_)
      plan.writes.push_back({.key = key, .lamports = Lamports(10'000'000), .owner = Pubkey{}, .data = data});
    return plan;
  }
  void opened(Slot) override {}
  bool may_seal(Slot) override { return true; }

 private:
  const std::chrono::milliseconds length_;
  std::vector<Pubkey> keys_;
  std::atomic<bool> begun_ = false;
};

/// When each slot was frozen.
class FrozenAt final : public chain::Observer {
 public:
  void opened(Slot, Slot, Slot) override {}
  void reached(Commitment level, const std::shared_ptr<const chain::SlotRecord>& record) override {
    if (level != Commitment::kProcessed) return;
    const std::lock_guard lock(mutex_);
    at_[record->slot.value()] = Clock::now();
  }
  Clock::time_point operator[](std::uint64_t slot) const {
    const std::lock_guard lock(mutex_);
    return at_.at(slot);
  }

 private:
  mutable std::mutex mutex_;
  std::unordered_map<std::uint64_t, Clock::time_point> at_;
};

struct Listener {
  WebSocketClient client;
  std::uint64_t last_slot = 0;  ///< 0: not told of any
  std::size_t told = 0;
};

/// 0 for the answer to the subscription.
std::uint64_t slot_of(std::string_view text) {
  constexpr std::string_view kName = R"("context":{"slot":)";
  const auto at = text.find(kName);
  std::uint64_t slot = 0;
  if (at != std::string_view::npos) std::from_chars(text.data() + at + kName.size(), text.data() + text.size(), slot);
  return slot;
}

std::expected<Listener, std::string> subscribe(std::uint16_t port, const Pubkey& key) {
  auto client = WebSocketClient::connect(port);
  if (!client) return std::unexpected(client.error());
  const auto sent = client->send(fmt::format(
      R"({{"jsonrpc":"2.0","id":1,"method":"accountSubscribe","params":["{}",{{"encoding":"base64","commitment":"processed"}}]}})",
      codec::to_base58(key)));
  if (!sent) return std::unexpected(sent.error());
  bool answered = false;
  while (!answered) {
    if (!await_input(client->socket(), 10'000)) return std::unexpected("a subscription isn't answered");
    const auto read = client->receive([&](std::string_view) { answered = true; });
    if (!read) return std::unexpected(read.error());
  }
  return Listener{.client = *std::move(client)};
}

/// Reads until every listener was told `slots` times.
class Reading {
 public:
  Reading(std::vector<Listener>& listeners, const FrozenAt& frozen, std::size_t slots)
      : listeners_(listeners), frozen_(frozen), slots_(slots) {}

  std::expected<std::vector<std::chrono::nanoseconds>, std::string> run() {
    auto epoll = make_epoll();
    if (!epoll) return std::unexpected(epoll.error());
    for (std::size_t i = 0; i < listeners_.size(); ++i) {
      if (auto watched = watch(*epoll, listeners_[i].client.socket(), i); !watched)
        return std::unexpected(watched.error());
    }
    const auto deadline = Clock::now() + kPatience;
    std::array<epoll_event, 256> events{};
    while (done_ < listeners_.size() && trouble_.empty()) {
      if (Clock::now() > deadline) return std::unexpected("not every listener was told in time");
      const int ready = ::epoll_wait(epoll->number(), events.data(), static_cast<int>(events.size()), 100);
      for (int i = 0; i < ready; ++i) {
        Listener& listener = listeners_[events[static_cast<std::size_t>(i)].data.u64];
        const auto read = listener.client.receive([&](std::string_view text) { told(listener, slot_of(text)); });
        if (!read) return std::unexpected(read.error());
      }
    }
    if (!trouble_.empty()) return std::unexpected(trouble_);
    return std::move(late_);
  }

 private:
  void told(Listener& listener, std::uint64_t slot) {
    if (listener.last_slot != 0 && slot != listener.last_slot + 1)
      trouble_ = fmt::format("a listener was told of slot {} after slot {}", slot, listener.last_slot);
    listener.last_slot = slot;
    if (listener.told == slots_) return;
    late_.push_back(Clock::now() - frozen_[slot]);
    if (++listener.told == slots_) ++done_;
  }

  std::vector<Listener>& listeners_;
  const FrozenAt& frozen_;
  const std::size_t slots_;
  std::size_t done_ = 0;
  std::string trouble_{};
  std::vector<std::chrono::nanoseconds> late_{};
};

}  // namespace

std::expected<Listened, std::string> listen(const ListeningPlan& plan) {
  const auto source = std::make_shared<ChangingSlots>(plan.one_account ? 1 : plan.listeners, plan.slot);
  const auto frozen = std::make_shared<FrozenAt>();
  auto node = BenchNode::start("", source, frozen);
  if (!node) return std::unexpected(node.error());
  std::vector<Listener> listeners;
  for (std::size_t i = 0; i < plan.listeners; ++i) {
    auto listener = subscribe((*node)->pubsub_port(), listened_key(plan.one_account ? 0 : i));
    if (!listener) return std::unexpected(listener.error());
    listeners.push_back(*std::move(listener));
  }
  const auto began = Clock::now();
  const double cpu_before = cpu_seconds();
  source->begin();
  auto late = Reading(listeners, *frozen, plan.slots).run();
  if (!late) return std::unexpected(late.error());
  const double seconds = std::chrono::duration<double>(Clock::now() - began).count();
  const double cpu = cpu_seconds() - cpu_before;
  std::ranges::sort(*late);
  const auto at = [&](double share) {
    return static_cast<double>(
               (*late)[static_cast<std::size_t>(static_cast<double>(late->size() - 1) * share)].count()) /
           1e6;
  };
  const auto told = static_cast<double>(late->size());
  return Listened{.per_second = told / seconds, .cpu_us = cpu * 1e6 / told, .p50_ms = at(0.5), .p99_ms = at(0.99)};
}

}  // namespace zestron::bench
