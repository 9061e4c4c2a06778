// The compute-unit price of a landed transaction, recomputed from the fee it paid.
#pragma once

#include "chain_rpc/message_view.hpp"

#include <cstdint>

namespace zestron::chain_rpc {

/// Micro-lamports per compute unit: what was paid beyond 5,000 lamports a signature, over the limit asked for. The fee was
/// rounded up to a lamport, so the price may come out higher than the one in the transaction.
std::uint64_t priority_price(const MessageView& message, std::uint64_t fee);
/// The limit a transaction asked for, or gets unasked: 3,000 for each builtin instruction, 200,000 for each other.
std::uint64_t compute_unit_limit(const MessageView& message);

}  // namespace zestron::chain_rpc
