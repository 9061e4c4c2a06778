#include "chain_rpc/methods/methods.hpp"

#include "chain_rpc/methods/token_accounts.hpp"

namespace zestron::chain_rpc::methods {

Reply get_token_accounts_by_owner(const Call& call) { return token_accounts_by(call, "owner"); }

}  // namespace zestron::chain_rpc::methods
