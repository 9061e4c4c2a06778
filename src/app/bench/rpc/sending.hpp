// Transactions over JSON-RPC until each is confirmed on disk and counted by getSignatureStatuses: the sending half of
// `zestron bench rpc`.
#pragma once

#include "app/bench/rpc/payments.hpp"

#include <cstddef>
#include <expected>
#include <string>

namespace zestron::bench {

struct SendingPlan {
  std::size_t connections = 64;
  std::size_t batch = 1;  ///< calls in one request
  double per_second = 0;  ///< requests; 0: as fast as answers come
};

struct Sent {
  double per_second = 0;          ///< confirmed; from the first byte sent to the last status counted
  double p50_ms = 0, p99_ms = 0;  ///< of a request's answer
};

/// sendTransaction with skipPreflight (said in the output), signatures checked. Fails when one transaction does not succeed.
std::expected<Sent, std::string> send_all(const Payments& payments, const SendingPlan& plan);

}  // namespace zestron::bench
