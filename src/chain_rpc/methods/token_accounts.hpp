// What getTokenAccountsByOwner and getTokenAccountsByDelegate have in common. Private to methods/.
#pragma once

#include "chain_rpc/call.hpp"

namespace zestron::chain_rpc::methods {

/// `kind` is "owner" or "delegate", as the bank's index calls them.
Reply token_accounts_by(const Call& call, std::string_view kind);

}  // namespace zestron::chain_rpc::methods
