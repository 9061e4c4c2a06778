#include "app/cli/protocol/pool_view.hpp"

#include "app/cli/protocol/units.hpp"
#include "app/cli/protocol/verb.hpp"
#include "codec/base58.hpp"

#include <fmt/format.h>

namespace zestron::cli {
namespace {

namespace swaps = protocols::swap_pool;

std::expected<std::uint64_t, std::string> tokens_in(ChainView& chain, const Pubkey& vault) {
  const auto account = chain.account(vault);
  if (!account) return std::unexpected(account.error());
  const auto held = *account ? protocols::token::read_account((*account)->owner, (*account)->data) : std::nullopt;
  if (!held) return std::unexpected(codec::to_base58(vault) + " is no token account any more");
  return held->amount;
}

std::expected<PoolToken, std::string> token_of(ChainView& chain, const Pubkey& mint) {
  const auto view = chain.mint(mint);
  if (!view) return std::unexpected(view.error());
  return PoolToken{mint, view->program, view->mint.decimals};
}

Fact amount(std::string name, std::uint64_t units, const PoolToken& token) {
  return {std::move(name), std::to_string(units), format_amount(units, token.decimals)};
}

}  // namespace

std::expected<PoolView, std::string> read_pool(ChainView& chain, const Pubkey& address) {
  const auto account = chain.account(address);
  if (!account) return std::unexpected(account.error());
  auto state = *account ? swaps::decode(address, (*account)->owner, (*account)->data) : std::nullopt;
  if (!state)
    return std::unexpected(
        fmt::format("{} is no pool of swap_pool; `zestron pool accounts swap-v1` lists those there are",
                    codec::to_base58(address)));
  const auto reserve_a = tokens_in(chain, state->vault_a), reserve_b = tokens_in(chain, state->vault_b);
  if (!reserve_a || !reserve_b) return std::unexpected((reserve_a ? reserve_b : reserve_a).error());
  const auto a = token_of(chain, state->mint_a), b = token_of(chain, state->mint_b),
             shares = token_of(chain, state->shares);
  if (!a || !b || !shares) return std::unexpected((!a ? a : !b ? b : shares).error());
  const auto mint = chain.mint(state->shares);
  state->reserve_a = *reserve_a;
  state->reserve_b = *reserve_b;
  state->supply = mint->mint.supply;
  return PoolView{*std::move(state), *a, *b, *shares};
}

std::expected<std::vector<Fact>, std::string> describe_pool(ChainView& chain, const Pubkey& address) {
  const auto pool = read_pool(chain, address);
  if (!pool) return std::unexpected(pool.error());
  const auto entry = chain.account(address_of("governance", "PoolEntry", {{"pool", address}}));
  if (!entry) return std::unexpected(entry.error());
  const auto* listed = *entry ? "true" : "false";
  return std::vector{amount("reserve_a", pool->state.reserve_a, pool->a),
                     amount("reserve_b", pool->state.reserve_b, pool->b),
                     amount("shares", pool->state.supply, pool->shares), Fact{"listed", listed, listed}};
}

}  // namespace zestron::cli
