// Random sequences of all instructions by a seller, three buyers, a resolver, governance and strangers against the model:
// the same errors, the same figures, and the rules that hold whatever is done. How many: RC_PARAMS=max_success=N.
#include "market_world.hpp"
#include "model.hpp"

#include <grapnel/testing/paired.hpp>
#include <grapnel/testing/tally.hpp>

#include <rapidcheck.h>

#include <array>

namespace marketplace::test {
namespace {

constexpr std::array<Pubkey, Model::kBuyers> kBuyers = {kBuyer, kSecondBuyer, kThirdBuyer};
constexpr std::array<Pubkey, 2> kPayees = {kPayee, kSecondPayee};
constexpr std::array<Pubkey, 2> kPayeeAccounts = {kPayeeTokens, kSecondPayeeTokens};

enum Kind {
  Open,
  Parameterise,
  List,
  Publish,
  Update,
  Delist,
  CloseListing,
  Buy,
  BuyByStake,
  Release,
  Revoke,
  Settle,
  Refund,
  Collect,
  PayDeveloper,
  PayTreasury,
  Dispute,
  Resolve,
  Lapse,
  Close,
  kKinds
};
constexpr std::array<const char*, kKinds> kNames = {
    "initialize_market",  "set_parameters", "list_agent",      "publish_metadata", "update_listing",
    "delist_agent",       "close_listing",  "license_agent",   "license_by_stake", "release_stake",
    "revoke_license",     "settle",         "refund",          "collect_refund",   "pay_share developer",
    "pay_share treasury", "open_dispute",   "resolve_dispute", "lapse_dispute",    "close_license"};

// What a step is bent towards, for any licence, when it is not possible itself: the life of licences, not the market's upkeep.
constexpr std::array<int, 15> kLife = {Buy,    Settle,  Dispute,    Resolve, Refund, Collect, PayDeveloper, PayTreasury,
                                       Revoke, Release, BuyByStake, Close,   Lapse,  Update,  List};

// What others' programs do between two instructions.
enum Between { Nothing, Use, Tie, Slash, Restake, Suspend, Resume };

struct Step {
  int kind;
  usize licence;
  int between;
  unsigned form;
  unsigned percent;
  unsigned odd;  // now and then something that makes no sense
  std::int64_t seconds;
};
void showValue(const Step& s, std::ostream& out) {  // NOLINT(readability-identifier-naming): rapidcheck's name
  out << kNames[static_cast<usize>(s.kind)] << " licence " << s.licence << " between " << s.between << " form "
      << s.form << ' ' << s.percent << "% odd " << s.odd << " after " << s.seconds << 's';
}

rc::Gen<Step> steps() {
  const auto kinds =
      rc::gen::weightedElement<int>({{6, Buy},     {6, Settle},       {4, Dispute},     {4, Resolve},      {3, Refund},
                                     {3, Collect}, {3, PayDeveloper}, {3, PayTreasury}, {3, Close},        {2, Lapse},
                                     {3, Release}, {3, BuyByStake},   {3, Revoke},      {2, List},         {2, Update},
                                     {1, Delist},  {1, CloseListing}, {1, Publish},     {1, Parameterise}, {1, Open}});
  const auto seconds = rc::gen::weightedOneOf<std::int64_t>({{12, rc::gen::inRange<std::int64_t>(0, 3)},
                                                             {4, rc::gen::inRange<std::int64_t>(0, 2 * kDaySeconds)},
                                                             {2, rc::gen::just(std::int64_t{kWindow})},
                                                             {1, rc::gen::inRange<std::int64_t>(0, 40 * kDaySeconds)}});
  const auto between = rc::gen::weightedElement<int>(
      {{8, Nothing}, {6, Use}, {4, Tie}, {1, Slash}, {2, Restake}, {1, Suspend}, {3, Resume}});
  return rc::gen::build<Step>(
      rc::gen::set(&Step::kind, kinds),
      rc::gen::set(&Step::licence, rc::gen::inRange<usize>(0, Model::kBuyers * Model::kNumbers)),
      rc::gen::set(&Step::between, between), rc::gen::set(&Step::form, rc::gen::inRange(0u, 4u)),
      rc::gen::set(&Step::percent, rc::gen::inRange(0u, 101u)), rc::gen::set(&Step::odd, rc::gen::inRange(0u, 20u)),
      rc::gen::set(&Step::seconds, seconds));
}

struct Token {
  Pubkey program = grapnel::Token::kId;
  bool fee = false;
};

class Life {
 public:
  Life(grapnel::testing::Setting setting, const Token& token) : world(setting) {
    world.use_mint(token.program, token.fee);
    world.add_staking();
    RC_ASSERT(world.run(world.opening()).ok());
    model.now = world.now();
    model.epoch_s = MarketWorld::kEpoch;
    model.fee_bps = token.fee ? 100 : 0;
    const Parameters p = MarketWorld::parameters();
    RC_ASSERT(!model.set_parameters(p.dispute_window_s, p.resolve_window_s, p.dispute_bond));
    for (usize i = 0; i < kBuyers.size(); ++i) {
      model.buyers[i].tokens = kStart;
      restake(i, 100);
      write_wallet(i);
    }
  }

