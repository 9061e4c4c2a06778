// How getTransaction and getBlock want a transaction shown. Private to methods/.
#pragma once

#include "chain_rpc/block_json.hpp"
#include "chain_rpc/call.hpp"

#include <cstddef>
#include <string_view>

namespace zestron::chain_rpc::methods {

/// The config at `index`, which old clients give as a bare encoding string; `type` is the config's Rust name.
struct EncodingConfig {
  Config config;
  TransactionOptions options;
};
/// What Agave answers to any config that it cannot read there, whatever is wrong with it.
std::unexpected<RpcError> no_encoding_config();
Checked<EncodingConfig> encoding_config(const Call& call, std::size_t index, std::string_view type);

}  // namespace zestron::chain_rpc::methods
