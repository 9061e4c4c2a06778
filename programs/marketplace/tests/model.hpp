// The market as its rules tell it, in plain 128-bit arithmetic and without a byte of the program's: what the sequences hold
// it to. Three buyers with two numbers each, one agent.
#pragma once

#include <marketplace/errors.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>

namespace marketplace::test {

__extension__ using Wide = unsigned __int128;
using Money = std::uint64_t;
using Seconds = std::int64_t;

enum class Form { Perpetual, Subscription, PerUse, Stake };
enum class State { Valid, Disputed, Refunded, Revoked };
enum class Quarrel { None, Open, Unfounded, Upheld, Lapsed };

struct ModelLicence {
  bool exists = false;
  Form form{};
  State state{};
  Seconds started = 0, expires = 0;
  std::uint64_t bought = 0, used = 0, counted_to = 0;  // counted_to: of the wallet's counter
  Money stake = 0;
  Money paid = 0, earned = 0, refunded = 0, owed = 0, bond = 0;
  Seconds window = 0;
  std::uint64_t days = 0, waited = 0, waiting = 0;  // waited: uses that have waited a window
  Seconds waiting_since = 0, resolve_by = 0;
  Quarrel quarrel{};

  Money left() const { return paid - earned - refunded; }
};

// What others' programs keep of a buyer.
struct ModelBuyer {
  Money tokens = 0;
  int tied = -1;  // the wallet's licence
  std::uint64_t uses = 0, uses_at = 0;
  Money staked = 0;
  Seconds lock_until = 0;
  int pledged = -1;
};

struct ModelListing {
  bool exists = false, listed = false;
  std::size_t payee = 0;
  Money perpetual = 0, period = 0, use = 0, stake = 0;
  Seconds period_s = 0, stake_s = 0;
  std::uint64_t licences = 0, version = 0;
  Money owed_developer = 0, owed_treasury = 0, paid_developer = 0, paid_treasury = 0;
  std::map<std::int64_t, Money> received;  // by the treasury, by epoch
};

class Model {
 public:
  using Fault = std::optional<std::uint64_t>;
  static constexpr std::uint64_t kAny = ~std::uint64_t{0};  // of the framework or the token program: tested elsewhere
  static constexpr std::size_t kBuyers = 3, kNumbers = 2;
  static constexpr Seconds kDay = 86'400;
  static constexpr Seconds kFourYears = 4 * 365 * kDay;

  Seconds now = 0, epoch_s = 0;
  unsigned fee_bps = 0;
  Seconds window = 0, resolve_window = 0;
  Money bond = 0;
  bool for_sale = true, terms_changed = false;
  ModelListing listing;
  std::set<std::uint64_t> published;
  std::array<ModelLicence, kBuyers * kNumbers> licences;
  std::array<ModelBuyer, kBuyers> buyers;
  std::array<Money, 2> payees{};
  Money treasury = 0, vault = 0;
  std::map<std::int64_t, Money> received;

  static std::size_t owner(std::size_t licence) { return licence / kNumbers; }

