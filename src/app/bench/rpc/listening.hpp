// Account subscriptions, one on each of many connections, while every slot changes each account: the listening half of
// `zestron bench rpc`.
#pragma once

#include <chrono>
#include <cstddef>
#include <expected>
#include <string>

namespace zestron::bench {

struct ListeningPlan {
  std::size_t listeners = 1'000;
  std::chrono::milliseconds slot{45};
  std::size_t slots = 200;
  bool one_account = false;  ///< all listen to the same account; else each to one of its own
};

struct Listened {
  double per_second = 0;          ///< notifications
  double cpu_us = 0;              ///< of this process, for each of them
  double p50_ms = 0, p99_ms = 0;  ///< from when the slot is frozen to when its listener has read it
};

/// Fails unless every listener is told of every slot, in order.
std::expected<Listened, std::string> listen(const ListeningPlan& plan);

}  // namespace zestron::bench
