#include "chain_rpc/methods/methods.hpp"

#include "chain_rpc/methods/preflight.hpp"
#include "chain_rpc/transaction_param.hpp"

#include <fmt/format.h>

namespace zestron::chain_rpc::methods {

namespace {

constexpr std::size_t kAddressesMax = 256;  // a transaction cannot name more accounts

/// `,"accounts":{…}` for the bank, or nothing.
Checked<std::string> accounts_option(const Value& accounts) {
  if (!accounts.present()) return std::string{};
  ZESTRON_RPC_TRY(encoding, accounts["encoding"].variant({"binary", "base58", "base64", "jsonParsed", "base64+zstd"}));
  if (encoding == "binary" || encoding == "base58") return invalid_params("base58 encoding not supported");
  ZESTRON_RPC_TRY(addresses, accounts["addresses"].strings());
  if (addresses.size() > kAddressesMax)
    return invalid_params(fmt::format("Too many accounts provided; max {}", kAddressesMax));
  std::string list;
  for (const auto& address : addresses) {
    ZESTRON_RPC_TRY(key, parse_pubkey(address));
    list += (list.empty() ? "" : ",") + quote(key);
  }
  return fmt::format(R"(,"accounts":{{"encoding":"{}","addresses":[{}]}})", encoding.value_or("base64"), list);
}

}  // namespace

Reply simulate_transaction(const Call& call) {
  ZESTRON_RPC_CHECK(call.params.expect(1, 2));
  ZESTRON_RPC_TRY(text, call.params[0].string());
  ZESTRON_RPC_TRY(config, call.params.config(1, "RpcSimulateTransactionConfig"));
  ZESTRON_RPC_TRY(verify, config["sigVerify"].boolean_or(false));
  ZESTRON_RPC_TRY(replace, config["replaceRecentBlockhash"].boolean_or(false));
  ZESTRON_RPC_TRY(inner, config["innerInstructions"].boolean_or(false));
  ZESTRON_RPC_TRY(wire, decode_transaction(text, config));
  if (verify && replace) return invalid_params("sigVerify may not be used with replaceRecentBlockhash");
  ZESTRON_RPC_TRY(accounts, accounts_option(config["accounts"]));
  ZESTRON_RPC_TRY(transaction, parse_transaction(call.backend, wire));
  const auto options = fmt::format(
      R"({{"answers":"simulateTransaction","sigVerify":{},"replaceRecentBlockhash":{},"innerInstructions":{}{}}})",
      verify, replace, inner, accounts);
  return value_as_of(call, config, [&](Slot slot) { return call.backend.simulate(slot, *transaction, options); });
}

}  // namespace zestron::chain_rpc::methods
