// Random sequences of all instructions by a publisher, a poster and two holders against the rules written a second time: the
// same errors, the same figures. How many: RC_PARAMS=max_success=N.
#include <grapnel/testing/chain.hpp>
#include <grapnel/testing/paired.hpp>
#include <grapnel/testing/tally.hpp>
#include <grapnel/testing/testing.hpp>
#include <open_vault/open_vault.hpp>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <map>
#include <optional>
#include <vector>

namespace open_vault::test {
namespace {

using grapnel::testing::Ground;
using grapnel::testing::key;
using grapnel::testing::Outcome;
using zest_staking::StakeRecord;

constexpr Pubkey kDeployer = key(1);
constexpr Pubkey kPoster = key(2);
constexpr Pubkey kPublisher = key(3);
constexpr std::array<Pubkey, 2> kHolders = {key(4), key(5)};
constexpr Pubkey kStranger = key(6);
constexpr Pubkey kStakePool = key(10);
constexpr std::array<Pubkey, 2> kStakes = {key(11), key(12)};
constexpr i64 kDay = 86'400;
constexpr u64 kNoError = 0;
constexpr u64 kAnyError = ~u64{0};  // of the framework's: which one is tested elsewhere

enum Kind {
  Publish,
  Update,
  Retire,
  CloseIt,
  SetPosterTo,
  Post,
  CloseRoot,
  Claim,
  Prove,
  Revoke,
  CloseTheAccess,
  Begin,
  Restake,
  Wait,
  kKinds
};
constexpr std::array<const char*, kKinds> kNames = {"publish_template",
                                                    "update_template",
                                                    "retire_template",
                                                    "close_template",
                                                    "set_poster",
                                                    "post_stake_root",
                                                    "close_stake_root",
                                                    "claim_access",
                                                    "claim_access_by_proof",
                                                    "revoke_access",
                                                    "close_access",
                                                    "initialize",
                                                    "restake",
                                                    "wait"};

struct Step {
  int kind;
  usize who;
  usize back;   // which template or root, counted from the last
  int flavour;  // 0: a mistake
  u64 amount;
  std::int64_t seconds;  // that pass before
  std::int64_t term;     // of locks and roots
};
void showValue(const Step& s, std::ostream& out) {  // NOLINT(readability-identifier-naming): rapidcheck's name
  out << kNames[static_cast<usize>(s.kind)] << " by " << s.who << " on last-" << s.back << " flavour " << s.flavour
      << " amount " << s.amount << " after " << s.seconds << "s for " << s.term << 's';
}

rc::Gen<Step> steps() {
  const auto kinds = rc::gen::weightedElement<int>({{5, Publish},
                                                    {3, Update},
                                                    {2, Retire},
                                                    {4, CloseIt},
                                                    {1, SetPosterTo},
                                                    {5, Post},
                                                    {4, CloseRoot},
                                                    {8, Claim},
                                                    {8, Prove},
                                                    {6, Revoke},
                                                    {6, CloseTheAccess},
                                                    {1, Begin},
                                                    {6, Restake},
                                                    {3, Wait}});
  const auto seconds = rc::gen::weightedOneOf<std::int64_t>({{8, rc::gen::just(std::int64_t{0})},
                                                             {4, rc::gen::inRange<std::int64_t>(1, 3)},
                                                             {2, rc::gen::inRange<std::int64_t>(1, 4 * kDay)}});
  const auto terms = rc::gen::weightedOneOf<std::int64_t>(
      {{6, rc::gen::inRange<std::int64_t>(1, 6 * kDay)}, {1, rc::gen::inRange<std::int64_t>(-kDay, 20 * kDay)}});
  return rc::gen::build<Step>(
      rc::gen::set(&Step::kind, kinds), rc::gen::set(&Step::who, rc::gen::inRange<usize>(0, 2)),
      rc::gen::set(&Step::back, rc::gen::weightedElement<usize>({{4, 0}, {2, 1}, {1, 2}})),
      rc::gen::set(&Step::flavour, rc::gen::inRange(0, 12)),
      rc::gen::set(&Step::amount, rc::gen::weightedOneOf<u64>(
                                      {{6, rc::gen::element<u64>(10, 500, 1'000)}, {1, rc::gen::inRange<u64>(0, 3)}})),
      rc::gen::set(&Step::seconds, seconds), rc::gen::set(&Step::term, terms));
}

struct ModelTemplate {
  TemplateStatus status = TemplateStatus::Open;
  u64 staked = 0, accesses = 0, slot = 0, edition = 1;
  i64 lock = 0;
  bool exists = true;
};
struct ModelAccess {
  i64 until;
  u64 staked;
  bool revoked;
};
struct ModelStake {
  u64 amount = 0;
  i64 lock = 0;
};
struct ModelRoot {
  std::array<ModelStake, 2> stakes;
  i64 expires;
  bool exists;
};

// The rules again, in words of their own. Each returns the error's number.
struct Model {
  std::vector<ModelTemplate> templates;  // by number
  std::vector<ModelRoot> roots;
  std::map<std::pair<usize, usize>, ModelAccess> accesses;  // by template and holder
  std::array<ModelStake, 2> stakes;
  i64 now = 0, lifetime = 0;
  u64 slot = 0, newest = 0;

  static u64 error(VaultError e) { return static_cast<u64>(e); }

  u64 fill(const TemplateArgs& args, u64 edition) {
    if (equal(args.hash, kNoHash)) return error(VaultError::HashMissing);
    if (args.staked == 0 || args.lock_left_s < 0) return error(VaultError::TierInvalid);
    if (args.uri.size == 0) return error(VaultError::UriInvalid);
    templates.push_back({.staked = args.staked, .slot = slot, .edition = edition, .lock = args.lock_left_s});
    return kNoError;
  }
  u64 update(usize at, const TemplateArgs& args) {
    if (!templates[at].exists) return kAnyError;
    if (templates[at].status != TemplateStatus::Open) return error(VaultError::TemplateNotOpen);
    const u64 out = fill(args, templates[at].edition + 1);
    if (out == kNoError) templates[at].status = TemplateStatus::Superseded;
    return out;
  }
  u64 retire(usize at) {
    if (!templates[at].exists) return kAnyError;
    if (templates[at].status != TemplateStatus::Open) return error(VaultError::TemplateNotOpen);
    templates[at].status = TemplateStatus::Retired;
    return kNoError;
  }
  u64 close_template(usize at) {
    if (!templates[at].exists) return kAnyError;
    if (templates[at].status == TemplateStatus::Open) return error(VaultError::TemplateStillOpen);
    if (templates[at].accesses != 0) return error(VaultError::TemplateInUse);
    if (templates[at].slot == slot) return error(VaultError::CreatedInThisSlot);
    templates[at].exists = false;
    return kNoError;
  }
  u64 set_lifetime(i64 seconds) {
    if (seconds <= 0) return error(VaultError::LifetimeInvalid);
    lifetime = seconds;
    return kNoError;
  }
  u64 post(const PostStakeRootArgs& args) {
    if (args.leaf_count == 0) return error(VaultError::RootEmpty);
    if (args.snapshot_slot > slot) return error(VaultError::SnapshotAhead);
    if (args.snapshot_slot <= newest) return error(VaultError::SnapshotOutdated);
    if (args.expires_at <= now || args.expires_at > now + lifetime) return error(VaultError::ExpiryInvalid);
    newest = args.snapshot_slot;
    roots.push_back({stakes, args.expires_at, true});
    return kNoError;
  }
  u64 close_root(usize at) {
    if (!roots[at].exists) return kAnyError;
    if (now < roots[at].expires) return error(VaultError::RootNotExpired);
    roots[at].exists = false;
    return kNoError;
  }
  u64 give(usize at, usize who, const ModelStake& stake, i64 expires) {
    ModelTemplate& of = templates[at];
    if (of.status != TemplateStatus::Open) return error(VaultError::TemplateNotOpen);
    if (stake.amount < of.staked) return error(VaultError::StakeTooSmall);
    if (stake.lock <= now || stake.lock < now + of.lock) return error(VaultError::LockTooShort);
    ++of.accesses;
    accesses[{at, who}] = {std::min(stake.lock, expires), of.staked, false};
    return kNoError;
  }
  u64 claim(usize at, usize who) {
    if (!templates[at].exists || accesses.contains({at, who})) return kAnyError;
    return give(at, who, stakes[who], stakes[who].lock);
  }
  u64 prove(usize at, usize who, usize root, bool is_true) {
    if (!templates[at].exists || !roots[root].exists || accesses.contains({at, who})) return kAnyError;
    if (now >= roots[root].expires) return error(VaultError::RootExpired);
    if (!is_true) return error(VaultError::ProofInvalid);
    return give(at, who, roots[root].stakes[who], roots[root].expires);
  }
  u64 revoke(usize at, usize who) {
    const auto found = accesses.find({at, who});
    if (found == accesses.end()) return kAnyError;
    ModelAccess& access = found->second;
    if (access.revoked) return error(VaultError::AccessRevoked);
    if (now >= access.until) return error(VaultError::AccessEnded);
    if (stakes[who].amount >= access.staked) return error(VaultError::StakeStillThere);
    access.revoked = true;
    return kNoError;
  }
  u64 close_access(usize at, usize who, bool by_holder) {
    const auto found = accesses.find({at, who});
    if (found == accesses.end()) return kAnyError;
    if (now < found->second.until && (found->second.revoked || !by_holder)) return error(VaultError::AccessStillValid);
    accesses.erase(found);
    --templates[at].accesses;
    return kNoError;
  }
};

class Life {
 public:
  Life(Ground ground, grapnel::testing::Tally& tally)
      : chain_({ground, grapnel::testing::Features::Mainnet}), tally_(tally) {
    chain_.add<OpenVault>();
    for (const Pubkey& person : {kDeployer, kPoster, kPublisher, kHolders[0], kHolders[1], kStranger})
      chain_.fund(person, Lamports{100'000'000'000});
    std::vector<u8> data = chain_.account(kProgramData).data;
    if (data.empty()) data.resize(45);
    data[0] = 3;
    data[12] = 1;
    std::memcpy(data.data() + 13, &kDeployer, sizeof kDeployer);
    chain_.set_account(kProgramData, {chain_.rent(data.size()), data, UpgradeableLoader::kId, false});
    zest_staking::StakePool pool{};
    pool.version = zest_staking::kLayoutVersion;
    chain_.put(kStakePool, pool, zest_staking::kProgramId);
    chain_.warp({.slots = 100, .seconds = 1});
    model_.now = chain_.clock().unix_timestamp;
    for (usize who = 0; who < 2; ++who) restake(who, 1'000, model_.now + 10 * kDay);
    model_.lifetime = 5 * kDay;
    count(Begin, kNoError, chain_.run(beginning()));
  }

  // Two steps of three are bent towards what the model says is possible.
  void play(Step s) {
    if (s.seconds != 0 || s.kind == Wait) chain_.warp({.slots = 1, .seconds = s.seconds});
    model_.now = chain_.clock().unix_timestamp;
    model_.slot = chain_.clock().slot;
    if (s.kind == Wait) return;
    if (s.kind == Restake) return restake(s.who, s.amount, model_.now + s.term);
    for (int turn = 0; s.flavour % 3 != 0 && turn < Begin; ++turn) {
      Model trial = model_;
      if (ask(trial, s) == kNoError) break;
      s.kind = (s.kind + 5) % Begin;
    }
    if (!has_object(s)) return;
    // Or hardly anybody would ever fall below a tier while they have access to it.
    if (s.kind == Revoke && s.flavour % 2 == 1) restake(s.who, 1, model_.stakes[s.who].lock);
    const client::Instruction made = instruction(s);
    const u64 expected = ask(model_, s);
    count(s.kind, expected, chain_.run(made));
    if (s.kind == Post && expected == kNoError) roots_.push_back(made.accounts[2].key);
    compare();
  }

 private:
  // Addresses are kept: to derive those of all templates after each step took most of the time.
  static Pubkey template_at(usize number) {
    static std::vector<Pubkey> known;
    while (known.size() <= number)
      known.push_back(find_program_address(kProgramId, kTemplateSeed, kPublisher, u64{known.size()}).address);
    return known[number];
  }
  static Pubkey access_to(usize number, usize who) {
    static std::array<std::vector<Pubkey>, 2> known;
    for (std::vector<Pubkey>& of = known[who]; of.size() <= number;)
      of.push_back(find_program_address(kProgramId, kAccessSeed, template_at(of.size()), kHolders[who]).address);
    return known[who][number];
  }
  // A tree of both holders' stakes and a leaf that tells one root from another: ((0 1) 2)
  std::array<Hash256, 3> leaves(const std::array<ModelStake, 2>& stakes, usize number) const {
    return {leaf_hash({kHolders[0], stakes[0].amount, stakes[0].lock, kStakePool}),
            leaf_hash({kHolders[1], stakes[1].amount, stakes[1].lock, kStakePool}),
            leaf_hash({key(1'000 + number), 1, 1, kStakePool})};
  }
  static Hash256 root_of(const std::array<Hash256, 3>& of) {
    return zestron::merkle_node(zestron::merkle_node(of[0], of[1]), of[2]);
  }
  static Pubkey root_at(const Hash256& root) { return find_program_address(kProgramId, kRootSeed, root).address; }

  // One of the last three; of who has an access and wants to part with it, mostly the last that they have.
  usize chosen(const Step& s) const {
    const usize count = model_.templates.size();
    if ((s.kind == Revoke || s.kind == CloseTheAccess) && s.flavour % 4 != 0) {
      for (usize at = count; at-- > 0;) {
        if (model_.accesses.contains({at, s.who})) return at;
      }
    }
    return count == 0 ? 0 : count - 1 - std::min(s.back, count - 1);
  }
  usize chosen_root(const Step& s) const {
    const usize count = model_.roots.size();
    return count == 0 ? 0 : count - 1 - std::min(s.back, count - 1);
  }
  bool has_object(const Step& s) const {
    const bool needs_template =
        s.kind != Publish && s.kind != SetPosterTo && s.kind != Post && s.kind != CloseRoot && s.kind != Begin;
    const bool needs_root = s.kind == CloseRoot || s.kind == Prove;
    return (!needs_template || !model_.templates.empty()) && (!needs_root || !model_.roots.empty());
  }

  TemplateArgs document(const Step& s) const {
    TemplateArgs args{.number = model_.templates.size(),
                      .hash = {},
                      .staked = s.amount,
                      .lock_left_s = s.term % 3 == 0 ? 0 : s.term / 4,
                      .uri = s.flavour == 3 ? "" : "ipfs://agent"};
    args.hash[0] = s.flavour == 0 ? 0 : 1;
    return args;
  }
  PostStakeRootArgs posting(const Step& s) const {
    return {.root = root_of(leaves(model_.stakes, model_.roots.size())),
            .snapshot_slot = model_.slot + (s.flavour == 0 ? 1 : 0),
            .leaf_count = s.flavour == 3 ? 0u : 3u,
            .expires_at = model_.now + s.term};
  }
  static client::Instruction beginning() {
    return client::instruction<initialize>(kProgramId,
                                           {kDeployer, kProgramData, kStakePool, kVaultAddress, System::kId},
                                           {.poster = kPoster, .root_lifetime_max_s = 5 * kDay});
  }

  u64 ask(Model& m, const Step& s) const {
    if (!has_object(s)) return kAnyError;
    const usize at = chosen(s);
    switch (s.kind) {
      case Publish: return m.fill(document(s), 1);
      case Update: return m.update(at, document(s));
      case Retire: return m.retire(at);
      case CloseIt: return m.close_template(at);
      case SetPosterTo: return m.set_lifetime(s.term);
      case Post: return m.post(posting(s));
      case CloseRoot: return m.close_root(chosen_root(s));
      case Claim: return m.claim(at, s.who);
      case Prove: return m.prove(at, s.who, chosen_root(s), s.flavour != 0);
      case Revoke: return m.revoke(at, s.who);
      case CloseTheAccess: return m.close_access(at, s.who, s.flavour % 2 == 0);
      default: return kAnyError;
    }
  }
  client::Instruction instruction(const Step& s) const {
    const usize at = chosen(s);
    const Pubkey of = template_at(at);
    const Pubkey& holder = kHolders[s.who];
    switch (s.kind) {
      case Publish:
        return client::instruction<publish_template>(
            kProgramId, {kPublisher, template_at(model_.templates.size()), System::kId}, document(s));
      case Update:
        return client::instruction<update_template>(
            kProgramId, {kPublisher, of, template_at(model_.templates.size()), System::kId}, document(s));
      case Retire: return client::instruction<retire_template>(kProgramId, {of, kPublisher});
      case CloseIt: return client::instruction<close_template>(kProgramId, {of, kPublisher, kPublisher});
      case SetPosterTo:
        return client::instruction<set_poster>(kProgramId, {kVaultAddress, zestron::kGovernanceAuthority},
                                               {.poster = kPoster, .root_lifetime_max_s = s.term});
      case Post: {
        const PostStakeRootArgs args = posting(s);
        return client::instruction<post_stake_root>(kProgramId,
                                                    {kPoster, kVaultAddress, root_at(args.root), System::kId}, args);
      }
      case CloseRoot: return client::instruction<close_stake_root>(kProgramId, {roots_[chosen_root(s)], kPoster});
      case Claim:
        return client::instruction<claim_access>(
            kProgramId, {holder, kVaultAddress, of, kStakes[s.who], access_to(at, s.who), System::kId});
      case Prove: {
        const usize number = chosen_root(s);
        const auto hashes = leaves(model_.roots[number].stakes, number);
        const std::array<Hash256, 2> path = {hashes[1 - s.who], hashes[2]};
        Vec<Hash256, kPathMax> siblings;
        siblings.data = reinterpret_cast<const u8*>(path.data());
        siblings.size = 2;
        const ModelStake& mine = model_.roots[number].stakes[s.who];
        return client::instruction<claim_access_by_proof>(
            kProgramId, {holder, kVaultAddress, of, roots_[number], access_to(at, s.who), System::kId},
            {.amount = mine.amount + (s.flavour == 0 ? 1 : 0),
             .lock_until = mine.lock,
             .index = s.who,
             .path = siblings});
      }
      case Revoke:
        return client::instruction<revoke_access>(kProgramId, {kVaultAddress, access_to(at, s.who), kStakes[s.who]});
      case CloseTheAccess:
        return client::instruction<close_access>(
            kProgramId, {access_to(at, s.who), of, s.flavour % 2 == 0 ? holder : kStranger, holder});
      default: return beginning();
    }
  }

  void restake(usize who, u64 amount, i64 lock) {
    model_.stakes[who] = {amount, lock};
    StakeRecord record{};
    record.version = zest_staking::kLayoutVersion;
    record.pool = kStakePool;
    record.staker = kHolders[who];
    record.amount = amount;
    record.lock_until = lock;
    chain_.put(kStakes[who], record, zest_staking::kProgramId);
  }

  void count(int kind, u64 expected, const Outcome& outcome) {
    const bool as_expected = expected == kNoError    ? outcome.ok()
                             : expected == kAnyError ? !outcome.ok()
                                                     : !outcome.ok() && outcome.code == expected;
    if (!as_expected) RC_FAIL("expected " + std::to_string(expected) + ", but " + outcome.report());
    tally_.count(kNames[static_cast<usize>(kind)], outcome.ok());
  }

  void compare() const {
    const auto vault = chain_.state<Vault>(kVaultAddress);
    RC_ASSERT(vault->newest_snapshot == model_.newest);
    RC_ASSERT(vault->root_lifetime_max_s == model_.lifetime);
    for (usize at = 0; at < model_.templates.size(); ++at) {
      const ModelTemplate& mine = model_.templates[at];
      const auto of = chain_.state<Template>(template_at(at));
      RC_ASSERT(of.has_value() == mine.exists);
      for (usize who = 0; who < 2; ++who) {
        const auto found = model_.accesses.find({at, who});
        const auto access = chain_.state<Access>(access_to(at, who));
        RC_ASSERT(access.has_value() == (found != model_.accesses.end()));
        if (!access) continue;
        RC_ASSERT(access->valid_until == found->second.until);
        RC_ASSERT((access->revoked_at != 0) == found->second.revoked);
        RC_ASSERT(access->staked == found->second.staked);
      }
      if (!of) continue;
      RC_ASSERT(of->status == mine.status);
      RC_ASSERT(of->access_count == mine.accesses);
      RC_ASSERT(of->edition == mine.edition);
      RC_ASSERT(of->staked == mine.staked);
    }
    for (usize at = 0; at < model_.roots.size(); ++at)
      RC_ASSERT(chain_.state<StakeRoot>(roots_[at]).has_value() == model_.roots[at].exists);
  }

  grapnel::testing::Chain chain_;
  grapnel::testing::Tally& tally_;
  Model model_;
  std::vector<Pubkey> roots_;  // their addresses
};

// Of the cases that rapidcheck plays unasked ten are enough on the real runtime, which takes its time.
void play_sequences(Ground ground) {
  const bool few = ground == Ground::Real && std::getenv("RC_PARAMS") == nullptr;
  const int most = few ? 10 : std::numeric_limits<int>::max();
  grapnel::testing::Tally tally("open_vault", {kNames.begin(), kNames.begin() + Restake});
  int cases = 0;
  EXPECT_TRUE(rc::check("program and model agree", [&] {
    if (cases++ >= most) return;
    tally.begin();
    Life life(ground, tally);
    for (const Step& step : *rc::gen::container<std::vector<Step>>(80, rc::gen::resize(rc::kNominalSize, steps())))
      life.play(step);
  }));
  tally.print();
  if (tally.sequences() >= 100) EXPECT_EQ(tally.shortfall(), "");  // fewer don't hold every instruction
}

TEST(VaultSequences, are_what_the_model_says) { play_sequences(Ground::Native); }

// And the ELF does to the byte what the native build does.
TEST(VaultSequences, also_on_the_real_runtime) {
  if (!grapnel::testing::has_real()) GTEST_SKIP() << "there is no bank";
  const grapnel::testing::Paired paired;
  play_sequences(Ground::Real);
}

}  // namespace
}  // namespace open_vault::test
