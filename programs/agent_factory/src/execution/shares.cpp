#include <swap_pool/swap_v1.hpp>

#include "execution.hpp"

namespace agent_factory {

namespace {

using Accounts = RemainingAccounts::Iterator;

// One unit of the mint; null if nobody has said what it is worth.
const UnitPrice* price_of(const Execution& x, const Prices& prices, const Pubkey& mint) {
  static constexpr UnitPrice kItself{};
  if (mint == x.agent.quote_mint) return &kItself;
  for (u64 at = 0; at < prices.count; ++at) {
    if (*prices.mints[at] == mint) return &prices.prices[at];
  }
  return nullptr;
}

// What lies in the pool's vault, which must be the next account.
Result<> read_reserve(Accounts& account, const Pubkey& vault, u64& reserve) {
  ++account;
  const token_interface::Account* held = (*account).key() == vault ? token_account(*account) : nullptr;
  if (held == nullptr) return fail(AgentError::PriceAccountInvalid);
  reserve = held->amount;
  return ok;
}

// How many shares there are: of the next account.
Result<> read_supply(Accounts& account, const Pubkey& shares, u64& supply) {
  ++account;
  const AccountView mint = *account;
  const bool is_mint = mint.key() == shares && mint.size() >= token_interface::Mint::kSize;
  if (!is_mint) return fail(AgentError::PriceAccountInvalid);
  // grapnel-lint: allow(untyped-data) the pool says that it is its share mint, which a pool proves when it begins
  supply = reinterpret_cast<const token_interface::Mint*>(mint.bytes())->supply;
  return ok;
}

}  // namespace

// The state of after the call: the same that the shares are worth to whoever takes them over.
Result<> price_shares(Execution& x, const Prices& prices, Accounts& account) {
  constexpr u64 kNeeded = 4;
  const auto* pool = data_as<swap_pool::SwapV1>(*account, swap_pool::kProgramId);
  if (account.left() < kNeeded || pool == nullptr || pool->is_initialized == 0) {
    return fail(AgentError::PriceAccountInvalid);
  }
  PoolValue value{};
  GRAPNEL_TRY(read_reserve(account, pool->token_a, value.reserve_0));
  GRAPNEL_TRY(read_reserve(account, pool->token_b, value.reserve_1));
  GRAPNEL_TRY(read_supply(account, pool->pool_mint, value.supply));
  const UnitPrice* price_0 = price_of(x, prices, pool->token_a_mint);
  const UnitPrice* price_1 = price_of(x, prices, pool->token_b_mint);
  if (price_0 == nullptr || price_1 == nullptr) return fail(AgentError::PriceMissing);
  const Pubkey shares = pool->pool_mint;
  for (Line& line : x) {
    if (!(line.mint->mint == shares)) continue;
    UnitPrice unit;
    if (!share_price(value, *price_0, *price_1, line.has_decreased() ? Rounding::Up : Rounding::Down, unit)) {
      return fail(AgentError::PriceOutOfRange);
    }
    line.is_priced = line.is_share = true;
    line.numerator = unit.numerator;
    line.denominator = unit.denominator;
  }
  return ok;
}

}  // namespace agent_factory