  // Whether the program did it. Two steps of three are bent towards what the model says is possible.
  bool play(Step& s) {
    if (s.seconds != 0) world.pass(s.seconds);
    model.now = world.now();
    happen(s);
    // A listing can be closed at few moments, which chance alone seldom meets.
    Step closing = s;
    closing.kind = CloseListing;
    if (s.percent % 2 == 0 && is_possible(closing)) s = closing;
    if (s.percent % 3 != 0 && !is_possible(s)) bend(s);
    const Outcome outcome = world.run(instruction(s));
    const Model before = model;
    const Model::Fault expected = ask(model, s);
    if (expected) {
      RC_ASSERT(!outcome.ok());
      if (*expected != Model::kAny && outcome.code != *expected)
        RC_FAIL("expected " + std::to_string(*expected) + ", but " + outcome.report());
      model = before;
    } else if (!outcome.ok()) {
      RC_FAIL(outcome.report());
    }
    compare();
    keep_rules(before);
    return outcome.ok();
  }

 private:
  // The arguments, from the step and what the model knows: half of the time what fits, else whatever it is.
  struct Numbers {
    ModelListing offer;
    bool payee_is_treasury;
    u64 version, quantity;
    Money most, bond;
    Seconds longest, window;
    unsigned refund_bps;
    usize payee;
  };
  Numbers numbers(const Step& s) const {
    Numbers n{};
    n.offer.perpetual = s.form == 3 && s.odd < 3 ? 0 : 10 + s.percent * 7;
    n.offer.period = s.odd == 4 ? 0 : 1 + s.percent * 3;
    n.offer.period_s = s.odd == 5 ? kDaySeconds + 1 : n.offer.period == 0 ? 0 : (1 + s.percent % 9) * kDaySeconds;
    n.offer.use = s.odd == 6 ? 0 : 1 + s.percent % 11;
    n.offer.stake = s.odd == 7 ? 0 : 50 + s.percent;
    n.offer.stake_s = n.offer.stake == 0 ? 0 : (1 + s.percent % 30) * kDaySeconds;
    n.offer.payee = s.percent % 2;
    n.payee_is_treasury = s.odd == 8;
    n.version = s.odd == 9 ? 0 : s.odd < 3 ? s.percent : (model.published.empty() ? 1 : *model.published.rbegin() + 1);
    n.quantity = s.form == 0 && s.odd != 10 ? 1 : s.odd == 11 ? 0 : 1 + s.percent % 40;
    n.most = s.odd == 12 ? 5 : ~Money{0};
    n.longest = s.odd == 13 ? kDaySeconds : Seconds{40} * kDaySeconds;
    n.window = s.odd == 14 ? 60 : kHour + s.percent * kHour / 2;
    n.bond = s.odd == 15 ? 0 : 1 + s.percent;
    n.refund_bps = s.odd == 16 ? 10'001 : s.odd < 6 ? 0 : s.percent * 100;
    n.payee = s.odd == 17 ? 1 - model.listing.payee : model.listing.payee;
    return n;
  }
  bool by_licensee(const Step& s) const { return s.odd % 3 != 0; }

