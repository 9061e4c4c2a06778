// One call of a method: the chain, the parameters, who asks, and the reads that every method shares. Lives for the call.
#pragma once

#include "chain_rpc/backend.hpp"
#include "chain_rpc/params.hpp"
#include "chain_rpc/reply.hpp"

#include <string>
#include <string_view>

namespace zestron::chain_rpc {

/// What the transport knows of the one who asks, and what the server knows of itself.
struct Caller {
  bool foreign_origin = false;   ///< a web page from elsewhere; may read, may not have the faucet pay
  bool loopback_server = false;  ///< nobody but this machine reaches the server
  std::string rpc_address{};     ///< host:port, for getClusterNodes
  std::string pubsub_address{};
};

struct Call {
  Backend& backend;
  const Params& params;
  const Caller& caller;

  /// The slot to read at: newest at the config's commitment; -32016 if older than its minContextSlot.
  [[nodiscard]] Checked<Slot> slot(const Config& config) const { return slot_at(config.commitment(), config); }
  /// The same for a commitment that another member of the config names.
  [[nodiscard]] Checked<Slot> slot_at(Commitment commitment, const Config& config) const;
};

/// {"context":{"apiVersion":…,"slot":…},"value":…}
std::string with_context(const Call& call, Slot slot, std::string_view value_json);

/// kInvalid becomes -32602 with its own text, everything else -32603.
RpcError to_rpc_error(Failure<BackendCode> failure);

/// Runs `read(slot)` at the config's commitment. A root that moves on between choosing the slot and reading it makes the read
/// start over with the newer one; the slot of the read that succeeded comes back in `at`.
template <class Read>
auto read_as_of(const Call& call, const Config& config, Slot& at, Read read)
    -> Checked<typename std::invoke_result_t<Read, Slot>::value_type> {
  constexpr int kAttemptsMax = 8;
  for (int attempt = 1;; ++attempt) {
    const auto slot = call.slot(config);
    if (!slot) return std::unexpected(slot.error());
    at = *slot;
    auto result = read(at);
    if (result) return std::move(*result);
    if (result.error().code != BackendCode::kNoSuchSlot || attempt == kAttemptsMax) {
      return std::unexpected(to_rpc_error(std::move(result.error())));
    }
  }
}

/// read_as_of for text, answered with its context.
template <class Read>
Reply value_as_of(const Call& call, const Config& config, Read read) {
  Slot at;
  auto value = read_as_of(call, config, at, read);
  if (!value) return std::unexpected(std::move(value.error()));
  return with_context(call, at, *value);
}

}  // namespace zestron::chain_rpc

/// Early return of an error: `ZESTRON_RPC_TRY(name, expression)` declares `name` as the value; ZESTRON_RPC_CHECK ignores it.
#define ZESTRON_RPC_TRY(name, ...)                                                  \
  auto name##_or_error = (__VA_ARGS__);                                             \
  if (!name##_or_error) return std::unexpected(std::move(name##_or_error.error())); \
  auto& name = *name##_or_error

#define ZESTRON_RPC_CHECK(...) \
  if (auto rpc_outcome_ = (__VA_ARGS__); !rpc_outcome_) return std::unexpected(std::move(rpc_outcome_.error()))
