// The curve and the quotes: every 8-bit pool, and pools of 64 bits against 128-bit arithmetic. What must hold is that k per
// share² never falls, whatever is asked for.
#include <swap_pool/swap_pool.hpp>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace swap_pool {
namespace {

__extension__ using Two = unsigned __int128;

rc::Gen<u64> words() {
  const auto whole = rc::gen::resize(rc::kNominalSize, rc::gen::arbitrary<u64>());
  return rc::gen::map(rc::gen::pair(whole, rc::gen::resize(rc::kNominalSize, rc::gen::inRange(0, 64))),
                      [](const std::pair<u64, int>& p) { return p.first >> p.second; });
}

// Compares a·s² with b·t², of three words each.
struct Three {
  u64 high;
  Two low;
};
Three times_square(u64 a, u64 s) {
  const Two square = static_cast<Two>(s) * s;
  const Two low = static_cast<Two>(static_cast<u64>(square)) * a;
  const Two high = static_cast<Two>(static_cast<u64>(square >> 64)) * a + (low >> 64);
  return {static_cast<u64>(high >> 64), high << 64 | static_cast<u64>(low)};
}
bool at_least(const Three& a, const Three& b) { return a.high != b.high ? a.high > b.high : a.low >= b.low; }

// a/b ≥ s²/t², by a·t² ≥ b·s².
bool per_share_at_least(u64 reserve_after, u64 shares_after, u64 reserve_before, u64 shares_before) {
  return at_least(times_square(reserve_after, shares_before), times_square(reserve_before, shares_after));
}

Unaligned<u64> of(u64 value) { return value; }
Fees fees(u64 trade, u64 trade_of, u64 owner = 0, u64 owner_of = 0, u64 withdraw = 0, u64 withdraw_of = 0, u64 host = 0,
          u64 host_of = 0) {
  return {of(trade), of(trade_of), of(owner), of(owner_of), of(withdraw), of(withdraw_of), of(host), of(host_of)};
}
rc::Gen<Fees> some_fees() {
  const auto denominator = rc::gen::element<u64>(1, 2, 3, 10, 400, 10'000, 999'999'999, kDenominatorMax);
  const auto pair = rc::gen::pair(denominator, rc::gen::inRange<u64>(0, 1'000));
  return rc::gen::suchThat(rc::gen::map(rc::gen::tuple(pair, pair, pair),
                                        [](const auto& t) {
                                          const auto& [a, b, c] = t;
                                          return fees(a.second % a.first, a.first, b.second % b.first, b.first,
                                                      c.second % c.first, c.first);
                                        }),
                           [](const Fees& f) { return are_valid(f); });
}

TEST(Curve, every_trade_of_every_8_bit_pool) {
  for (unsigned r = 1; r < 256; ++r) {
    for (unsigned o = 1; o < 256; ++o) {
      for (unsigned in = 0; in + r < 256; ++in) {
        const auto out = amount_out(static_cast<u8>(in), static_cast<u8>(r), static_cast<u8>(o));
        ASSERT_TRUE(out);
        ASSERT_EQ(out.value(), o * in / (r + in));
        ASSERT_GE((r + in) * (o - out.value()), r * o) << "k falls";
        ASSERT_LT(out.value(), o);
      }
    }
  }
  EXPECT_FALSE(amount_out<u8>(1, 255, 9)) << "more than a vault holds";
}

TEST(Curve, every_round_trip_of_an_8_bit_pool_gains_nothing) {
  for (unsigned r = 1; r < 256; ++r) {
    for (unsigned o = 1; o < 256; ++o) {
      for (unsigned in = 1; in + r < 256; ++in) {
        const u8 out = amount_out(static_cast<u8>(in), static_cast<u8>(r), static_cast<u8>(o)).value();
        const auto back = amount_out(out, static_cast<u8>(o - out), static_cast<u8>(r + in));
        ASSERT_TRUE(back);
        ASSERT_LE(back.value(), in);
      }
    }
  }
}

TEST(Curve, every_deposit_and_withdrawal_of_both_sides) {
  for (unsigned supply = 1; supply < 256; ++supply) {
    for (unsigned r = 1; r < 256; ++r) {
      for (unsigned shares = 1; shares < 256; ++shares) {
        const auto in = deposit_for(static_cast<u8>(shares), static_cast<u8>(supply), static_cast<u8>(r));
        if (in) {
          ASSERT_GE(in.value(), 1u);
          ASSERT_GE((r + in.value()) * supply, r * (supply + shares));
          ASSERT_LT((in.value() - 1) * supply, shares * r) << "one less is too little";
        }
        if (shares > supply) continue;
        const auto out = withdrawal_of(static_cast<u8>(shares), static_cast<u8>(supply), static_cast<u8>(r));
        ASSERT_TRUE(out);
        ASSERT_GE((r - out.value()) * supply, r * (supply - shares));
        ASSERT_GT((out.value() + 1) * supply, shares * r) << "one more would be there";
      }
    }
  }
}

// Exact: one share more for the depositor, or one less for the withdrawer, and k per share² would fall.
TEST(Curve, every_deposit_and_withdrawal_of_one_side) {
  const auto ratio_holds = [](unsigned r_after, unsigned s_after, unsigned r, unsigned s) {
    return r_after * s * s >= r * s_after * s_after;
  };
  for (unsigned s = 1; s < 256; ++s) {
    for (unsigned r = 1; r < 256; ++r) {
      for (unsigned amount = 0; amount < 256; ++amount) {
        const auto in = shares_for_deposit(static_cast<u8>(amount), static_cast<u8>(r), static_cast<u8>(s));
        if (in) {
          ASSERT_TRUE(ratio_holds(r + amount, s + in.value(), r, s));
          ASSERT_FALSE(ratio_holds(r + amount, s + in.value() + 1, r, s));
        }
        const auto out = shares_for_withdrawal(static_cast<u8>(amount), static_cast<u8>(r), static_cast<u8>(s));
        ASSERT_TRUE(!out || amount < r);
        if (!out) continue;
        ASSERT_LT(out.value(), s);
        ASSERT_TRUE(ratio_holds(r - amount, s - out.value(), r, s));
        if (out.value() > 0) ASSERT_FALSE(ratio_holds(r - amount, s - out.value() + 1, r, s));
      }
    }
  }
}

// The fee lies in the reserve; the owner's shares leave the others no less than it would be worth without it.
TEST(Curve, every_owners_fee) {
  for (unsigned s = 1; s < 256; ++s) {
    for (unsigned r = 1; r < 256; ++r) {
      for (unsigned fee = 0; fee <= r; ++fee) {
        const auto shares = shares_for_fee(static_cast<u8>(fee), static_cast<u8>(r), static_cast<u8>(s));
        ASSERT_TRUE(shares);
        const unsigned after = s + shares.value();
        ASSERT_GE(r * s * s, (r - fee) * after * after);
        ASSERT_LE(shares.value(), s);
      }
    }
  }
}

RC_GTEST_PROP(CurveProperty, trades_of_64_bits_are_the_formula, ()) {
  const u64 r = *words();
  const u64 o = *words();
  const u64 in = *words();
  RC_PRE(r != 0);
  const auto out = amount_out(in, r, o);
  const Two after = static_cast<Two>(r) + in;
  RC_ASSERT(static_cast<bool>(out) == (after >> 64 == 0));
  if (out) RC_ASSERT(out.value() == static_cast<Two>(o) * in / after);
}

RC_GTEST_PROP(CurveProperty, a_trade_with_fees_leaves_k_per_share_no_less, ()) {
  const Reserves reserves{*words(), *words(), *words()};
  const Fees taken = *some_fees();
  SwapQuote quote{};
  const u64 in = *words();
  RC_PRE(reserves.in != 0 && reserves.out != 0 && reserves.supply != 0);
  RC_PRE(quote_swap(in, reserves, taken, quote));
  RC_ASSERT(quote.amount_out < reserves.out);
  RC_ASSERT(quote.trade_fee + quote.owner_fee <= in);
  RC_ASSERT(quote.host_shares <= quote.owner_shares);
  // Without the owner's fee k doesn't fall, and the shares for it are worth no more than it.
  const Two k = static_cast<Two>(reserves.in) * reserves.out;
  const u64 worked = in - quote.owner_fee;
  RC_ASSERT((static_cast<Two>(reserves.in) + worked) * (reserves.out - quote.amount_out) >= k);
  const Checked<u64> supply = Checked<u64>{reserves.supply} + quote.owner_shares;
  if (supply) {
    RC_ASSERT(per_share_at_least(reserves.in + in, supply.value(), reserves.in + worked, reserves.supply));
  }
}

RC_GTEST_PROP(CurveProperty, one_side_alone_leaves_k_per_share_no_less, ()) {
  const u64 reserve = *words();
  const u64 supply = *words();
  const u64 amount = *words();
  const Fees taken = *some_fees();
  RC_PRE(reserve != 0 && supply != 0);
  const auto in = quote_deposit_of_one_side(amount, reserve, supply, taken);
  if (in) RC_ASSERT(per_share_at_least(reserve + amount, supply + in.value(), reserve, supply));
  const auto out = quote_withdrawal_of_one_side(amount, reserve, supply, taken);
  if (!out) return;
  RC_ASSERT(out.value() < supply && amount < reserve);
  RC_ASSERT(per_share_at_least(reserve - amount, supply - out.value(), reserve, supply));
}

RC_GTEST_PROP(CurveProperty, in_and_out_of_one_side_gains_nothing, ()) {
  const u64 reserve = *words() >> 1;
  const u64 supply = *words() >> 1;
  const u64 amount = *words() >> 1;
  const Fees taken = *some_fees();
  RC_PRE(reserve != 0 && supply != 0);
  const auto shares = quote_deposit_of_one_side(amount, reserve, supply, taken);
  RC_PRE(shares && Checked<u64>{supply} + shares.value());
  const auto back = quote_withdrawal_of_one_side(amount, reserve + amount, supply + shares.value(), taken);
  if (back) RC_ASSERT(back.value() >= shares.value());
}

RC_GTEST_PROP(FeesProperty, what_remains_before_fees_is_enough, ()) {
  const Fees taken = *some_fees();
  const u64 net = *words();
  const auto gross = before_trade_fees(net, taken);
  if (!gross) return;
  const TradeFees both = trade_fees(gross.value(), taken);
  RC_ASSERT(gross.value() - both.trade - both.owner >= net);
}

TEST(Fees, an_amount_before_fees_always_exists_where_it_fits) {
  for (u64 net = 0; net < 5'000; ++net) {
    for (const Fees& taken : {fees(0, 0), fees(1, 1'000'000'000, 1, 1'000'000'000), fees(25, 10'000, 5, 10'000),
                              fees(1, 2, 1, 3), fees(499'999'999, kDenominatorMax, 500'000'000, kDenominatorMax)}) {
      ASSERT_TRUE(are_valid(taken));
      ASSERT_TRUE(before_trade_fees(net, taken)) << net;
    }
  }
}

TEST(Fees, a_fee_is_at_least_one_unit) {
  EXPECT_EQ(fee_of<u64>(1, 1, 1'000), 1u);
  EXPECT_EQ(fee_of<u64>(0, 1, 1'000), 0u);
  EXPECT_EQ(fee_of<u64>(1'999, 1, 1'000), 1u);
  EXPECT_EQ(fee_of<u64>(~u64{0}, 999'999'999, kDenominatorMax), 18'446'744'055'262'807'541u);
  EXPECT_EQ(fee_of<u64>(5, 0, 0), 0u);
}

TEST(Fees, which_fractions_are_taken) {
  EXPECT_TRUE(are_valid(fees(0, 0)));
  EXPECT_TRUE(are_valid(fees(0, 5)));
  EXPECT_TRUE(are_valid(fees(4, 5)));
  EXPECT_FALSE(are_valid(fees(5, 5)));
  EXPECT_FALSE(are_valid(fees(1, 0)));
  EXPECT_FALSE(are_valid(fees(1, kDenominatorMax + 1)));
  EXPECT_FALSE(are_valid(fees(1, 2, 1, 2))) << "nothing would be left to trade";
  EXPECT_TRUE(are_valid(fees(1, 2, 499, 1'000)));
  EXPECT_FALSE(are_valid(fees(0, 0, 0, 0, 1, 1)));
  EXPECT_FALSE(are_valid(fees(0, 0, 0, 0, 0, 0, 2, 1)));
}

// token-swap's own figures: its tests' pool of 1,000 × 50,000 and fees of 1/100 and 2/100, bought with 100.
TEST(Quote, is_token_swaps) {
  SwapQuote quote{};
  ASSERT_TRUE(quote_swap(100, {1'000, 50'000, kInitialSupply}, fees(1, 100), quote));
  EXPECT_EQ(quote.amount_out, 4'504u);
  EXPECT_EQ(quote.trade_fee, 1u);
  ASSERT_TRUE(quote_swap(100, {1'000, 50'000, kInitialSupply}, fees(1, 100, 2, 100), quote));
  EXPECT_EQ(quote.owner_fee, 2u);
  EXPECT_EQ(quote.amount_out, 4'421u);
  EXPECT_FALSE(quote_swap(0, {1'000, 50'000, kInitialSupply}, fees(0, 0), quote));
  EXPECT_FALSE(quote_swap(1, {1'000, 999, kInitialSupply}, fees(0, 0), quote)) << "buys nothing";
  EXPECT_FALSE(quote_swap(~u64{0}, {1, 1, 1}, fees(0, 0), quote)) << "more than a vault holds";
  EXPECT_TRUE(quote_swap(~u64{0} - 1, {1, 1 << 20, 1}, fees(0, 0), quote));
}

}  // namespace
}  // namespace swap_pool
