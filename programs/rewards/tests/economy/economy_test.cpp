// Whatever a coalition of an agent's creator, a licensee, the resolver and the liquidity provider does, it is never richer than
// what honest people brought it. Random strategies on the real programs; how many: RC_PARAMS=max_success=N.
//
// The same test is built against programs of which one rule is taken away (CMakeLists.txt); there it must find the gain:
//   no_bound     an agent's reward is not bounded by half of its receipts
//   no_escrow    receipts count when they are paid in, not when they are settled
//   no_worse_of  trades are booked at the executed price alone
//   no_leaving   what is paid away stays in the wallet's books
#include <rapidcheck.h>

#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "economy_world.hpp"

namespace rewards::economy {
namespace {

// The last four are several steps in the order in which they make sense, which random ones seldom come in: trade around a move
// of the price or the pool, buy and be refunded by a dispute, a week whose cranks are all turned, and gold that is bought, is
// elsewhere while the price moves, and comes back.
enum Kind {
  Trade,
  Push,
  Liquidity,
  Oracle,
  Buy,
  HonestBuy,
  Settle,
  Refund,
  Dispute,
  Resolve,
  Lapse,
  CloseLicense,
  Pay,
  Fold,
  Reward,
  Price,
  Stake,
  Unstake,
  Fund,
  Pass,
  Cycle,
  Wash,
  Season,
  Detour,
  PayAway,
  Return,
  kKinds
};
constexpr std::array<const char*, kKinds> kNames = {
    "trade",   "push",   "liquidity", "(oracle)", "buy",      "(honest buy)", "settle",   "refund", "dispute",
    "resolve", "lapse",  "close",     "pay",      "fold",     "reward",       "price",    "stake",  "unstake",
    "fund",    "(time)", "(cycle)",   "(wash)",   "(season)", "(detour)",     "pay away", "return"};

struct Step {
  int kind;
  u64 part;    // of what there is, in thousandths
  u64 choice;  // which one, of several
};
void showValue(const Step& s, std::ostream& out) {
  out << kNames[static_cast<usize>(s.kind)] << ' ' << s.part << "/1000 #" << s.choice;
}
// The oracle's price stands, moves, or moves only while the wallet holds nothing that it is the price of.
enum class Prices : u8 { Stand, Move, MoveWithoutUs };
struct Strategy {
  Prices prices;
  std::vector<Step> steps;
};
void showValue(const Strategy& s, std::ostream& out) {
  constexpr std::array kSays = {"the price stands: ", "the price moves: ", "the price moves while no gold is held: "};
  out << kSays[static_cast<usize>(s.prices)];
  for (const Step& step : s.steps) {
    showValue(step, out);
    out << ", ";
  }
}

rc::Gen<Step> steps() {
  const auto kinds = rc::gen::weightedElement<int>(
      {{8, Trade},  {4, Push},    {2, Liquidity}, {5, Oracle},  {3, Buy},          {3, HonestBuy}, {2, Settle},
       {3, Refund}, {5, Dispute}, {6, Resolve},   {1, Lapse},   {1, CloseLicense}, {2, Pay},       {1, Fold},
       {4, Reward}, {2, Price},   {2, Stake},     {1, Unstake}, {1, Fund},         {4, Pass},      {8, Cycle},
       {8, Wash},   {14, Season}, {4, Detour},    {1, PayAway}, {2, Return}});
  return rc::gen::build<Step>(
      rc::gen::set(&Step::kind, kinds),
      rc::gen::set(&Step::part, rc::gen::weightedOneOf<u64>(
                                    {{3, rc::gen::inRange<u64>(1, 1'001)}, {1, rc::gen::element<u64>(1, 500, 1'000)}})),
      rc::gen::set(&Step::choice, rc::gen::inRange<u64>(0, 24)));
}
rc::Gen<Strategy> strategies() {
  return rc::gen::build<Strategy>(
      rc::gen::set(&Strategy::prices, rc::gen::element(Prices::Stand, Prices::Move, Prices::MoveWithoutUs)),
      rc::gen::set(&Strategy::steps,
                   rc::gen::container<std::vector<Step>>(60, rc::gen::resize(rc::kNominalSize, steps()))));
}

struct Counts {
  std::array<int, kKinds> tried{}, done{};
  int strategies = 0;
  int with_reward = 0;  // strategies in which the agent was rewarded
  int with_gain = 0;    // in which some gain was measured
};

class Life {
 public:
  explicit Life(Prices prices) : prices_(prices) {
    start_ = wealth();
    metals_ = metals();
  }

