// Transactions a second, two ways over the same bytes: by our chain until each is confirmed on disk, and by the bare bank, which
// is the limit. The benchmarks say only what the transactions are.
#pragma once

#include "base/types.hpp"
#include "ports/chain.hpp"

#include <chrono>
#include <expected>
#include <functional>
#include <string>
#include <vector>

namespace zestron::bench {

/// The signed transactions for a blockhash, in the order in which they are sent. Not part of the time.
using Sign = std::function<std::vector<Bytes>(const Hash& blockhash)>;

/// The wall clock, as a chain's Clock has it.
UnixSeconds unix_now();

/// The slot of a transaction, once it is confirmed. Fails when it did not succeed, or at `deadline`.
std::expected<Slot, std::string> confirmed_slot(ports::Chain& chain, const Signature& signature,
                                                std::chrono::steady_clock::time_point deadline);

/// What this process has used of the processors, all threads. On a machine that others use too it says more than the wall clock.
double cpu_seconds();

struct Rate {
  double per_second = 0;
  double cpu_us = 0;  ///< of all threads, for one transaction
};

/// Verified and executed on one thread, nothing recorded. Fails when one doesn't succeed.
std::expected<Rate, std::string> bare(const std::string& genesis_json, const Sign& sign);

/// Sent in process, signatures verified, until every one is asked for and confirmed. Fails when one doesn't succeed or a minute passes.
std::expected<double, std::string> confirmed(const std::string& genesis_json, const Sign& sign);

}  // namespace zestron::bench
