#include "protocols/swap_pool/pool.hpp"

#include "protocols/client/programs.hpp"

#include <swap_pool/quote.hpp>
#include <swap_pool/swap_v1.hpp>

#include <cstring>

namespace zestron::protocols::swap_pool {
namespace {

using ::swap_pool::Fees;
using ::swap_pool::SwapV1;

Pubkey key_at(ByteView record, std::size_t offset) {
  Pubkey out;
  std::memcpy(out.data(), record.data() + offset, Pubkey::kSize);
  return out;
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

}  // namespace

std::optional<Pool> read_pool(const Pubkey& owner, ByteView data) {
  const auto* program = client::find("swap_pool");
  if (owner != program->id || data.size() != ::swap_pool::kSwapV1Space ||
      program->account_of(data) != program->account("SwapV1"))
    return std::nullopt;
  const auto record = data.subspan(SwapV1::kDiscriminator.size());
  if (record[0] == 0) return std::nullopt;
  const auto fees = record.subspan(offsetof(SwapV1, fees), sizeof(Fees));
  return Pool{.mint_a = key_at(record, offsetof(SwapV1, token_a_mint)),
              .mint_b = key_at(record, offsetof(SwapV1, token_b_mint)),
              .vault_a = key_at(record, offsetof(SwapV1, token_a)),
              .vault_b = key_at(record, offsetof(SwapV1, token_b)),
              .shares = key_at(record, offsetof(SwapV1, pool_mint)),
              .fee_account = key_at(record, offsetof(SwapV1, pool_fee_account)),
              .fees = Bytes(fees.begin(), fees.end())};
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
