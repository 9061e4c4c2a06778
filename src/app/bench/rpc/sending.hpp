// Transactions over JSON-RPC until each is confirmed on disk and counted by getSignatureStatuses: the sending half of
// `zestron bench rpc`.
#pragma once

#include "app/bench/rpc/payments.hpp"

#include <cstddef>
#include <cstdint>
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
  double cpu_us = 0;              ///< of all threads, generator included, for one of them
  double p50_ms = 0, p99_ms = 0;  ///< of a request's answer
};

/// sendTransaction with skipPreflight (said in the output), signatures checked. Fails when one transaction does not succeed.
std::expected<Sent, std::string> send_all(const Payments& payments, const SendingPlan& plan);
/// The same to a node that runs already, at a port of this machine. `blockhash` is a recent one of its own.
std::expected<Sent, std::string> send_over(std::uint16_t port, const Hash& blockhash, const Payments& payments,
                                           const SendingPlan& plan);

}  // namespace zestron::bench
