// A transaction given as text: decoded with the limits and the errors of Agave's RPC.
#pragma once

#include "base/bytes.hpp"
#include "chain_rpc/backend.hpp"
#include "chain_rpc/params.hpp"
#include "chain_rpc/reply.hpp"

namespace zestron::chain_rpc {

/// `text` in the config's `encoding` (base58 when absent) → wire bytes of at most 1,232 (4,096 for message version 1).
Checked<Bytes> decode_transaction(std::string_view text, const Config& config);

struct CheckedTransaction {
  ParsedTransactionPtr transaction;
  bool signatures_good = false;
};
/// Decodes and sanitizes, and looks whether the signatures verify. Takes about 50 µs per signature: on a worker.
Checked<CheckedTransaction> check_transaction(const Backend& backend, ByteView wire);
/// Decodes and sanitizes without looking at signatures.
Checked<ParsedTransactionPtr> parse_transaction(const Backend& backend, ByteView wire);

}  // namespace zestron::chain_rpc
