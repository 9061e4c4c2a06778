// What a JSON-RPC method answers: the text of its result, or an error with Solana's code and words. Base of chain_rpc.
#pragma once

#include "base/types.hpp"

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <utility>

namespace zestron::chain_rpc {

/// JSON-RPC 2.0's own codes and the ones Solana adds; clients branch on the numbers.
namespace code {
inline constexpr int kParseError = -32700;
inline constexpr int kInvalidRequest = -32600;
inline constexpr int kMethodNotFound = -32601;
inline constexpr int kInvalidParams = -32602;
inline constexpr int kInternal = -32603;
inline constexpr int kBlockCleanedUp = -32001;
inline constexpr int kPreflightFailure = -32002;
inline constexpr int kBlockNotAvailable = -32004;
inline constexpr int kNodeUnhealthy = -32005;
inline constexpr int kSlotSkipped = -32007;
inline constexpr int kNoSnapshot = -32008;
inline constexpr int kScanError = -32012;
inline constexpr int kUnsupportedVersion = -32015;
inline constexpr int kMinContextSlot = -32016;
inline constexpr int kRewardsPeriodActive = -32017;
inline constexpr int kNotEpochBoundary = -32018;
inline constexpr int kTransactionNotFound = -32020;
}  // namespace code

struct RpcError {
  int code = code::kInternal;
  std::string message{};
  std::string data_json{};  ///< left out when empty
};

/// JSON text of `result`, spliced into the answer as it is.
using Reply = std::expected<std::string, RpcError>;

template <class T>
using Checked = std::expected<T, RpcError>;

[[nodiscard]] inline std::unexpected<RpcError> refuse(int code, std::string message, std::string data_json = {}) {
  return std::unexpected(RpcError{code, std::move(message), std::move(data_json)});
}
[[nodiscard]] inline std::unexpected<RpcError> invalid_params(std::string message) {
  return refuse(code::kInvalidParams, std::move(message));
}

/// A JSON string literal. Text that is no UTF-8 has the offending bytes replaced (U+FFFD).
std::string quote(std::string_view text);
/// A quoted base58 key, hash or signature.
std::string quote(const Pubkey& key);
std::string quote(const Hash& hash);
std::string quote(const Signature& signature);
/// `json` itself, or `null` when it is empty.
inline std::string_view or_null(std::string_view json) { return json.empty() ? std::string_view{"null"} : json; }

/// The object of an `error` member.
std::string error_json(const RpcError& error);

}  // namespace zestron::chain_rpc
