// What every call passes on its way to its method, whichever transport it came by: the client's rate, the meter, and the log of what
// was slow. Shared by the transports; thread-safe.
#pragma once

#include "chain_rpc/meter.hpp"
#include "chain_rpc/rate_limit.hpp"
#include "chain_rpc/reply.hpp"
#include "infra/log/log.hpp"

#include <chrono>
#include <functional>
#include <string_view>

namespace zestron::chain_rpc {

struct DeskOptions {
  unsigned calls_per_second = 0;           ///< of one client's address; 0: any number
  std::chrono::milliseconds slow_call{0};  ///< what takes longer is told to the log; 0: nothing
  log::Log log{};
};

class Desk {
 public:
  explicit Desk(DeskOptions options);

  /// Takes one call from the client's rate.
  bool admit(std::string_view client);
  /// Runs and measures one call. The log gets its method, time and client, never its parameters: they may be anything.
  Reply run(std::string_view method, std::string_view client, const std::function<Reply()>& call);

  Meter meter;

 private:
  const std::chrono::milliseconds slow_call_;
  const log::Log log_;
  RateLimit rate_;
};

/// The answer to a call beyond the client's rate, as public Solana nodes number it.
inline constexpr int kTooManyRequests = 429;
RpcError over_rate();

}  // namespace zestron::chain_rpc
