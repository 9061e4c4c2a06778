#include "chain_rpc/methods/methods.hpp"

#include "chain_rpc/methods/token_query.hpp"

namespace zestron::chain_rpc::methods {

Reply get_token_supply(const Call& call) { return token_query(call, "tokenSupply"); }

}  // namespace zestron::chain_rpc::methods
