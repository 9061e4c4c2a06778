#include "chain_rpc/methods/methods.hpp"

#include "chain_rpc/encoding.hpp"

#include <fmt/format.h>

namespace zestron::chain_rpc::methods {

namespace {

constexpr std::size_t kAccountsMax = 100;

BackendResult<std::string> read_all(const Call& call, Slot slot, const std::vector<Pubkey>& keys,
                                    std::string_view options) {
  std::string list = "[";
  for (const Pubkey& key : keys) {
    auto one = call.backend.account_json(slot, key, options);
    if (!one) return one;
    if (list.size() > 1) list += ',';
    list += *one;
  }
  return list += ']';
}

}  // namespace

Reply get_multiple_accounts(const Call& call) {
  ZESTRON_RPC_CHECK(call.params.expect(1, 2));
  ZESTRON_RPC_TRY(texts, call.params[0].strings());
  if (texts.size() > kAccountsMax) return invalid_params(fmt::format("Too many inputs provided; max {}", kAccountsMax));
  std::vector<Pubkey> keys;
  for (const auto& text : texts) {
    ZESTRON_RPC_TRY(key, parse_pubkey(text));
    keys.push_back(key);
  }
  ZESTRON_RPC_TRY(config, call.params.config(1, "RpcAccountInfoConfig"));
  // This method alone answers base64 by default.
  ZESTRON_RPC_TRY(given, account_options(config));
  const bool encoded = config["encoding"].present();
  const std::string options =
      encoded ? given : (given == "{}" ? R"({"encoding":"base64"})" : R"({"encoding":"base64",)" + given.substr(1));
  if (auto brought = call.backend.bring(keys); !brought)
    return std::unexpected(to_rpc_error(std::move(brought.error())));
  return value_as_of(call, config, [&](Slot slot) { return read_all(call, slot, keys, options); });
}

}  // namespace zestron::chain_rpc::methods
