#include "app/node/cluster_accounts.hpp"

#include "app/node/clone.hpp"

#include <fmt/format.h>

namespace zestron::node {

std::expected<std::vector<chain::HostWrite>, std::string> ClusterAccounts::fetch(std::span<const Pubkey> keys) {
  std::vector<chain::HostWrite> found;
  if (auto added = add(keys, found); !added) return std::unexpected(std::move(added.error()));
  std::vector<Pubkey> code;
  for (const chain::HostWrite& account : found) {
    if (const auto address = code_address(account)) code.push_back(*address);
  }
  if (code.empty()) return found;
  if (auto added = add(code, found); !added) return std::unexpected(std::move(added.error()));
  return found;
}

std::expected<void, std::string> ClusterAccounts::add(std::span<const Pubkey> keys,
                                                      std::vector<chain::HostWrite>& found) {
  auto accounts = cluster_.accounts(keys, Commitment::kConfirmed);
  if (!accounts) {
    return std::unexpected(
        fmt::format("{}, which this chain goes on from, refuses: {}", cluster_.url(), accounts.error().message));
  }
  for (std::size_t at = 0; at < keys.size(); ++at) {
    std::optional<ports::AccountState>& account = (*accounts)[at];
    if (!account) continue;
    if (auto ours = as_ours(keys[at], std::move(*account))) found.push_back(std::move(*ours));
  }
  return {};
}

}  // namespace zestron::node
