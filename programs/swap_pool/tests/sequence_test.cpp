// Random sequences of all instructions, by two people, held to a plain model: what a swap, a deposit and a withdrawal give by
// their formulas in 128 bits; tokens that only move; k per share² that never falls; failures that change nothing.
#include "pool_fixture.hpp"

#include <rapidcheck/gtest.h>
#include <grapnel/testing/paired.hpp>
#include <grapnel/testing/tally.hpp>

#include <array>

namespace swap_pool::test {
namespace {

__extension__ using Two = unsigned __int128;

struct Figures {
  u64 a, b, supply;                        // of the pool
  std::array<std::array<u64, 3>, 2> held;  // by person: A, B, shares
  u64 fee_shares, host_shares;

  friend bool operator==(const Figures&, const Figures&) = default;
};

constexpr std::array<const char*, 7> kNames = {"swap",        "swap with host", "deposit both",    "withdraw both",
                                               "deposit one", "withdraw one",   "withdraw owner's"};

struct Step {
  int kind;
  int person;
  bool is_a;
  u64 amount;
};
void showValue(const Step& step, std::ostream& out) {
  out << "kind " << step.kind << " by " << step.person << (step.is_a ? " A " : " B ") << step.amount;
}

rc::Gen<Step> steps() {
  const auto amounts = rc::gen::weightedOneOf<u64>({{4, rc::gen::inRange<u64>(0, 50'000)},
                                                    {4, rc::gen::inRange<u64>(0, 5'000'000)},
                                                    {2, rc::gen::inRange<u64>(0, kInitialSupply)},
                                                    {1, rc::gen::arbitrary<u64>()}});
  return rc::gen::build<Step>(rc::gen::set(&Step::kind, rc::gen::inRange(0, 7)),
                              rc::gen::set(&Step::person, rc::gen::inRange(0, 2)), rc::gen::set(&Step::is_a),
                              rc::gen::set(&Step::amount, amounts));
}

// On the bank the ELF does to the byte what the native build does.
class SequenceTest : private grapnel::testing::Paired, public PoolTest {
 protected:
  static constexpr std::array<Pubkey, 2> kPeople = {kMaker, kAlice};

  Figures figures() const {
    Figures out{amount(kVaultA), amount(kVaultB), supply(), {}, amount(kFeeAccount), amount(kHostAccount)};
    for (usize i = 0; i < 2; ++i)
      out.held[i] = {amount(kPeople[i], kMintA), amount(kPeople[i], kMintB), amount(kPeople[i], kShareMint)};
    return out;
  }

  client::Instruction instruction(const Step& step) {
    const Pubkey& mint = step.is_a ? kMintA : kMintB;
    const Pubkey& person = kPeople[static_cast<usize>(step.person)];
    switch (step.kind) {
      case 0: return swapping(mint, step.amount, 0, person);
      case 1: {
        auto with_host = swapping(mint, step.amount, 0, person);
        with_host.accounts.push_back({kHostAccount, false, true});
        return with_host;
      }
      case 2: return depositing(step.amount, kRich, kRich, person);
      case 3: return withdrawing(step.amount, 0, 0, person);
      case 4: return depositing_one(mint, step.amount, 0, person);
      case 5: return withdrawing_one(mint, step.amount, ~u64{0}, person);
      default: return with(with(withdrawing(step.amount, 0, 0), 2, kOwner), 4, kFeeAccount);  // the owner's shares
    }
  }

  // Which formulas are told a second time here; the others are held to k and to conservation alone.
  static void check_amounts(const Step& step, const Figures& before, const Figures& after) {
    const auto person = static_cast<usize>(step.person);
    const auto fee = [](u64 amount, u64 n, u64 d) -> u64 {
      const auto cut = static_cast<u64>(static_cast<Two>(amount) * n / d);
      return amount == 0 ? 0 : std::max<u64>(1, cut);
    };
    if (step.kind <= 1) {
      const u64 in = step.is_a ? before.a : before.b;
      const u64 out = step.is_a ? before.b : before.a;
      const u64 net = step.amount - fee(step.amount, 25, 10'000) - fee(step.amount, 5, 10'000);
      const auto bought = static_cast<u64>(static_cast<Two>(out) * net / (static_cast<Two>(in) + net));
      const usize to = step.is_a ? 1 : 0;
      RC_ASSERT(after.held[person][to] - before.held[person][to] == bought);
      RC_ASSERT(before.held[person][1 - to] - after.held[person][1 - to] == step.amount);
    } else if (step.kind == 2) {
      const auto part = [&](u64 reserve) {
        return static_cast<u64>((static_cast<Two>(step.amount) * reserve + before.supply - 1) / before.supply);
      };
      RC_ASSERT(after.a - before.a == part(before.a));
      RC_ASSERT(after.b - before.b == part(before.b));
      RC_ASSERT(after.supply - before.supply == step.amount);
    } else if (step.kind == 3) {
      const u64 burned = step.amount - fee(step.amount, 1, 100);
      RC_ASSERT(before.a - after.a == static_cast<u64>(static_cast<Two>(burned) * before.a / before.supply));
      RC_ASSERT(before.b - after.b == static_cast<u64>(static_cast<Two>(burned) * before.b / before.supply));
      RC_ASSERT(before.supply - after.supply == burned);
    }
  }

  // a·b / s² of `after` is no less than of `before`, by products across, of four words each.
  static void check_k(const Figures& before, const Figures& after) {
    if (after.supply == 0 || before.supply == 0) return;
    using zestron::multiply, zestron::Wide;
    const auto product = [](u64 a, u64 b, u64 s) {
      const Wide<u64> k = multiply(a, b);
      const Wide<u64> square = multiply(s, s);
      std::array<u64, 4> words{};
      const auto add = [&](usize at, u64 x, u64 y) {
        Two carry = static_cast<Two>(x) * y;
        for (; carry != 0 && at < 4; ++at) {
          carry += words[at];
          words[at] = static_cast<u64>(carry);
          carry >>= 64;
        }
      };
      add(0, k.low, square.low);
      add(1, k.low, square.high);
      add(1, k.high, square.low);
      add(2, k.high, square.high);
      std::ranges::reverse(words);
      return words;
    };
    RC_ASSERT(product(after.a, after.b, before.supply) >= product(before.a, before.b, after.supply));
  }

  void check(const Step& step, const Figures& before, const Figures& after) {
    for (const usize side : {0u, 1u}) {
      const auto total = [&](const Figures& f) {
        return static_cast<Two>(side == 0 ? f.a : f.b) + f.held[0][side] + f.held[1][side];
      };
      RC_ASSERT(total(before) == total(after));
    }
    RC_ASSERT(after.supply == after.held[0][2] + after.held[1][2] + after.fee_shares + after.host_shares);
    check_k(before, after);
    check_amounts(step, before, after);
  }
};
INSTANTIATE_TEST_SUITE_P(, SequenceTest, grapnel::testing::everywhere(), grapnel::testing::setting_name);

TEST_P(SequenceTest, k_per_share_never_falls_and_tokens_only_move) {
  grapnel::testing::Tally tally("swap_pool", {kNames.begin(), kNames.end()});
  const bool holds = rc::check("whatever is asked for", [&] {
    use_mints({}, {});
    fill_vaults(*rc::gen::inRange<u64>(1, 10'000'000), *rc::gen::inRange<u64>(1, 1'000'000'000));
    make_pool();
    tally.begin();
    const auto sequence = *rc::gen::container<std::vector<Step>>(60, rc::gen::resize(rc::kNominalSize, steps()));
    for (const Step& step : sequence) {
      const Figures before = figures();
      const Outcome outcome = run(instruction(step));
      const Figures after = figures();
      tally.count(kNames[static_cast<usize>(step.kind)], outcome.ok());
      if (!outcome.ok()) {
        RC_ASSERT(before == after);
        continue;
      }
      check(step, before, after);
    }
  });
  EXPECT_TRUE(holds);
  tally.print();
  if (!chain.is_real()) EXPECT_EQ(tally.shortfall(), "");
}

}  // namespace
}  // namespace swap_pool::test
