// A pool of swap_pool with what lies in it, as far as the command line asks: for limits, and to show.
#pragma once

#include "app/cli/protocol/show.hpp"
#include "protocols/swap_pool/pool.hpp"

namespace zestron::cli {

struct PoolToken {
  Pubkey mint, program;
  std::uint8_t decimals = 0;
};

struct PoolView {
  protocols::swap_pool::Pool state;
  PoolToken a, b, shares;
};

/// The error says that it is no pool.
std::expected<PoolView, std::string> read_pool(ChainView& chain, const Pubkey& address);

/// What `pool show` says besides the record: reserves, shares, whether governance lists it.
std::expected<std::vector<Fact>, std::string> describe_pool(ChainView& chain, const Pubkey& address);

}  // namespace zestron::cli
