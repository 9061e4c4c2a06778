// What getTokenAccountBalance, getTokenSupply and getTokenLargestAccounts have in common. Private to methods/.
#pragma once

#include "chain_rpc/call.hpp"

#include <string_view>

namespace zestron::chain_rpc::methods {

/// Parameters (key, commitment), answered by the bank's query `name` with its context.
Reply token_query(const Call& call, std::string_view name);

}  // namespace zestron::chain_rpc::methods
