// Blocks and their transactions as getBlock, getTransaction and blockSubscribe show them.
#pragma once

#include "chain_rpc/backend.hpp"
#include "chain_rpc/reply.hpp"

#include <cstddef>
#include <optional>
#include <string>

namespace zestron::chain_rpc {

struct TransactionOptions {
  std::string encoding = "json";
  std::string details = "full";  ///< or "accounts": who took part, with balances, but not what was done
  std::optional<std::uint64_t> version_max{};
};

/// The object of getTransaction; -32015 for a version beyond options.version_max.
Reply transaction_json(const Backend& backend, const chain::SlotRecord& record, std::size_t index,
                       const TransactionOptions& options);

struct BlockOptions {
  TransactionOptions transaction;
  std::string details = "full";  ///< or "accounts", "signatures", "none"
  bool rewards = true;
  std::optional<Pubkey> mentions{};  ///< only transactions that name this key
};

/// UiConfirmedBlock; -32015 as above.
Reply block_json(const Backend& backend, const chain::SlotRecord& block, const BlockOptions& options);

}  // namespace zestron::chain_rpc
