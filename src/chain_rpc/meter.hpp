// What the RPC did, in numbers: calls, failures and time of each method, and what was refused. Any thread adds.
#pragma once

#include "infra/metrics/metrics.hpp"

#include <chrono>
#include <cstddef>
#include <memory>
#include <string_view>
#include <vector>

namespace zestron::chain_rpc {

class Meter {
 public:
  struct Method {
    metrics::Counter calls, failed, nanoseconds;
  };

  Meter();

  /// Names that are no method share one entry, so that nobody's inventions fill the page.
  Method& method(std::string_view name);
  void called(Method& method, bool failed, std::chrono::nanoseconds took);

  metrics::Counter queue_full;  ///< requests refused because every worker was busy
  metrics::Counter over_rate;   ///< calls refused by the client's rate
  metrics::Counter slow;        ///< calls that the log was told of

  void write(metrics::Page& page) const;

 private:
  std::vector<std::string_view> names_;  ///< sorted
  std::unique_ptr<Method[]> methods_;    ///< in the order of names_, the last one for all others
  metrics::Histogram time_;
};

}  // namespace zestron::chain_rpc