  void bend(Step& s) const {
    Step other = s;
    const usize first = s.percent * 7 + s.licence;
    for (usize turn = 0; turn < kLife.size() * model.licences.size(); ++turn) {
      other.kind = kLife[(first + turn / model.licences.size()) % kLife.size()];
      other.licence = turn % model.licences.size();
      if (!is_possible(other)) continue;
      s = other;
      return;
    }
  }
  bool is_possible(const Step& s) const {
    trial = model;
    return !ask(trial, s);
  }
  Model::Fault ask(Model& m, const Step& s) const {
    const Numbers n = numbers(s);
    switch (s.kind) {
      case Open: return Model::kAny;
      case Parameterise: return m.set_parameters(n.window, n.window, n.bond);
      case List: return m.list(n.offer, n.payee_is_treasury);
      case Publish: return m.publish(n.version);
      case Update: return m.update(n.offer, n.payee_is_treasury);
      case Delist: return m.delist();
      case CloseListing: return m.close_listing();
      case Buy: return m.buy(s.licence, static_cast<Form>(s.form), n.quantity, n.most);
      case BuyByStake: return m.buy_by_stake(s.licence, n.most, n.longest);
      case Release: return m.release(s.licence);
      case Revoke: return m.revoke(s.licence);
      case Settle: return m.settle(s.licence);
      case Refund: return m.refund(s.licence);
      case Collect: return m.collect(s.licence);
      case PayDeveloper: return m.pay_developer(n.payee);
      case PayTreasury: return m.pay_treasury();
      case Dispute: return m.dispute(s.licence);
      case Resolve: return m.resolve(s.licence, n.refund_bps);
      case Lapse: return m.lapse(s.licence);
      default: return m.close(s.licence, by_licensee(s));
    }
  }
  client::Instruction instruction(const Step& s) const {
    const Numbers n = numbers(s);
    const Pubkey& buyer = kBuyers[Model::owner(s.licence)];
    const u64 number = number_of(s.licence);
    const ModelListing& o = n.offer;
    const Prices prices{.perpetual = o.perpetual,
                        .period = o.period,
                        .period_s = o.period_s,
                        .use = o.use,
                        .stake = o.stake,
                        .stake_s = o.stake_s};
    const Pubkey& payee = n.payee_is_treasury ? zestron::kGovernanceAuthority : kPayees[o.payee];
    Parameters p = MarketWorld::parameters();
    p.dispute_window_s = p.resolve_window_s = n.window;
    p.dispute_bond = n.bond;
    switch (s.kind) {
      case Open: return world.opening();
      case Parameterise: return MarketWorld::setting(p);
      case List: return MarketWorld::listing_it(prices, payee);
      case Publish: return MarketWorld::publishing(n.version);
      case Update: return MarketWorld::updating(prices, payee);
      case Delist: return MarketWorld::delisting();
      case CloseListing: return MarketWorld::closing_listing();
      case Buy: return world.buying(static_cast<LicenseKind>(s.form), n.quantity, n.most, number, buyer);
      case BuyByStake: return MarketWorld::pledging(number, buyer, n.most, n.longest);
      case Release: return MarketWorld::releasing(number, buyer);
      case Revoke: return MarketWorld::revoking(number, buyer);
      case Settle: return MarketWorld::settling(number, buyer);
      case Refund: return MarketWorld::refunding(number, buyer);
      case Collect: return world.collecting(number, buyer);
      case PayDeveloper: return world.paying(Party::Developer, kPayeeAccounts[n.payee]);
      case PayTreasury: return world.paying(Party::Treasury);
      case Dispute: return world.disputing(number, buyer);
      case Resolve: return MarketWorld::resolving(n.refund_bps, number, buyer);
      case Lapse: return MarketWorld::lapsing(number, buyer);
      default: return with(MarketWorld::closing(number, buyer), 3, by_licensee(s) ? buyer : kStranger);
    }
  }
  static u64 number_of(usize licence) { return 1 + licence % Model::kNumbers; }

