#include "chain_rpc/methods/token_accounts.hpp"

#include "chain_rpc/encoding.hpp"

#include <fmt/format.h>

namespace zestron::chain_rpc::methods {

namespace {

/// `{"mint":…}` or `{"programId":…}`, checked; nothing else is a filter.
Checked<std::string> filter_text(const Value& filter) {
  if (!filter.is_object()) {
    return invalid_params(
        fmt::format("Invalid params: invalid type: {}, expected enum RpcTokenAccountsFilter.", filter.described()));
  }
  const auto names = filter.names();
  if (names.size() != 1) return invalid_params("Invalid params: invalid value: map, expected map with a single key.");
  for (const std::string_view name : {"mint", "programId"}) {
    if (!filter[name].present()) continue;
    ZESTRON_RPC_TRY(key, filter[name].pubkey());
    return fmt::format(R"({{"{}":{}}})", name, quote(key));
  }
  return invalid_params(fmt::format("Invalid params: unknown variant `{}`, expected `mint` or `programId`.", names[0]));
}

}  // namespace

Reply token_accounts_by(const Call& call, std::string_view kind) {
  ZESTRON_RPC_CHECK(call.params.expect(2, 3));
  ZESTRON_RPC_TRY(key, call.params[0].pubkey());
  ZESTRON_RPC_TRY(filter, filter_text(call.params[1]));
  ZESTRON_RPC_TRY(config, call.params.config(2, "RpcAccountInfoConfig"));
  ZESTRON_RPC_TRY(options, account_options(config));
  return value_as_of(call, config, [&](Slot slot) -> BackendResult<std::string> {
    auto list = call.backend.token_accounts_json(slot, key, kind, filter, options);
    if (!list && list.error().code == BackendCode::kNotFound)
      return fail(BackendCode::kInvalid, "Invalid param: could not find mint");
    return list;
  });
}

}  // namespace zestron::chain_rpc::methods