  Fault list(const ModelListing& offer, bool payee_is_treasury) {
    if (listing.exists) return kAny;
    if (!for_sale) return error(MarketError::AgentNotForSale);
    if (payee_is_treasury) return error(MarketError::PayeeIsTreasury);
    if (!makes_sense(offer)) return error(MarketError::PricesInvalid);
    listing = offer;
    listing.exists = listing.listed = true;
    return {};
  }
  Fault update(const ModelListing& offer, bool payee_is_treasury) {
    if (!listing.exists) return kAny;
    if (payee_is_treasury) return error(MarketError::PayeeIsTreasury);
    if (!makes_sense(offer)) return error(MarketError::PricesInvalid);
    listing.payee = offer.payee;
    listing.perpetual = offer.perpetual;
    listing.period = offer.period;
    listing.period_s = offer.period_s;
    listing.use = offer.use;
    listing.stake = offer.stake;
    listing.stake_s = offer.stake_s;
    listing.listed = true;
    return {};
  }
  Fault delist() {
    if (!listing.exists) return kAny;
    if (!listing.listed) return error(MarketError::NotListed);
    listing.listed = false;
    return {};
  }
  Fault close_listing() {
    if (!listing.exists) return kAny;
    if (listing.listed) return error(MarketError::ListedStill);
    if (listing.licences != 0) return error(MarketError::LicencesOpen);
    if (listing.owed_developer != 0 || listing.owed_treasury != 0) return error(MarketError::SharesUnpaid);
    listing = {};
    return {};
  }
  Fault publish(std::uint64_t number) {
    if (!listing.exists || published.contains(number)) return kAny;
    if (number == 0 || (listing.version != 0 && number != listing.version + 1))
      return error(MarketError::VersionNotNext);
    listing.version = number;
    published.insert(number);
    return {};
  }
  Fault set_parameters(Seconds dispute_window, Seconds resolving, Money deposit) {
    const auto fits = [](Seconds s) { return s >= 3'600 && s <= 60 * kDay; };
    if (!fits(dispute_window) || !fits(resolving) || deposit == 0) return error(MarketError::ParametersInvalid);
    window = dispute_window;
    resolve_window = resolving;
    bond = deposit;
    return {};
  }

  Fault buy(std::size_t at, Form form, std::uint64_t quantity, Money most) {
    ModelLicence& l = licences[at];
    ModelBuyer& buyer = buyers[owner(at)];
    if (!listing.exists || l.exists) return kAny;
    if (const Fault fault = refuses_sale()) return fault;
    const Money each = form == Form::Perpetual      ? listing.perpetual
                       : form == Form::Subscription ? listing.period
                       : form == Form::PerUse       ? listing.use
                                                    : 0;
    if (each == 0) return error(MarketError::NotOffered);
    if (quantity == 0 || (form == Form::Perpetual && quantity != 1)) return error(MarketError::QuantityInvalid);
    const Wide total = static_cast<Wide>(each) * quantity;
    if (total > ~Money{0}) return error(MarketError::AmountOverflow);
    if (total > most) return error(MarketError::PriceAboveMaximum);
    const Wide term = form == Form::Subscription ? static_cast<Wide>(listing.period_s) * quantity : 0;
    if (term > static_cast<Wide>(kFourYears)) return error(MarketError::QuantityInvalid);
    const auto sent = static_cast<Money>(total);
    if (sent > buyer.tokens) return kAny;
    const Money arrived = arrives(sent);
    if (arrived == 0) return error(MarketError::NothingArrived);
    buyer.tokens -= sent;
    vault += arrived;
    l = {.exists = true,
         .form = form,
         .started = now,
         .expires = form == Form::Subscription ? now + static_cast<Seconds>(term) : 0,
         .paid = arrived,
         .window = window,
         .days = static_cast<std::uint64_t>(term) / static_cast<std::uint64_t>(kDay),
         .waiting_since = now};
    if (form == Form::PerUse) {
      l.bought = quantity;
      if (buyer.tied == static_cast<int>(at)) l.counted_to = buyer.uses;
    }
    ++listing.licences;
    return {};
  }
  Fault buy_by_stake(std::size_t at, Money most, Seconds longest) {
    ModelLicence& l = licences[at];
    ModelBuyer& buyer = buyers[owner(at)];
    if (!listing.exists || l.exists) return kAny;
    if (const Fault fault = refuses_sale()) return fault;
    if (listing.stake == 0) return error(MarketError::NotOffered);
    if (listing.stake > most || listing.stake_s > longest) return error(MarketError::PriceAboveMaximum);
    if (buyer.staked < listing.stake) return error(MarketError::StakeTooSmall);
    if (buyer.pledged != -1) return error(MarketError::StakePledged);
    if (buyer.lock_until < now + listing.stake_s) return error(MarketError::LockTooShort);
    l = {.exists = true, .form = Form::Stake, .started = now, .expires = now + listing.stake_s, .stake = listing.stake};
    buyer.pledged = static_cast<int>(at);
    ++listing.licences;
    return {};
  }
  Fault release(std::size_t at) {
    ModelLicence& l = licences[at];
    if (!l.exists || l.form != Form::Stake) return kAny;
    if (buyers[owner(at)].pledged == static_cast<int>(at)) buyers[owner(at)].pledged = -1;
    l = {};
    --listing.licences;
    return {};
  }
  Fault revoke(std::size_t at) {
    ModelLicence& l = licences[at];
    if (!l.exists || l.form != Form::Stake) return kAny;
    if (l.state != State::Valid) return error(MarketError::LicenceEnded);
    const ModelBuyer& buyer = buyers[owner(at)];
    if (buyer.pledged == static_cast<int>(at) && buyer.staked >= l.stake) return error(MarketError::StakeStillGood);
    l.state = State::Revoked;
    return {};
  }

  Fault settle(std::size_t at) {
    ModelLicence& l = licences[at];
    if (!has_receipt(l)) return kAny;
    if (l.quarrel == Quarrel::Open) return error(MarketError::DisputeOpen);
    if (l.state == State::Valid) count(at);
    book_settled(l);
    if (l.form == Form::PerUse && now - l.window >= l.waiting_since) {
      l.waited = l.waiting;
      l.waiting = l.used;
      l.waiting_since = now;
    }
    return {};
  }
  Fault refund(std::size_t at) {
    ModelLicence& l = licences[at];
    if (!has_receipt(l)) return kAny;
    if (l.state == State::Disputed) return error(MarketError::DisputeOpen);
    if (l.state != State::Valid) return error(MarketError::LicenceEnded);
    if (l.form == Form::Perpetual) return error(MarketError::NotRefundable);
    count(at);
    const Money kept = l.form == Form::PerUse ? by_uses(l, l.used) : by_days(l, now);
    const Money back = l.paid - l.refunded - kept;
    l.refunded += back;
    l.owed += back;
    l.state = State::Refunded;
    return {};
  }
  Fault collect(std::size_t at) {
    ModelLicence& l = licences[at];
    if (!has_receipt(l)) return kAny;
    if (l.owed == 0) return error(MarketError::NothingOwed);
    vault -= l.owed;
    buyers[owner(at)].tokens += arrives(l.owed);
    l.owed = 0;
    return {};
  }
  Fault pay_developer(std::size_t payee) {
    if (!listing.exists) return kAny;
    if (payee != listing.payee) return error(MarketError::PayeeAccountInvalid);
    if (listing.owed_developer == 0) return error(MarketError::NothingOwed);
    vault -= listing.owed_developer;
    payees[payee] += arrives(listing.owed_developer);
    listing.paid_developer += listing.owed_developer;
    listing.owed_developer = 0;
    return {};
  }
  Fault pay_treasury() {
    if (!listing.exists) return kAny;
    if (listing.owed_treasury == 0) return error(MarketError::NothingOwed);
    const Money arrived = arrives(listing.owed_treasury);
    vault -= listing.owed_treasury;
    treasury += arrived;
    listing.received[now / epoch_s] += arrived;
    received[now / epoch_s] += arrived;
    listing.paid_treasury += listing.owed_treasury;
    listing.owed_treasury = 0;
    return {};
  }

  Fault dispute(std::size_t at) {
    ModelLicence& l = licences[at];
    if (!has_receipt(l)) return kAny;
    if (l.quarrel == Quarrel::Open) return error(MarketError::DisputeOpen);
    if (l.quarrel != Quarrel::None) return error(MarketError::DisputedBefore);
    book_settled(l);
    if (l.left() == 0) return error(MarketError::NothingLeft);
    ModelBuyer& buyer = buyers[owner(at)];
    if (bond > buyer.tokens) return kAny;
    const Money arrived = arrives(bond);
    if (arrived == 0) return error(MarketError::NothingArrived);
    buyer.tokens -= bond;
    vault += arrived;
    l.bond = arrived;
    l.quarrel = Quarrel::Open;
    l.resolve_by = now + resolve_window;
    if (l.state == State::Valid) l.state = State::Disputed;
    return {};
  }
  Fault resolve(std::size_t at, unsigned refund_bps) {
    ModelLicence& l = licences[at];
    if (!has_receipt(l)) return kAny;
    if (l.quarrel != Quarrel::Open) return error(MarketError::NoDispute);
    if (now >= l.resolve_by) return error(MarketError::ResolverTooLate);
    if (refund_bps > 10'000) return error(MarketError::ShareInvalid);
    if (refund_bps == 0) {
      l.quarrel = Quarrel::Unfounded;
      if (l.state == State::Disputed) l.state = State::Valid;
      listing.owed_developer += l.bond;
    } else {
      l.quarrel = Quarrel::Upheld;
      l.state = State::Refunded;
      const auto back = static_cast<Money>(static_cast<Wide>(l.left()) * refund_bps / 10'000);
      l.refunded += back;
      l.owed += back + l.bond;
      book(l, l.left());
    }
    l.bond = 0;
    return {};
  }
  Fault lapse(std::size_t at) {
    ModelLicence& l = licences[at];
    if (!has_receipt(l)) return kAny;
    if (l.quarrel != Quarrel::Open) return error(MarketError::NoDispute);
    if (now < l.resolve_by) return error(MarketError::ResolverStillDue);
    l.quarrel = Quarrel::Lapsed;
    if (l.state == State::Disputed) l.state = State::Valid;
    l.owed += l.bond;
    l.bond = 0;
    return {};
  }
  Fault close(std::size_t at, bool by_licensee) {
    ModelLicence& l = licences[at];
    if (!has_receipt(l)) return kAny;
    const bool is_over = l.state == State::Refunded || (l.form == Form::Subscription && now >= l.expires) ||
                         (l.form == Form::PerUse && l.used == l.bought);
    if (!by_licensee && !is_over) return error(MarketError::LicenceStillRuns);
    if (l.quarrel == Quarrel::Open) return error(MarketError::DisputeOpen);
    if (l.left() != 0 || l.owed != 0) return error(MarketError::MoneyLeft);
    l = {};
    --listing.licences;
    return {};
  }

  // Whether agent_factory would tie the buyer's wallet to this licence: it has settled what it owes under the last one.
  bool may_tie(std::size_t at) const {
    const ModelLicence& l = licences[at];
    const ModelBuyer& buyer = buyers[owner(at)];
    if (!l.exists || l.state != State::Valid || buyer.tied == static_cast<int>(at)) return false;
    if (buyer.tied < 0) return true;
    const ModelLicence& last = licences[static_cast<std::size_t>(buyer.tied)];
    const bool runs = last.exists && (last.state == State::Valid || last.state == State::Disputed);
    return !runs || last.form != Form::PerUse || buyer.uses <= std::max(last.counted_to, buyer.uses_at);
  }

  Money entitlements() const {
    Money sum = listing.owed_developer + listing.owed_treasury;
    for (const ModelLicence& l : licences) sum += l.left() + l.owed + l.bond;
    return sum;
  }

 private:
  static std::uint64_t error(MarketError e) { return static_cast<std::uint64_t>(e); }
  static bool has_receipt(const ModelLicence& l) { return l.exists && l.form != Form::Stake; }

  static bool makes_sense(const ModelListing& offer) {
    const auto is_term = [](Seconds s) { return s >= kDay && s <= kFourYears && s % kDay == 0; };
    const bool offers = offer.perpetual != 0 || offer.period != 0 || offer.use != 0 || offer.stake != 0;
    return offers && (offer.period == 0 ? offer.period_s == 0 : is_term(offer.period_s)) &&
           (offer.stake == 0 ? offer.stake_s == 0 : is_term(offer.stake_s));
  }
  Fault refuses_sale() const {
    if (!listing.listed) return error(MarketError::NotListed);
    if (!for_sale) return error(MarketError::AgentNotForSale);
    if (terms_changed) return error(MarketError::TermsChanged);
    return {};
  }
  Money arrives(Money amount) const {
    return amount - static_cast<Money>((static_cast<Wide>(amount) * fee_bps + 9'999) / 10'000);
  }
  static Money by_days(const ModelLicence& l, Seconds at) {
    const auto begun = at < l.started ? 0 : std::min(static_cast<std::uint64_t>((at - l.started) / kDay) + 1, l.days);
    return l.paid - static_cast<Money>(static_cast<Wide>(l.paid) * (l.days - begun) / l.days);
  }
  static Money by_uses(const ModelLicence& l, std::uint64_t uses) {
    return l.paid - static_cast<Money>(static_cast<Wide>(l.paid) * (l.bought - uses) / l.bought);
  }
  void count(std::size_t at) {
    ModelLicence& l = licences[at];
    const ModelBuyer& buyer = buyers[owner(at)];
    if (l.form != Form::PerUse || buyer.tied != static_cast<int>(at)) return;
    const std::uint64_t since = std::max(l.counted_to, buyer.uses_at);
    const std::uint64_t open = buyer.uses > since ? buyer.uses - since : 0;
    l.used += std::min(open, l.bought - l.used);
    l.counted_to = buyer.uses;
  }
  void book(ModelLicence& l, Money amount) {
    const auto developer = static_cast<Money>(static_cast<Wide>(amount) * 70 / 100);
    l.earned += amount;
    listing.owed_developer += developer;
    listing.owed_treasury += amount - developer;
  }
  void book_settled(ModelLicence& l) {
    const Seconds then = now - l.window;
    Money all = 0;
    if (l.form == Form::Perpetual && then >= l.started) all = l.paid;
    if (l.form == Form::Subscription) all = by_days(l, then);
    if (l.form == Form::PerUse) all = by_uses(l, then >= l.waiting_since ? l.waiting : l.waited);
    all = std::min(all, l.paid - l.refunded);
    if (all > l.earned) book(l, all - l.earned);
  }
};

}  // namespace marketplace::test