  bool play(const Step& s) {
    switch (s.kind) {
      case Trade: return trade(s);
      case Push: return push(s);
      case Liquidity: return liquidity(s);
      case Oracle: return move_price(s);
      case Buy: return world_.sell(kLicensee, kind_of(s), 1 + s.part / 200);
      case HonestBuy:
        return world_.sell(kHonest, s.choice % 2 == 0 ? LicenseKind::Perpetual : LicenseKind::Subscription,
                           s.choice % 2 == 0 ? 1 : 1 + s.part / 100);
      case Settle: return each(s, World::settling);
      case Refund: return each_of_ours(s, World::refunding) || each_of_ours(s, World::collecting);
      case Dispute: return each_of_ours(s, World::disputing);
      case Resolve: return resolve(s);
      case Lapse: return each(s, World::lapsing);
      case CloseLicense: return each_of_ours(s, World::closing);
      case Pay:
        return world_.run(
            World::paying(s.choice % 2 == 0 ? marketplace::Party::Developer : marketplace::Party::Treasury));
      case Fold: return world_.run(World::folding());
      case Reward: return reward(s);
      case Price: return world_.run(World::pricing(1 + s.part * s.choice / 1'000));
      case Stake: return stake(s);
      case Unstake:
        return s.choice % 2 == 0 ? world_.run(World::cooling(s.part * 1'000)) : world_.run(World::unstaking());
      case Fund: return fund(s);
      case Pass: world_.pass(static_cast<i64>(1 + s.part) * 180); return true;
      case Cycle: return cycle(s);
      case Wash: return wash(s);
      case Season: return season();
      case Detour: return detour(s);
      case PayAway: return pay_away(s);
      default: return give_back(part_of(world_.held(kProvider, kGold), s));
    }
  }

  // What the coalition has beyond its start and what honest people brought it.
  i64 surplus() const {
    i64 brought = 0, honest_receipts = 0;
    for (const Sold& s : world_.sold) {
      if (!s.is_honest()) continue;
      const u64 earned = world_.state<Receipt>(s.receipt)->earned;
      brought += static_cast<i64>(earned * 70 / 100);
      honest_receipts += static_cast<i64>(earned - earned * 70 / 100);
    }
    // Where the price moved an agent may truly have gained, and honest receipts then permit a reward.
    const i64 earned_reward = prices_ == Prices::Move ? honest_receipts / 2 * 70 / 100 + 1 : 0;
    return static_cast<i64>(wealth()) - static_cast<i64>(start_) - brought - earned_reward;
  }
  bool conserves_metals() const { return metals() == metals_; }
  bool was_rewarded() const { return world_.state<AgentRewards>(kAgentRewards)->paid_developer != 0; }
  bool has_gained() const { return world_.agent().performance_metrics.yield_generated != 0; }

 private:
  // ZEST that is the coalition's or could at best become so.
  u64 wealth() const {
    u64 sum = 0;
    for (const Pubkey& person : {kCreator, kLicensee, kResolver, kProvider}) sum += world_.held(person, kZest);
    for (const Sold& s : world_.sold) {
      if (s.is_honest() || !s.is_open) continue;
      if (const auto r = world_.state<Receipt>(s.receipt)) sum += marketplace::left(*r) + r->owed + r->bond;
    }
    sum += world_.state<Listing>(kListing)->owed_developer;
    for (const EpochShare& share : world_.state<AgentRewards>(kAgentRewards)->shares) sum += share.owed_developer;
    const StakePool pool = *world_.state<StakePool>(kStakePool);
    sum += pool.stream_amount + pool.rewards_owed;  // only the coalition funds it
    if (const auto stake = world_.state<StakeRecord>(World::stake_of(kCreator))) {
      sum += stake->amount + stake->cooling_amount;
    }
    return sum;
  }
  // Dollars and gold: all are the coalition's, whatever they are worth.
  std::array<u64, 2> metals() const {
    std::array<u64, 2> out{world_.amount(kDollarVault), world_.amount(kGoldVault)};
    for (const Pubkey& person : {kProvider, kWallet.address}) {
      out[0] += world_.held(person, kDollar);
      out[1] += world_.held(person, kGold);
    }
    return out;
  }

  static u64 part_of(u64 whole, const Step& s) { return whole / 1'000 * s.part; }
  static LicenseKind kind_of(const Step& s) {
    constexpr std::array kKindsSold = {LicenseKind::Perpetual, LicenseKind::Subscription, LicenseKind::PerUse};
    return kKindsSold[s.choice % kKindsSold.size()];
  }
  bool trade(const Step& s) {
    world_.publish(price_);
    const Pubkey& from = s.choice % 2 == 0 ? kDollar : kGold;
    // Of gold most often all that was bought, since gain is realised by selling.
    const u64 tracked = world_.state<Wallet>(kWallet.address)->mints[1].tracked_quantity;
    const u64 amount = from == kGold && s.choice % 4 == 1 ? tracked : part_of(world_.held(kWallet.address, from), s);
    return world_.run(world_.executing(from, amount));
  }
  bool push(const Step& s) {
    const Pubkey& from = s.choice % 2 == 0 ? kDollar : kGold;
    return world_.run(world_.swapping(kProvider, from, part_of(world_.held(kProvider, from), s)));
  }
  bool liquidity(const Step& s) {
    if (s.choice % 2 == 0) return world_.run(World::adding_liquidity(s.part * 100'000));
    return world_.run(World::taking_liquidity(part_of(world_.held(kProvider, kShares), s) / 2));
  }
  bool move_price(const Step& s) {
    if (prices_ == Prices::Stand) return false;
    if (prices_ == Prices::MoveWithoutUs && world_.held(kWallet.address, kGold) != 0) return false;
    const u64 moved = price_ / 1'000 * (700 + s.part * 3 / 2);
    price_ = moved < 20'000'000 || moved > 5'000'000'000 ? 200'000'000 : moved;
    return true;
  }
  bool pay_away(const Step& s) {
    world_.publish(price_);
    return world_.run(world_.paying_away(world_.held(kWallet.address, kGold), s.choice % 2 == 0));
  }
  bool give_back(u64 gold) { return world_.run(World::giving(kProvider, kWallet.address, gold)); }
  template <class Make>
  bool each(const Step& s, Make make) {
    if (world_.sold.empty()) return false;
    const Sold& one = world_.sold[world_.sold.size() - 1 - s.choice % world_.sold.size()];
    return one.is_open && world_.run(make(one));
  }
  template <class Make>
  bool each_of_ours(const Step& s, Make make) {
    u64 skip = s.choice % 3;
    for (usize at = world_.sold.size(); at > 0; --at) {
      Sold& one = world_.sold[at - 1];
      if (one.is_honest() || !one.is_open || skip-- != 0) continue;
      if (!world_.run(make(one))) return false;
      one.is_open = world_.state<Receipt>(one.receipt).has_value();
      return true;
    }
    return false;
  }
  bool resolve(const Step& s) {
    const u64 bps = s.choice % 4 == 0 ? 0 : s.choice % 4 == 1 ? s.part * 10 : 10'000;
    bool done = false;
    for (const Sold& one : world_.sold) {
      if (one.is_open && !one.is_honest()) done |= world_.run(World::resolving(one, bps));
    }
    return done;
  }
  bool reward(const Step& s) {
    const u64 current = world_.current();
    switch (s.choice % 5) {
      case 0: return world_.run(World::opening(current - 1));
      case 1: return world_.run(World::entering(current - 1));
      case 2: return world_.run(World::distributing(current - 2 - s.choice / 5 % 3));
      case 3: return world_.run(World::claiming(Party::Developer));
      default: return world_.run(World::claiming(Party::Treasury));
    }
  }
  bool stake(const Step& s) {
    if (s.choice % 3 == 0) return world_.run(World::bonding(s.part * 100));
    if (s.choice % 3 == 1) return world_.run(World::earning(kCreator));
    return world_.run(World::staking(kCreator, s.part * 1'000));
  }
  bool fund(const Step& s) {
    if (s.choice % 2 == 0) return world_.run(World::streaming(s.part * 100));
    return world_.run(World::funding_pot(kCreator, s.part * 10));
  }
  // The provider brings the pool to the honest price, near enough.
  void align() {
    const auto dollars = static_cast<double>(world_.amount(kDollarVault));
    const auto gold = static_cast<double>(world_.amount(kGoldVault));
    const double price = static_cast<double>(price_) / 1e8;
    const double wanted = std::sqrt(dollars * gold * price);
    const bool is_cheap = wanted > dollars;
    const double missing = is_cheap ? wanted - dollars : wanted / price - gold;
    const Pubkey& from = is_cheap ? kDollar : kGold;
    if (missing < 1 || missing > static_cast<double>(world_.held(kProvider, from))) return;
    world_.run(world_.swapping(kProvider, from, static_cast<u64>(missing)));
  }
  // The pool is pushed before, follows the price in between, or is pushed there too. The wallet trades little of what it has,
  // since its own trade moves the pool, and that is no gain.
  bool cycle(const Step& s) {
    const auto then = [&](auto play, u64 choice) {
      Step one = s;
      one.choice = choice;
      return (this->*play)(one);
    };
    if (s.choice % 3 == 0) then(&Life::push, 1);
    Step little = s;
    little.part = 1 + s.part / 20;
    little.choice = 0;
    const bool bought = trade(little);
    move_price(s);
    if (s.choice % 4 == 0) then(&Life::push, 0);
    if (s.choice % 4 > 1) align();
    const bool is_sold = then(&Life::trade, 1);
    world_.run(World::folding());
    return bought && is_sold;
  }
  bool detour(const Step& s) {
    Step little = s;
    little.part = 1 + s.part / 20;
    little.choice = 0;
    if (!trade(little)) return false;
    const u64 all = world_.held(kWallet.address, kGold);
    const u64 bought = world_.state<Wallet>(kWallet.address)->mints[1].tracked_quantity;
    if (!pay_away(s)) return false;
    move_price(s);
    if (s.choice % 4 > 1) align();
    if (!give_back(all)) return false;
    world_.publish(price_);
    const bool is_sold = world_.run(world_.executing(kGold, bought));
    world_.run(World::folding());
    return is_sold;
  }
  bool wash(const Step& s) {
    if (!world_.sell(kLicensee, kind_of(s), 1 + s.part / 200)) return false;
    const Sold one = world_.sold.back();
    const bool is_refunded = world_.run(World::disputing(one)) && world_.run(World::resolving(one, 10'000)) &&
                             world_.run(World::collecting(one));
    if (s.choice % 2 == 0) world_.sold.back().is_open = !world_.run(World::closing(one));
    return is_refunded;
  }
  bool season() {
    world_.trade_elsewhere();
    for (const Sold& one : world_.sold) {
      if (one.is_open) world_.run(World::settling(one));
    }
    world_.run(World::paying(marketplace::Party::Developer));
    world_.run(World::paying(marketplace::Party::Treasury));
    world_.run(World::folding());
    const u64 current = world_.current();
    world_.run(World::opening(current - 1));
    world_.run(World::entering(current - 1));
    world_.run(World::distributing(current - 2));
    world_.run(World::claiming(Party::Developer));
    world_.run(World::claiming(Party::Treasury));
    world_.pass(kEpochSeconds);
    return true;
  }

  World world_;
  Prices prices_;
  u64 price_ = 200'000'000;
  u64 start_ = 0;
  std::array<u64, 2> metals_{};
};

void print(const Counts& counts) {
  for (usize kind = 0; kind < kKinds; ++kind) {
    std::printf("%-14s %7d of %7d succeeded\n", kNames[kind], counts.done[kind], counts.tried[kind]);
  }
  std::printf("%d strategies, measured gain in %d, a reward in %d\n", counts.strategies, counts.with_gain,
              counts.with_reward);
}

// Whether no strategy found a gain.
bool holds(Counts& counts) {
  return rc::check("the coalition never gains", [&] {
    const Strategy strategy = *strategies();
    ++counts.strategies;
    Life life(strategy.prices);
    for (const Step& step : strategy.steps) {
      ++counts.tried[static_cast<usize>(step.kind)];
      counts.done[static_cast<usize>(step.kind)] += life.play(step) ? 1 : 0;
      RC_ASSERT(life.conserves_metals());
      RC_ASSERT(life.surplus() <= 0);
    }
    counts.with_gain += life.has_gained() ? 1 : 0;
    counts.with_reward += life.was_rewarded() ? 1 : 0;
  });
}

TEST(Economy, no_coalition_gains) {
  const char* weakened = std::getenv("ECONOMY_WITHOUT");
  Counts counts;
  const bool is_held = holds(counts);
  print(counts);
  if (weakened != nullptr) {
    EXPECT_FALSE(is_held) << "without " << weakened << " the gain must be found";
    return;
  }
  EXPECT_TRUE(is_held);
  EXPECT_GT(counts.with_gain, 0) << "or the test says nothing";
  EXPECT_GT(counts.with_reward, 0);
  for (usize kind = 0; kind < kKinds; ++kind) EXPECT_GT(counts.done[kind], 0) << kNames[kind];
}

}  // namespace
}  // namespace rewards::economy
