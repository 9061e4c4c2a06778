// How getTransaction and getBlock want a transaction shown. Private to methods/.
#pragma once

#include "chain_rpc/call.hpp"

#include <cstddef>
#include <string>

namespace zestron::chain_rpc::methods {

struct TransactionOptions {
  std::string encoding = "json";
  std::string details = "full";  ///< or "accounts": who took part, with balances, but not what was done
  std::optional<std::uint64_t> version_max{};
};

/// The config at `index`, which old clients give as a bare encoding string; `type` is the config's Rust name.
struct EncodingConfig {
  Config config;
  TransactionOptions options;
};
Checked<EncodingConfig> encoding_config(const Call& call, std::size_t index, std::string_view type);

/// The object of getTransaction; -32015 for a version beyond options.version_max.
Reply show_transaction(const Call& call, const chain::SlotRecord& record, std::size_t index,
                       const TransactionOptions& options);

}  // namespace zestron::chain_rpc::methods
