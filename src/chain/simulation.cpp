#include "chain/simulation.hpp"

#include "codec/base58.hpp"
#include "codec/base64.hpp"

#include <nlohmann/json.hpp>

namespace zestron::chain {
namespace {

using Json = nlohmann::json;

std::optional<ports::AccountState> parse_account(const Json& json) {
  if (json.is_null()) return std::nullopt;
  ports::AccountState account;
  account.lamports = Lamports(json.at("lamports").get<std::uint64_t>());
  account.owner = codec::from_base58<Pubkey>(json.at("owner").get<std::string>()).value_or(Pubkey{});
  account.executable = json.at("executable").get<bool>();
  account.data = codec::base64_decode(json.at("data").at(0).get<std::string>()).value_or(Bytes{});
  return account;
}

}  // namespace

std::string simulation_options(std::span<const Pubkey> accounts_after) {
  Json options{{"sigVerify", false}, {"replaceRecentBlockhash", false}};
  if (!accounts_after.empty()) {
    Json addresses = Json::array();
    for (const Pubkey& key : accounts_after) addresses.push_back(codec::to_base58(key));
    options["accounts"] = {{"encoding", "base64"}, {"addresses", std::move(addresses)}};
  }
  return options.dump();
}

ports::ChainOutcome<ports::Simulation> parse_simulation(std::string_view text) {
  // The library throws on a missing field; that stays inside.
  try {
    const Json json = Json::parse(text);
    ports::Simulation simulation;
    if (const Json& error = json.at("err"); !error.is_null()) simulation.error_json = error.dump();
    if (const auto logs = json.find("logs"); logs != json.end() && logs->is_array()) {
      simulation.logs = logs->get<std::vector<std::string>>();
    }
    if (const auto units = json.find("unitsConsumed"); units != json.end() && units->is_number_unsigned()) {
      simulation.compute_units = units->get<std::uint64_t>();
    }
    if (const auto accounts = json.find("accounts"); accounts != json.end() && accounts->is_array()) {
      for (const Json& account : *accounts) simulation.accounts.push_back(parse_account(account));
    }
    return simulation;
  } catch (const Json::exception& error) {
    return fail(ports::ChainError::kUnavailable,
                std::string("the simulation's answer cannot be read: ") + error.what());
  }
}

}  // namespace zestron::chain
