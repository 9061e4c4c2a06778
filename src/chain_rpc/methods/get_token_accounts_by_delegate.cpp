#include "chain_rpc/methods/methods.hpp"

#include "chain_rpc/methods/token_accounts.hpp"

namespace zestron::chain_rpc::methods {

Reply get_token_accounts_by_delegate(const Call& call) { return token_accounts_by(call, "delegate"); }

}  // namespace zestron::chain_rpc::methods
