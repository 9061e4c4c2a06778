// How a client wants accounts encoded: read from a config, checked as Agave does, handed to the bank as its options.
#pragma once

#include "chain_rpc/params.hpp"

#include <string>

namespace zestron::chain_rpc {

/// `{"encoding":…,"dataSlice":…}` out of a config; an absent encoding stays absent (the bank then answers plain base58).
Checked<std::string> account_options(const Config& config);
/// account_options plus checked `filters` (at most 4 of dataSize, memcmp, tokenAccountState).
Checked<std::string> program_options(const Config& config);

}  // namespace zestron::chain_rpc
