#include "api/operations/shown.hpp"
#include "api/operations/table.hpp"

namespace zestron::api::operation {
namespace {

Answer run(const nlohmann::json& parameters, NodeControl& node) {
  const auto key = key_in(parameters, "wallet");
  const auto agents = node.agents();
  const bool ours =
      key && std::ranges::any_of(agents->agents, [&](const AgentView& agent) { return agent.wallet == key; });
  if (!ours)
    return problem(ProblemKind::kNotFound, "no agent of this node acts for it; GET /api/v1/wallets lists them");
  const auto wallet = node.wallet(*key);
  if (!wallet) return std::unexpected(wallet.error());
  if (!*wallet) return problem(ProblemKind::kNotFound, "its owner has not opened it yet: `zestron wallet open` does");
  return shown::wallet(**wallet);
}

}  // namespace

Operation wallets_get() {
  return {.name = "wallets.get",
          .path = "/api/v1/wallets/{wallet}",
          .summary = "Shows balances, positions and allowances of a wallet as the chain has them, confirmed.",
          .parameters = schemas::object({{"wallet", schemas::address()}}),
          .result = shown::wallet_schema(),
          .problems = {ProblemKind::kNotFound},
          .run = run};
}

}  // namespace zestron::api::operation