  // Others' accounts, written as their programs would have.
  void happen(const Step& s) {
    const usize who = Model::owner(s.licence);
    ModelBuyer& buyer = model.buyers[who];
    switch (s.between) {
      case Use: buyer.uses += s.percent % 8; return write_wallet(who);
      case Tie:
        if (!model.may_tie(s.licence)) return;
        buyer.tied = static_cast<int>(s.licence);
        buyer.uses_at = buyer.uses;
        return write_wallet(who);
      case Slash: {
        StakeRecord record = world.stake(kBuyers[who]);
        record.amount = buyer.staked /= 2;
        return world.put_stake(record);
      }
      case Restake:
        if (buyer.pledged == -1) restake(who, s.percent);
        return;
      case Suspend:
      case Resume:
        model.for_sale = s.between == Resume || s.percent < 50;
        model.terms_changed = s.between == Suspend && s.percent < 50;
        world.agent_.lifecycle = model.for_sale ? Lifecycle::Active : Lifecycle::Suspended;
        world.agent_.terms = hash_of(model.terms_changed ? 0x7f : 0x7e);
        return world.put_agent();
      default: return;
    }
  }
  void restake(usize who, unsigned percent) {
    model.buyers[who].staked = 10 + percent * 2;
    model.buyers[who].lock_until = model.now + Seconds{percent} * kDaySeconds;
    world.put_stake(model.buyers[who].staked, Seconds{percent} * kDaySeconds, kBuyers[who]);
  }
  void write_wallet(usize who) {
    const ModelBuyer& buyer = model.buyers[who];
    Wallet wallet = world.wallet(0);
    wallet.beneficiary = kBuyers[who];
    wallet.license =
        buyer.tied < 0 ? Pubkey{} : MarketWorld::license(number_of(static_cast<usize>(buyer.tied)), kBuyers[who]);
    wallet.uses = buyer.uses;
    wallet.uses_at_license = buyer.uses_at;
    world.put_wallet(wallet);
  }

  void compare() {
    const auto listing = world.chain.state<Listing>(MarketWorld::listing());
    RC_ASSERT(listing.has_value() == model.listing.exists);
    Money owed = 0;
    if (listing) {
      RC_ASSERT((listing->is_listed != 0) == model.listing.listed);
      RC_ASSERT(listing->payee == kPayees[model.listing.payee]);
      RC_ASSERT(listing->licence_count == model.listing.licences);
      RC_ASSERT(listing->metadata_version == model.listing.version);
      RC_ASSERT(listing->owed_developer == model.listing.owed_developer);
      RC_ASSERT(listing->owed_treasury == model.listing.owed_treasury);
      RC_ASSERT(listing->paid_developer == model.listing.paid_developer);
      RC_ASSERT(listing->paid_treasury == model.listing.paid_treasury);
      compare(listing->treasury_epochs, model.listing.received);
      owed += listing->owed_developer + listing->owed_treasury;
    }
    compare(world.chain.state<Market>(kMarket)->treasury_epochs, model.received);
    for (usize at = 0; at < model.licences.size(); ++at) owed += compare_licence(at);
    RC_ASSERT(owed == model.entitlements());
    RC_ASSERT(world.tokens(kVault) == owed);
    RC_ASSERT(world.tokens(kVault) == model.vault);
    RC_ASSERT(world.tokens(kTreasury) == model.treasury);
    for (usize i = 0; i < 2; ++i) RC_ASSERT(world.tokens(kPayeeAccounts[i]) == model.payees[i]);
    for (usize i = 0; i < kBuyers.size(); ++i) {
      RC_ASSERT(world.tokens(tokens_of(kBuyers[i])) == model.buyers[i].tokens);
      const int pledged = model.buyers[i].pledged;
      const Pubkey expected =
          pledged < 0 ? Pubkey{} : MarketWorld::license(number_of(static_cast<usize>(pledged)), kBuyers[i]);
      RC_ASSERT(world.stake(kBuyers[i]).pledged_to == expected);
    }
  }
  void compare(const EpochRing& ring, const std::map<std::int64_t, Money>& received) const {
    const std::int64_t epoch = model.now / model.epoch_s;
    for (std::int64_t back = 0; back < 4 && back <= epoch; ++back) {
      const auto found = received.find(epoch - back);
      RC_ASSERT(ring.of(static_cast<u64>(epoch - back)) == (found == received.end() ? 0 : found->second));
    }
  }
  Money compare_licence(usize at) const {
    const ModelLicence& mine = model.licences[at];
    const Pubkey& buyer = kBuyers[Model::owner(at)];
    const auto license = world.chain.state<License>(MarketWorld::license(number_of(at), buyer));
    const auto receipt = world.chain.state<Receipt>(MarketWorld::receipt(number_of(at), buyer));
    RC_ASSERT(license.has_value() == mine.exists);
    RC_ASSERT(receipt.has_value() == (mine.exists && mine.form != Form::Stake));
    if (!license) return 0;
    RC_ASSERT(static_cast<int>(license->kind) == static_cast<int>(mine.form));
    RC_ASSERT(static_cast<int>(license->status) == static_cast<int>(mine.state));
    RC_ASSERT(license->started_at == mine.started);
    RC_ASSERT(license->expires_at == mine.expires);
    RC_ASSERT(license->uses_bought == mine.bought);
    RC_ASSERT(license->uses_paid == mine.used);
    RC_ASSERT(license->uses_settled == mine.counted_to);
    if (!receipt) return 0;
    RC_ASSERT(receipt->paid == mine.paid);
    RC_ASSERT(receipt->earned == mine.earned);
    RC_ASSERT(receipt->refunded == mine.refunded);
    RC_ASSERT(receipt->owed == mine.owed);
    RC_ASSERT(receipt->bond == mine.bond);
    RC_ASSERT(static_cast<int>(receipt->dispute) == static_cast<int>(mine.quarrel));
    RC_ASSERT(receipt->uses_earned == mine.waited);
    RC_ASSERT(receipt->uses_waiting == mine.waiting);
    RC_ASSERT(static_cast<Wide>(receipt->earned) + receipt->refunded <= receipt->paid);
    return left(*receipt) + receipt->owed + receipt->bond;
  }
  // What holds from one step to the next, whatever was done.
  void keep_rules(const Model& before) const {
    for (usize at = 0; at < model.licences.size(); ++at) {
      const ModelLicence& was = before.licences[at];
      const ModelLicence& is = model.licences[at];
      if (!was.exists || !is.exists) continue;
      RC_ASSERT(is.earned >= was.earned && is.refunded >= was.refunded);
      const bool rests = was.quarrel == Quarrel::Open && is.quarrel == Quarrel::Open;
      if (rests) RC_ASSERT(is.earned == was.earned && is.refunded == was.refunded);
      if (is.form == Form::Subscription && was.state == State::Valid && is.state == State::Refunded) {
        const auto begun = std::min(static_cast<u64>((model.now - is.started) / kDaySeconds) + 1, is.days);
        RC_ASSERT(static_cast<Wide>(is.paid - is.refunded) * is.days >= static_cast<Wide>(is.paid) * begun);
      }
    }
  }

