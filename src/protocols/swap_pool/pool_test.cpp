#include "protocols/swap_pool/pool.hpp"

#include "codec/transaction/transaction.hpp"
#include "protocols/client/programs.hpp"
#include "protocols/keys.hpp"
#include "protocols/swap_pool/new_pool.hpp"
#include "protocols/token/token.hpp"

#include <gtest/gtest.h>
#include <swap_pool/record.hpp>

#include <array>
#include <cstring>

namespace zestron::protocols::swap_pool {
namespace {

Pubkey key(std::uint8_t byte) {
  Pubkey out;
  out.value().fill(byte);
  return out;
}

Bytes record_of(const ::swap_pool::Fees& fees) {
  const auto record = ::swap_pool::record_of({.pool = to_program(key(7)),
                                              .mint_a = to_program(key(1)),
                                              .mint_b = to_program(key(2)),
                                              .vault_a = to_program(key(3)),
                                              .vault_b = to_program(key(4)),
                                              .shares = to_program(key(5)),
                                              .fees = to_program(key(6))},
                                             fees, grapnel::Pubkey{});
  Bytes out(pool_space());
  out[0] = ::swap_pool::SwapV1::kDiscriminator[0];
  std::memcpy(out.data() + 1, &record, sizeof record);
  return out;
}

Pool pool_of(const ::swap_pool::Fees& fees) {
  auto pool = decode(key(1), client::find("swap_pool")->id, record_of(fees)).value();
  pool.reserve_a = 1'000'000;
  pool.reserve_b = 50'000'000;
  pool.supply = first_shares();
  return pool;
}

const ::swap_pool::Fees kFees{25, 10'000, 5, 10'000, 1, 100, 20, 100};

TEST(SwapPool, a_record_is_read_by_its_names) {
  const auto pool = pool_of(kFees);
  EXPECT_EQ(pool.mint_a, key(1));
  EXPECT_EQ(pool.mint_b, key(2));
  EXPECT_EQ(pool.vault_a, key(3));
  EXPECT_EQ(pool.vault_b, key(4));
  EXPECT_EQ(pool.shares, key(5));
  EXPECT_EQ(pool.fee_account, key(6));
}

TEST(SwapPool, what_is_no_pool_is_none) {
  const auto program = client::find("swap_pool")->id;
  auto record = record_of(kFees);
  EXPECT_FALSE(decode(key(1), key(9), record));
  EXPECT_FALSE(decode(key(1), program, ByteView(record).first(record.size() - 1)));
  record[1] = 0;
  EXPECT_FALSE(decode(key(1), program, record)) << "not initialised";
  record = record_of(kFees);
  record[0] = 2;
  EXPECT_FALSE(decode(key(1), program, record)) << "another version";
}

TEST(SwapPool, quotes_take_the_fees_of_the_pool) {
  const auto pool = pool_of(kFees);
  // 10,000 less 25 and 5; 50,000,000 · 9,970 ÷ 1,009,970, rounded down.
  EXPECT_EQ(quote_swap(pool, true, 10'000), 493'579U);
  EXPECT_EQ(quote_deposit(pool, 1'000'000)->a, 1'000U);
  EXPECT_EQ(quote_deposit(pool, 1'000'001)->a, 1'001U) << "rounded up";
  EXPECT_EQ(quote_withdrawal(pool, 1'000'000)->b, 49'500U) << "less a hundredth";
  const auto shares = quote_deposit_of_one(pool, true, 10'000).value();
  EXPECT_LT(shares, 4'988'000U);
  EXPECT_GT(quote_withdrawal_of_one(pool, true, 10'000).value(), shares);
}

TEST(SwapPool, no_quote_beyond_the_pool) {
  auto pool = pool_of(kFees);
  EXPECT_FALSE(quote_swap(pool, true, 0));
  EXPECT_FALSE(quote_swap(pool, true, ~std::uint64_t{0}));
  EXPECT_FALSE(quote_withdrawal_of_one(pool, true, pool.reserve_a));
  pool.supply = 0;
  EXPECT_FALSE(quote_deposit(pool, 1));
  EXPECT_FALSE(quote_withdrawal(pool, 1));
  EXPECT_FALSE(quote_deposit_of_one(pool, true, 1));
}

TEST(SwapPool, a_new_pool_of_both_token_programs_fits_one_transaction) {
  const NewPool pool{
      key(1), key(2), key(3), {key(4), token::kToken, 9, key(5), 1}, {key(6), token::kToken2022, 6, key(7), 1}};
  auto instructions = lay_out(pool, {Lamports(3'145'920), Lamports(1'461'600)});
  const auto* program = client::find("swap_pool");
  auto built = client::build(
      {*program,
       *program->instruction("initialize"),
       initialize_accounts(pool),
       {{"fees",
         {{"trade_fee_numerator", 25},
          {"trade_fee_denominator", 10'000},
          {"owner_trade_fee_numerator", 5},
          {"owner_trade_fee_denominator", 10'000},
          {"owner_withdraw_fee_numerator", 0},
          {"owner_withdraw_fee_denominator", 0},
          {"host_fee_numerator", 0},
          {"host_fee_denominator", 0}}},
        {"curve_type", 0},
        {"curve_parameters", std::string(64, '0')}},
       pool.maker},
      [](const Pubkey&) -> std::expected<std::optional<client::AccountOnChain>, std::string> { return std::nullopt; },
      [](std::string_view, const client::Names&) -> std::expected<std::optional<Pubkey>, std::string> {
        return std::nullopt;
      });
  ASSERT_TRUE(built.has_value()) << built.error();
  for (const auto& mint : initialize_mints(pool)) built->instruction.accounts.push_back(mint);
  EXPECT_EQ(built->instruction.accounts.size(), 9U) << "Token-2022's mint stands behind the accounts";
  instructions.push_back(built->instruction);
  const auto message = codec::compile_message(pool.maker, instructions, Hash{});
  ASSERT_TRUE(message.has_value());
  constexpr std::size_t kPacket = 1232, kSignatures = 1 + 3 * 64;
  EXPECT_LE(kSignatures + message->serialize().size(), kPacket);
}

}  // namespace
}  // namespace zestron::protocols::swap_pool
