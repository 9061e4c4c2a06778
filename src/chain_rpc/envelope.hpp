// JSON-RPC 2.0 around the methods: single calls, batches, notifications, ids. Pure; the parser of outside bytes is fuzzed.
#pragma once

#include "chain_rpc/params.hpp"
#include "chain_rpc/reply.hpp"

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace zestron::chain_rpc {

inline constexpr std::size_t kBatchMax = 1'024;  ///< calls in a batch; more is an invalid request
inline constexpr std::size_t kBatchBytesMax =
    std::size_t{128} * 1024 * 1024;           ///< of answers to a batch; calls beyond fail with -32603
inline constexpr std::size_t kDepthMax = 64;  ///< of nesting in a request; more is a parse error

/// Runs one method; kMethodNotFound for a name it does not know.
using Dispatch = std::function<Reply(std::string_view method, const Params& params)>;

/// The body of the answer to a request body; empty when nothing is to be answered (notification, empty batch).
std::string answer(std::string_view request, const Dispatch& dispatch);

}  // namespace zestron::chain_rpc