  MarketWorld world;
  Model model;
  mutable Model trial;  // asked up to ninety times a step: its maps keep their memory
};

void play_sequences(grapnel::testing::Ground ground, const Token& token) {
  grapnel::testing::Tally tally("marketplace", {kNames.begin() + Open + 1, kNames.end()});
  EXPECT_TRUE(rc::check("program and model agree", [&] {
    if (tally.sequences() >= grapnel::testing::most_sequences(ground)) return;
    tally.begin();
    Life life({ground, grapnel::testing::Features::Mainnet}, token);
    for (Step step : *rc::gen::container<std::vector<Step>>(100, rc::gen::resize(rc::kNominalSize, steps()))) {
      const bool succeeded = life.play(step);
      if (step.kind != Open) tally.count(kNames[static_cast<usize>(step.kind)], succeeded);  // the market is there
    }
  }));
  tally.print();
  if (tally.sequences() >= 100) EXPECT_EQ(tally.shortfall(), "");  // fewer don't hold every instruction
}

TEST(MarketSequences, are_what_the_model_says) { play_sequences(grapnel::testing::Ground::Native, {}); }

// And the ELF does to the byte what the native build does.
TEST(MarketSequences, also_on_the_real_runtime) {
  if (!grapnel::testing::has_real()) GTEST_SKIP() << "there is no bank";
  const grapnel::testing::Paired paired;
  play_sequences(grapnel::testing::Ground::Real, {});
}

TEST(MarketSequences, also_on_the_real_runtime_in_a_mint_that_keeps_a_fee) {
  if (!grapnel::testing::has_real()) GTEST_SKIP() << "there is no bank";
  const grapnel::testing::Paired paired;
  play_sequences(grapnel::testing::Ground::Real, {Token2022::kId, true});
}

}  // namespace
}  // namespace marketplace::test
