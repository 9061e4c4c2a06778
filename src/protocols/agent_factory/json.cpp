#include "protocols/agent_factory/json.hpp"

#include "codec/base58.hpp"
#include "codec/hex.hpp"

#include <grapnel/reflect.hpp>

namespace zestron::protocols::agent_factory {

namespace {

using Json = nlohmann::ordered_json;

Json value(const grapnel::Pubkey& key) { return codec::to_base58(to_host(key)); }
Json value(const program::Hash256& hash) { return codec::hex_encode(ByteView(hash.items)); }
Json value(std::uint64_t count) { return std::to_string(count); }
Json value(std::int64_t time) { return time; }
Json value(grapnel::Lamports lamports) { return std::to_string(lamports.value()); }

template <class T>
Json value(const T& fields);

/// The fields of a plain struct under their own names: the IDL is made from the same names.
template <class T>
void add_fields(Json& out, const T& fields) {
  grapnel::detail::with_indices<grapnel::detail::kFieldCount<T>>([&]<grapnel::usize... I>() {
    ((out[std::string(grapnel::detail::kFieldName<T, I>.data, grapnel::detail::kFieldName<T, I>.size)] =
          value(grapnel::detail::field_at<I>(fields))),
     ...);
  });
}

template <class T>
Json value(const T& fields) {
  Json out = Json::object();
  add_fields(out, fields);
  return out;
}

std::string_view to_string(program::AccountRole role) {
  switch (role) {
    case program::AccountRole::WalletToken: return "wallet_token";
    case program::AccountRole::WalletPosition: return "wallet_position";
    case program::AccountRole::Wallet: return "wallet";
    case program::AccountRole::Purse: return "purse";
    case program::AccountRole::FixedKey0: return "fixed_key_0";
    case program::AccountRole::FixedKey1: return "fixed_key_1";
  }
  return "unknown";
}

std::string_view to_string(program::SuspendedBy by) {
  switch (by) {
    case program::SuspendedBy::Nobody: return "nobody";
    case program::SuspendedBy::Owner: return "owner";
    case program::SuspendedBy::Threshold: return "threshold";
  }
  return "unknown";
}

Json allow_entry(const program::AllowEntry& entry) {
  Json rules = Json::array();
  for (std::size_t i = 0; i < entry.rule_count; ++i) {
    rules.push_back({{"position", entry.rules[i].position}, {"role", to_string(entry.rules[i].role)}});
  }
  return {{"program", value(entry.program)},
          {"instruction_prefix", codec::hex_encode(ByteView(entry.instruction_prefix.items).first(entry.prefix_size))},
          {"fixed_keys", {value(entry.fixed_keys[0]), value(entry.fixed_keys[1])}},
          {"rules", std::move(rules)}};
}

}  // namespace

std::string_view to_string(program::Lifecycle lifecycle) {
  switch (lifecycle) {
    case program::Lifecycle::Created: return "created";
    case program::Lifecycle::Licensed: return "licensed";
    case program::Lifecycle::Active: return "active";
    case program::Lifecycle::Suspended: return "suspended";
    case program::Lifecycle::Retired: return "retired";
  }
  return "unknown";
}

nlohmann::ordered_json to_json(const Pubkey& address, const AgentState& agent) {
  Json executors = Json::array(), allow_list = Json::array();
  for (std::size_t i = 0; i < agent.executor_count; ++i) executors.push_back(value(agent.executors[i]));
  for (std::size_t i = 0; i < agent.allow_count; ++i) allow_list.push_back(allow_entry(agent.allow_list[i]));
  return {{"address", codec::to_base58(address)},
          {"version", agent.version},
          {"lifecycle", to_string(agent.lifecycle)},
          {"is_active", program::is_active(agent)},
          {"resume_to", to_string(agent.resume_to)},
          {"suspended_by", to_string(agent.suspended_by)},
          {"owner", value(agent.owner)},
          {"upgrade_authority", value(agent.upgrade_authority)},
          {"rent_payer", value(agent.rent_payer)},
          {"agent_id", value(agent.agent_id)},
          {"created_at", agent.created_at},
          {"created_slot", value(agent.created_slot)},
          {"suspended_at", agent.suspended_at},
          {"config_uri", config_uri(agent)},
          {"config_hash", value(agent.config_hash)},
          {"terms", value(agent.terms)},
          {"suspended_terms", value(agent.suspended_terms)},
          {"quote_mint", value(agent.quote_mint)},
          {"thresholds", value(agent.thresholds)},
          {"executors", std::move(executors)},
          {"allow_list", std::move(allow_list)},
          {"performance_metrics", value(agent.performance_metrics)},
          {"claimed_performance", value(agent.claimed_performance)}};
}

nlohmann::ordered_json to_json(const Event& event) {
  Json out = {{"event", name_of(event)}};
  std::visit([&](const auto& fields) { add_fields(out, fields); }, event);
  return out;
}

}  // namespace zestron::protocols::agent_factory
