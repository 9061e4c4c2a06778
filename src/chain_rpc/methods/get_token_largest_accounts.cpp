#include "chain_rpc/methods/methods.hpp"

#include "chain_rpc/methods/token_query.hpp"

namespace zestron::chain_rpc::methods {

Reply get_token_largest_accounts(const Call& call) { return token_query(call, "tokenLargestAccounts"); }

}  // namespace zestron::chain_rpc::methods
