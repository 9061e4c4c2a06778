#include "chain_rpc/encoding.hpp"
#include "chain_rpc/error_text.hpp"
#include "chain_rpc/json_text.hpp"
#include "chain_rpc/message_view.hpp"
#include "chain_rpc/methods/developer.hpp"
#include "chain_rpc/methods/methods.hpp"
#include "chain_rpc/transaction_param.hpp"
#include "codec/base64.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <functional>
#include <span>
#include <vector>

namespace zestron::chain_rpc::methods {
namespace {

struct Profiled {
  const Backend& backend;
  std::string encoding;
  Slot slot;
};

/// Text without its quotes.
std::string unquoted(const std::string& text) {
  return text.size() >= 2 && text.front() == '"' ? text.substr(1, text.size() - 2) : text;
}

BackendResult<std::string> simulate(const Profiled& profiled, const ParsedTransaction& transaction,
                                    const std::string& keys) {
  const std::string accounts =
      keys.empty() ? std::string{}
                   : fmt::format(R"(,"accounts":{{"encoding":"{}","addresses":[{}]}})", profiled.encoding, keys);
  return profiled.backend.simulate(profiled.slot, transaction,
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

/// The accounts of a transaction in its order, in JSON: what they are called, and what they are before it.
struct Accounts {
  std::vector<std::string> keys, states;
  [[nodiscard]] std::string list() const { return fmt::format("{}", fmt::join(keys, ",")); }
};

BackendResult<Accounts> accounts_of(const Profiled& profiled, const ParsedTransaction& transaction,
                                    const MessageView& message) {
  const auto simulated = simulate(profiled, transaction, {});  // tells the addresses that lookup tables bring in
  if (!simulated) return std::unexpected(simulated.error());
  Accounts accounts;
  for (const Pubkey& key : message.keys) accounts.keys.push_back(quote(key));
  const std::string loaded = json_member(*simulated, "loadedAddresses");
  for (const std::string_view kind : {"writable", "readonly"}) {
    for (std::string& key : json_elements(json_member(loaded, kind))) accounts.keys.push_back(std::move(key));
  }
  for (const std::string& text : accounts.keys) {
    const auto key = parse_pubkey(unquoted(text));
    if (!key) return fail(BackendCode::kInternal, "the simulation names an address that is none");
    auto state =
        profiled.backend.account_json(profiled.slot, *key, fmt::format(R"({{"encoding":"{}"}})", profiled.encoding));
    if (!state) return std::unexpected(state.error());
    accounts.states.push_back(std::move(*state));
  }
  return accounts;
}

/// What a run left behind, and what of it a UiProfileResult shows.
struct Run {
  std::string error;
  std::uint64_t units = 0;
  std::vector<std::string> logs, states;
  [[nodiscard]] bool failed() const { return error != "null"; }
};

BackendResult<Run> run(const Profiled& profiled, const ParsedTransaction& transaction, const Accounts& accounts) {
  const auto simulated = simulate(profiled, transaction, accounts.list());
  if (!simulated) return std::unexpected(simulated.error());
  Run run{.error = json_member(*simulated, "err"),
          .logs = json_elements(json_member(*simulated, "logs")),
          .states = json_elements(json_member(*simulated, "accounts"))};
  const std::string units = json_member(*simulated, "unitsConsumed");
  std::from_chars(units.data(), units.data() + units.size(), run.units);
  run.states.resize(accounts.keys.size(), "null");
  return run;
}

/// Of accounts whose place `shown` allows, from `before` to `after`.
std::string states_json(const Accounts& accounts, const MessageView& message, const std::vector<std::string>& before,
                        const Run& after, const std::function<bool(std::size_t)>& shown) {
  std::string states;
  for (std::size_t at = 0; at < accounts.keys.size(); ++at) {
    if (!shown(at)) continue;
    states += fmt::format(
        "{}{}:{}", states.empty() ? "" : ",", accounts.keys[at],
        message.writable(at) ? change_json(before[at], after.states[at], after.failed()) : R"({"type":"readonly"})");
  }
  return states;
}

std::string result_json(std::string_view states, std::uint64_t units, const std::string& error,
                        std::span<const std::string> logs) {
  return fmt::format(R"({{"accountStates":{{{}}},"computeUnitsConsumed":{},"errorMessage":{},"logMessages":[{}]}})",
                     states, units, error_message(error), fmt::join(logs, ","));
}

/// An instruction is what a run of it and all before it shows beyond a run without it. Ends with the first that fails: the others are
/// not executed.
BackendResult<std::string> instructions_json(const Profiled& profiled, const Accounts& accounts,
                                             const MessageView& message) {
  std::string profiles;
  Run before{.error = "null", .logs = {}, .states = accounts.states};
  for (std::size_t at = 0; at < message.instructions.size() && !before.failed(); ++at) {
    const auto transaction = profiled.backend.parse(first_instructions(message, at + 1), /*verify_signatures=*/false);
    if (!transaction) return std::unexpected(transaction.error());
    auto after = run(profiled, **transaction, accounts);
    if (!after) return std::unexpected(after.error());
    const InstructionView& instruction = message.instructions[at];
    const auto concerned = [&](std::size_t place) {
      return place == instruction.program ||
             std::ranges::find(instruction.accounts, place) != instruction.accounts.end();
    };
    const std::size_t logged = std::min(before.logs.size(), after->logs.size());
    profiles +=
        (profiles.empty() ? "" : ",") + result_json(states_json(accounts, message, before.states, *after, concerned),
                                                    after->units - std::min(before.units, after->units), after->error,
                                                    std::span(after->logs).subspan(logged));
    before = std::move(*after);
  }
  return fmt::format(R"("instructionProfiles":[{}],)", profiles);
}

BackendResult<std::string> profile(const Profiled& profiled, const ParsedTransaction& transaction,
                                   const MessageView& message, bool instructions) {
  const auto accounts = accounts_of(profiled, transaction, message);
  if (!accounts) return std::unexpected(accounts.error());
  const auto whole = run(profiled, transaction, *accounts);
  if (!whole) return std::unexpected(whole.error());
  std::string each;
  if (instructions && !message.instructions.empty()) {
    auto profiles = instructions_json(profiled, *accounts, message);
    if (!profiles) return profiles;
    each = std::move(*profiles);
  }
  std::string readonly;
  for (std::size_t at = 0; at < accounts->keys.size(); ++at) {
    if (message.writable(at) || accounts->states[at] == "null") continue;
    readonly += fmt::format("{}{}:{}", readonly.empty() ? "" : ",", accounts->keys[at], accounts->states[at]);
  }
  const auto every = [](std::size_t) { return true; };
  return fmt::format(R"({{{}"key":{},"readonlyAccountStates":{{{}}},"slot":{},"transactionProfile":{}}})", each,
                     quote(transaction.signature()), readonly, profiled.slot.value(),
                     result_json(states_json(*accounts, message, accounts->states, *whole, every), whole->units,
                                 whole->error, whole->logs));
}

}  // namespace

// Surfpool's name, parameters and answer: a transaction in base64, a tag (taken, and nothing is kept under it), {encoding, depth}. Runs it
// with the newest blockhash and commits nothing; with depth "instruction", which is the default, once more for each instruction.
Reply surfnet_profile_transaction(const Call& call) {
  ZESTRON_RPC_CHECK(expect_developer(call, "surfnet_profileTransaction"));
  ZESTRON_RPC_CHECK(call.params.expect(1, 3));
  ZESTRON_RPC_TRY(text, call.params[0].string());
  if (call.params[1].present()) ZESTRON_RPC_CHECK(call.params[1].string());
  ZESTRON_RPC_TRY(config, call.params.config(2, "RpcProfileResultConfig"));
  ZESTRON_RPC_TRY(encoding, config["encoding"].variant({"base64", "jsonParsed", "base64+zstd"}));
  ZESTRON_RPC_TRY(depth, config["depth"].variant({"transaction", "instruction"}));
  const auto wire = codec::base64_decode(text);
  if (!wire) return invalid_params("Invalid base64 encoding of the transaction");
  const auto message = view_message(*wire);
  if (!message) return invalid_params("Invalid params: the bytes are no transaction");
  ZESTRON_RPC_TRY(transaction, parse_transaction(call.backend, *wire));
  const Slot at = call.backend.bounds().processed;
  ZESTRON_RPC_TRY(result, told(profile({call.backend, encoding.value_or("jsonParsed"), at}, *transaction, *message,
                                       depth != "transaction")));
  return with_context(call, at, result);
}

}  // namespace zestron::chain_rpc::methods
