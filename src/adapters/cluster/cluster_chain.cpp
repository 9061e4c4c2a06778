#include "adapters/cluster/cluster_chain.hpp"

#include "codec/base58.hpp"
#include "codec/base64.hpp"

#include <nlohmann/json.hpp>

namespace zestron::cluster {
namespace {
using nlohmann::json;
using ports::ChainError;

json config(Commitment commitment) { return {{"commitment", to_string(commitment)}}; }

// A server's answer is outside input: what does not have the promised shape is kUnavailable, never an exception.
std::unexpected<Failure<ChainError>> malformed(std::string_view method) {
  return fail(ChainError::kUnavailable,
              "the cluster's answer to " + std::string(method) + " has not the documented shape");
}

std::unexpected<Failure<ChainError>> from_rpc(const RpcFailure& failure) {
  if (failure.code == 0) return fail(ChainError::kUnavailable, failure.message);
  if (failure.code == -32005) return fail(ChainError::kBusy, failure.message);
  std::string message = failure.message;
  const auto data = json::parse(failure.data_json, nullptr, false);
  if (data.is_object() && data.contains("logs") && data["logs"].is_array()) {
    const auto& logs = data["logs"];
    for (std::size_t i = logs.size() > 4 ? logs.size() - 4 : 0; i < logs.size(); ++i) {
      if (logs[i].is_string()) message += "\n  " + logs[i].get<std::string>();
    }
  }
  return fail(ChainError::kRejected, std::move(message));
}

template <class T>
std::optional<T> field(const json& object, const char* name) {
  if (!object.is_object()) return std::nullopt;
  const auto it = object.find(name);
  if (it == object.end()) return std::nullopt;
  if constexpr (std::is_same_v<T, std::string>) {
    if (!it->is_string()) return std::nullopt;
  } else if constexpr (std::is_same_v<T, bool>) {
    if (!it->is_boolean()) return std::nullopt;
  } else {
    if (!it->is_number_integer()) return std::nullopt;
  }
  return it->get<T>();
}

std::optional<ports::AccountState> account_from(const json& value) {
  const auto lamports = field<std::uint64_t>(value, "lamports");
  const auto owner = field<std::string>(value, "owner");
  const auto executable = field<bool>(value, "executable");
  const auto data = value.is_object() && value.contains("data") ? value["data"] : json();
  if (!lamports || !owner || !executable || !data.is_array() || data.empty() || !data[0].is_string())
    return std::nullopt;
  const auto key = codec::from_base58<Pubkey>(*owner);
  auto bytes = codec::base64_decode(data[0].get_ref<const std::string&>());
  if (!key || !bytes) return std::nullopt;
  return ports::AccountState{Lamports(*lamports), *key, *executable, *std::move(bytes)};
}

}  // namespace

std::expected<json, RpcFailure> ClusterChain::call(std::string_view method, const json& params) {
  const std::lock_guard lock(mutex_);
  return client_.call(method, params);
}

ports::ChainOutcome<ports::LatestBlockhash> ClusterChain::latest_blockhash(Commitment commitment) {
  const auto answer = call("getLatestBlockhash", json::array({config(commitment)}));
  if (!answer) return from_rpc(answer.error());
  const auto& value = answer->is_object() && answer->contains("value") ? (*answer)["value"] : json();
  const auto text = field<std::string>(value, "blockhash");
  const auto height = field<std::uint64_t>(value, "lastValidBlockHeight");
  const auto slot = answer->is_object() && answer->contains("context")
                        ? field<std::uint64_t>((*answer)["context"], "slot")
                        : std::nullopt;
  const auto hash = text ? codec::from_base58<Hash>(*text) : std::nullopt;
  if (!hash || !height || !slot) return malformed("getLatestBlockhash");
  return ports::LatestBlockhash{*hash, Slot(*slot), *height};
}

ports::ChainOutcome<ports::Tip> ClusterChain::tip(Commitment commitment) {
  // getEpochInfo says slot and height of one block; getBlockHeight would leave the slot to a second call of another moment.
  const auto answer = call("getEpochInfo", json::array({config(commitment)}));
  if (!answer) return from_rpc(answer.error());
  const auto slot = field<std::uint64_t>(*answer, "absoluteSlot");
  const auto height = field<std::uint64_t>(*answer, "blockHeight");
  if (!slot || !height) return malformed("getEpochInfo");
  return ports::Tip{Slot(*slot), *height};
}

ports::ChainOutcome<std::optional<ports::AccountState>> ClusterChain::account(const Pubkey& key,
                                                                              Commitment commitment) {
  auto options = config(commitment);
  options["encoding"] = "base64";
  const auto answer = call("getAccountInfo", json::array({codec::to_base58(key), options}));
  if (!answer) return from_rpc(answer.error());
  if (!answer->is_object() || !answer->contains("value")) return malformed("getAccountInfo");
  const auto& value = (*answer)["value"];
  if (value.is_null()) return std::nullopt;
  auto state = account_from(value);
  if (!state) return malformed("getAccountInfo");
  return state;
}

ports::ChainOutcome<std::vector<std::optional<ports::AccountState>>> ClusterChain::accounts(
    std::span<const Pubkey> keys, Commitment commitment) {
  auto options = config(commitment);
  options["encoding"] = "base64";
  json list = json::array();
  for (const Pubkey& key : keys) list.push_back(codec::to_base58(key));
  const auto answer = call("getMultipleAccounts", json::array({list, options}));
  if (!answer) return from_rpc(answer.error());
  const auto values = answer->is_object() && answer->contains("value") ? (*answer)["value"] : json();
  if (!values.is_array() || values.size() != keys.size()) return malformed("getMultipleAccounts");
  std::vector<std::optional<ports::AccountState>> states;
  for (const json& value : values) {
    states.push_back(value.is_null() ? std::nullopt : account_from(value));
    if (!value.is_null() && !states.back()) return malformed("getMultipleAccounts");
  }
  return states;
}

ports::ChainOutcome<std::uint64_t> ClusterChain::rent_exempt_minimum(std::size_t data_size) {
  const auto answer = call("getMinimumBalanceForRentExemption", json::array({data_size}));
  if (!answer) return from_rpc(answer.error());
  if (!answer->is_number_integer()) return malformed("getMinimumBalanceForRentExemption");
  return answer->get<std::uint64_t>();
}

ports::ChainOutcome<Signature> ClusterChain::send(ByteView wire) {
  const auto answer =
      call("sendTransaction",
           json::array({codec::base64_encode(wire), {{"encoding", "base64"}, {"preflightCommitment", "confirmed"}}}));
  if (!answer) return from_rpc(answer.error());
  const auto signature =
      answer->is_string() ? codec::from_base58<Signature>(answer->get_ref<const std::string&>()) : std::nullopt;
  if (!signature) return malformed("sendTransaction");
  return *signature;
}

ports::ChainOutcome<ports::Simulation> ClusterChain::simulate(ByteView wire, std::span<const Pubkey> accounts_after) {
  json addresses = json::array();
  for (const auto& key : accounts_after) addresses.push_back(codec::to_base58(key));
  const auto answer =
      call("simulateTransaction", json::array({codec::base64_encode(wire),
                                               {{"encoding", "base64"},
                                                {"commitment", "processed"},
                                                {"accounts", {{"encoding", "base64"}, {"addresses", addresses}}}}}));
  if (!answer) return from_rpc(answer.error());
  if (!answer->is_object() || !answer->contains("value")) return malformed("simulateTransaction");
  const auto& value = (*answer)["value"];
  ports::Simulation simulation;
  if (value.contains("err") && !value["err"].is_null()) simulation.error_json = value["err"].dump();
  if (value.contains("logs") && value["logs"].is_array()) {
    for (const auto& line : value["logs"]) {
      if (line.is_string()) simulation.logs.push_back(line.get<std::string>());
    }
  }
  simulation.compute_units = field<std::uint64_t>(value, "unitsConsumed").value_or(0);
  if (value.contains("accounts") && value["accounts"].is_array()) {
    for (const auto& account : value["accounts"]) simulation.accounts.push_back(account_from(account));
  }
  simulation.accounts.resize(accounts_after.size());
  return simulation;
}

ports::ChainOutcome<ports::Sighting> ClusterChain::sight(const Signature& signature) {
  const auto answer =
      call("getSignatureStatuses",
           json::array({json::array({codec::to_base58(signature)}), {{"searchTransactionHistory", true}}}));
  if (!answer) return from_rpc(answer.error());
  if (!answer->is_object() || !answer->contains("value") || !(*answer)["value"].is_array() ||
      (*answer)["value"].empty()) {
    return malformed("getSignatureStatuses");
  }
  const auto as_of = answer->contains("context") ? field<std::uint64_t>((*answer)["context"], "slot") : std::nullopt;
  if (!as_of) return malformed("getSignatureStatuses");
  const auto& value = (*answer)["value"][0];
  if (value.is_null()) return ports::Sighting{std::nullopt, Slot(*as_of)};
  const auto slot = field<std::uint64_t>(value, "slot");
  const auto level = field<std::string>(value, "confirmationStatus");
  if (!slot) return malformed("getSignatureStatuses");
  ports::SignatureStatus status{Slot(*slot), Commitment::kProcessed, std::nullopt};
  if (level == "confirmed") status.commitment = Commitment::kConfirmed;
  if (level == "finalized") status.commitment = Commitment::kFinalized;
  if (value.contains("err") && !value["err"].is_null()) status.error_json = value["err"].dump();
  return ports::Sighting{std::move(status), Slot(*as_of)};
}

ports::ChainOutcome<std::vector<std::uint64_t>> ClusterChain::recent_priority_fees(std::span<const Pubkey> accounts) {
  json addresses = json::array();
  for (const auto& key : accounts) addresses.push_back(codec::to_base58(key));
  const auto answer = call("getRecentPrioritizationFees", json::array({addresses}));
  if (!answer) return from_rpc(answer.error());
  if (!answer->is_array()) return malformed("getRecentPrioritizationFees");
  std::vector<std::uint64_t> fees;
  for (const auto& slot : *answer) {
    const auto fee = field<std::uint64_t>(slot, "prioritizationFee");
    if (!fee) return malformed("getRecentPrioritizationFees");
    fees.push_back(*fee);
  }
  return fees;
}

}  // namespace zestron::cluster
