#include "protocols/swap_pool/pool.hpp"

#include "protocols/keys.hpp"
#include "protocols/remembered.hpp"

#include <grapnel/client/client.hpp>

#include <swap_pool/quote.hpp>
#include <swap_pool/swap_pool.hpp>

#include <cstring>

namespace zestron::protocols::swap_pool {
namespace {

using ::swap_pool::Fees;
using ::swap_pool::SwapV1;

constexpr std::uint64_t kWhole = 10'000;  // hundredths of a percent

// Of valid fees below one: denominators are at most 10^9, so the product of the larger fraction fits 128 bits.
std::uint32_t bps_of(const Fees& fees) {
  __extension__ using Wide = unsigned __int128;
  const auto [numerator, denominator] = ::swap_pool::trade_fraction(fees);
  return static_cast<std::uint32_t>((static_cast<Wide>(numerator) * kWhole + denominator - 1) / denominator);
}

Fees fees_of(const Pool& pool) {
  Fees fees{};
  std::memcpy(&fees, pool.fees.data(), sizeof(Fees));
  return fees;
}

std::optional<std::uint64_t> value_of(const grapnel::Checked<std::uint64_t>& checked) {
  return checked ? std::optional<std::uint64_t>(checked.value()) : std::nullopt;
}

std::optional<Amounts> both(const grapnel::Checked<std::uint64_t>& a, const grapnel::Checked<std::uint64_t>& b) {
  return a && b ? std::optional(Amounts{a.value(), b.value()}) : std::nullopt;
}

Pubkey known_authority(const Pubkey& pool) {
  thread_local Remembered<Pubkey, 1> known;
  return known({pool}, [&] { return to_host(::swap_pool::find_authority(to_program(pool)).address); });
}

}  // namespace

Pubkey program_id() { return to_host(::swap_pool::kProgramId); }

std::optional<Pool> decode(const Pubkey& address, const Pubkey& owner, ByteView data) {
  if (owner != program_id()) return std::nullopt;
  const auto state = grapnel::client::account<SwapV1>(data);
  if (!state || state->is_initialized != 1 || state->curve_type != ::swap_pool::kConstantProduct ||
      !::swap_pool::are_valid(state->fees))
    return std::nullopt;
  const auto key = [](const auto& field) { return to_host(field.get()); };
  const auto* fees = reinterpret_cast<const std::uint8_t*>(&state->fees);
  return Pool{.address = address,
              .authority = known_authority(address),
              .mint_a = key(state->token_a_mint),
              .mint_b = key(state->token_b_mint),
              .vault_a = key(state->token_a),
              .vault_b = key(state->token_b),
              .shares = key(state->pool_mint),
              .share_program = key(state->token_program_id),
              .fee_account = key(state->pool_fee_account),
              .fee_bps = bps_of(state->fees),
              .fees = Bytes(fees, fees + sizeof(Fees))};
}

std::optional<std::uint64_t> quote_swap(const Pool& pool, bool from_a, std::uint64_t amount) {
  ::swap_pool::SwapQuote quote{};
  const ::swap_pool::Reserves reserves{from_a ? pool.reserve_a : pool.reserve_b,
                                       from_a ? pool.reserve_b : pool.reserve_a, pool.supply};
  if (!::swap_pool::quote_swap(amount, reserves, fees_of(pool), quote)) return std::nullopt;
  return quote.amount_out;
}

std::optional<Amounts> quote_deposit(const Pool& pool, std::uint64_t shares) {
  if (pool.supply == 0) return std::nullopt;
  return both(::swap_pool::deposit_for(shares, pool.supply, pool.reserve_a),
              ::swap_pool::deposit_for(shares, pool.supply, pool.reserve_b));
}

std::optional<Amounts> quote_withdrawal(const Pool& pool, std::uint64_t shares) {
  if (pool.supply == 0) return std::nullopt;
  const auto given = shares - ::swap_pool::withdraw_fee(shares, fees_of(pool));
  return both(::swap_pool::withdrawal_of(given, pool.supply, pool.reserve_a),
              ::swap_pool::withdrawal_of(given, pool.supply, pool.reserve_b));
}

std::optional<std::uint64_t> quote_deposit_of_one(const Pool& pool, bool of_a, std::uint64_t amount) {
  if (pool.supply == 0) return std::nullopt;
  return value_of(::swap_pool::quote_deposit_of_one_side(amount, of_a ? pool.reserve_a : pool.reserve_b, pool.supply,
                                                         fees_of(pool)));
}

std::optional<std::uint64_t> quote_withdrawal_of_one(const Pool& pool, bool of_a, std::uint64_t amount) {
  if (pool.supply == 0) return std::nullopt;
  const auto fees = fees_of(pool);
  const auto shares =
      ::swap_pool::quote_withdrawal_of_one_side(amount, of_a ? pool.reserve_a : pool.reserve_b, pool.supply, fees);
  if (!shares) return std::nullopt;
  return value_of(shares + ::swap_pool::withdraw_fee(shares.value(), fees));
}

}  // namespace zestron::protocols::swap_pool
