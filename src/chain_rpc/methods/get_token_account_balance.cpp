#include "chain_rpc/methods/methods.hpp"

#include "chain_rpc/methods/token_query.hpp"

namespace zestron::chain_rpc::methods {

Reply get_token_account_balance(const Call& call) { return token_query(call, "tokenAccountBalance"); }

}  // namespace zestron::chain_rpc::methods
