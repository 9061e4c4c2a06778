#include "chain_rpc/encoding.hpp"
#include "chain_rpc/error_text.hpp"
#include "chain_rpc/json_text.hpp"
#include "chain_rpc/message_view.hpp"
#include "chain_rpc/methods/developer.hpp"
#include "chain_rpc/methods/methods.hpp"
#include "chain_rpc/transaction_param.hpp"
#include "codec/base64.hpp"

#include <fmt/format.h>

#include <vector>

namespace zestron::chain_rpc::methods {
namespace {

struct Profiled {
  const Backend& backend;
  const ParsedTransaction& transaction;
  std::string encoding;
  Slot slot;
};

/// Text without its quotes.
std::string unquoted(const std::string& text) {
  return text.size() >= 2 && text.front() == '"' ? text.substr(1, text.size() - 2) : text;
}

BackendResult<std::string> simulate(const Profiled& profiled, const std::string& keys) {
  const std::string accounts =
      keys.empty() ? std::string{}
                   : fmt::format(R"(,"accounts":{{"encoding":"{}","addresses":[{}]}})", profiled.encoding, keys);
  return profiled.backend.simulate(profiled.slot, profiled.transaction,
                                   fmt::format(R"({{"replaceRecentBlockhash":true{}}})", accounts));
}

/// AccountChange of a writable account; `after` is null where the transaction failed, which changes nothing but the fee.
std::string change_json(const std::string& before, const std::string& after, bool failed) {
  const auto tagged = [](std::string_view type, const std::string& data) {
    return fmt::format(R"({{"type":"writable","accountChange":{{"type":"{}","data":{}}}}})", type, data);
  };
  if (failed || before == after) return tagged("unchanged", before);
  if (before == "null") return tagged("create", after);
  if (after == "null" || json_member(after, "lamports") == "0") return tagged("delete", before);
  return tagged("update", fmt::format("[{},{}]", before, after));
}

std::string error_message(const std::string& error) {
  return error == "null" ? error : quote(transaction_error_text(error));
}

BackendResult<std::string> profile(const Profiled& profiled, const MessageView& message) {
  const auto first = simulate(profiled, {});  // tells the addresses that lookup tables bring in
  if (!first) return first;
  std::vector<std::string> keys;
  for (const Pubkey& key : message.keys) keys.push_back(quote(key));
  const std::string loaded = json_member(*first, "loadedAddresses");
  for (const std::string_view kind : {"writable", "readonly"}) {
    for (std::string& key : json_elements(json_member(loaded, kind))) keys.push_back(std::move(key));
  }
  const auto result = simulate(profiled, fmt::format("{}", fmt::join(keys, ",")));
  if (!result) return result;
  const std::string error = json_member(*result, "err");
  const auto after = json_elements(json_member(*result, "accounts"));
  std::string states, readonly;
  for (std::size_t at = 0; at < keys.size(); ++at) {
    const auto key = parse_pubkey(unquoted(keys[at]));
    if (!key) return fail(BackendCode::kInternal, "the simulation names an address that is none");
    const auto before =
        profiled.backend.account_json(profiled.slot, *key, fmt::format(R"({{"encoding":"{}"}})", profiled.encoding));
    if (!before) return before;
    const bool writable = message.writable(at);
    states += fmt::format("{}{}:{}", states.empty() ? "" : ",", keys[at],
                          writable ? change_json(*before, at < after.size() ? after[at] : "null", error != "null")
                                   : R"({"type":"readonly"})");
    if (!writable && *before != "null")
      readonly += fmt::format("{}{}:{}", readonly.empty() ? "" : ",", keys[at], *before);
  }
  return fmt::format(
      R"({{"key":{},"readonlyAccountStates":{{{}}},"slot":{},"transactionProfile":{{"accountStates":{{{}}},)"
      R"("computeUnitsConsumed":{},"errorMessage":{},"logMessages":{}}}}})",
      quote(profiled.transaction.signature()), readonly, profiled.slot.value(), states,
      json_member(*result, "unitsConsumed"), error_message(error), json_member(*result, "logs"));
}

}  // namespace

// Surfpool's name and parameters: a transaction in base64, a tag (taken, and nothing is kept under it), {encoding, depth}. Runs it with the
// newest blockhash and commits nothing. The answer has the form of a UiKeyedProfileResult without instructionProfiles, so depth
// "instruction" is refused where it is asked for by name.
Reply surfnet_profile_transaction(const Call& call) {
  ZESTRON_RPC_CHECK(expect_developer(call, "surfnet_profileTransaction"));
  ZESTRON_RPC_CHECK(call.params.expect(1, 3));
  ZESTRON_RPC_TRY(text, call.params[0].string());
  if (call.params[1].present()) ZESTRON_RPC_CHECK(call.params[1].string());
  ZESTRON_RPC_TRY(config, call.params.config(2, "RpcProfileResultConfig"));
  ZESTRON_RPC_TRY(encoding, config["encoding"].variant({"base64", "jsonParsed", "base64+zstd"}));
  ZESTRON_RPC_TRY(depth, config["depth"].variant({"transaction", "instruction"}));
  if (depth == "instruction")
    return invalid_params(
        R"(depth "instruction" is not offered: use "transaction", or grapnel cu --trace for where units go)");
  const auto wire = codec::base64_decode(text);
  if (!wire) return invalid_params("Invalid base64 encoding of the transaction");
  const auto message = view_message(*wire);
  if (!message) return invalid_params("Invalid params: the bytes are no transaction");
  ZESTRON_RPC_TRY(transaction, parse_transaction(call.backend, *wire));
  const Slot at = call.backend.bounds().processed;
  ZESTRON_RPC_TRY(result, told(profile({call.backend, *transaction, encoding.value_or("jsonParsed"), at}, *message)));
  return with_context(call, at, result);
}

}  // namespace zestron::chain_rpc::methods
