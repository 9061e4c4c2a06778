// The vault, natively and on the real runtime: every instruction, every error by name, and what people try who have no stake.
#include "baseline.hpp"

#include <grapnel/testing/flags.hpp>
#include <grapnel/testing/gtest.hpp>
#include <open_vault/open_vault.hpp>

#include <string>

namespace open_vault {
namespace {

using grapnel::examples::costs;
using grapnel::testing::fails;
using grapnel::testing::key;
using grapnel::testing::Outcome;
using grapnel::testing::succeeds;
using zest_staking::StakePool;
using zest_staking::StakeRecord;

constexpr Pubkey kDeployer = key(1);
constexpr Pubkey kPoster = key(2);
constexpr Pubkey kPublisher = key(3);
constexpr Pubkey kHolder = key(4);
constexpr Pubkey kStranger = key(5);
constexpr Pubkey kStakePool = key(10);
constexpr Pubkey kStake = key(11);
constexpr u64 kTier = 1'000;
constexpr i64 kDay = 86'400;
constexpr i64 kLifetime = 7 * kDay;

Pubkey template_at(u64 number, const Pubkey& publisher = kPublisher) {
  return find_program_address(kProgramId, kTemplateSeed, publisher, number).address;
}
Pubkey access_to(const Pubkey& of, const Pubkey& holder = kHolder) {
  return find_program_address(kProgramId, kAccessSeed, of, holder).address;
}
Pubkey root_at(const Hash256& root) { return find_program_address(kProgramId, kRootSeed, root).address; }
Hash256 hash_of(u8 number) {
  Hash256 out;
  for (u8& byte : out) byte = number;
  return out;
}

// A tree of three leaves: holder, stranger, and somebody else. ((0 1) 2)
struct Tree {
  std::array<StakeLeaf, 3> leaves;

  Hash256 leaf(usize at) const { return leaf_hash(leaves[at]); }
  Hash256 left() const { return zestron::merkle_node(leaf(0), leaf(1)); }
  Hash256 root() const { return zestron::merkle_node(left(), leaf(2)); }
};

class VaultTest : public grapnel::testing::ProgramTest<OpenVault> {
 protected:
  VaultTest() {
    for (const Pubkey& person : {kDeployer, kPoster, kPublisher, kHolder, kStranger, zestron::kGovernanceAuthority})
      chain.fund(person, Lamports{10'000'000'000});
    put_program_data(kDeployer);
    StakePool pool{};
    pool.version = zest_staking::kLayoutVersion;
    chain.put(kStakePool, pool, zest_staking::kProgramId);
    chain.warp({.slots = 100, .seconds = 1});
  }

  // Of the program that is deployed, where one is; natively there is none.
  void put_program_data(const Pubkey& authority) {
    std::vector<u8> data = chain.account(kProgramData).data;
    if (data.empty()) data.resize(45);
    data[0] = 3;
    data[12] = 1;
    std::memcpy(data.data() + 13, &authority, sizeof authority);
    chain.set_account(kProgramData, {chain.rent(data.size()), data, UpgradeableLoader::kId, false});
  }
  i64 now() const { return chain.clock().unix_timestamp; }

  Outcome initialize_vault(const Pubkey& who = kDeployer, i64 lifetime = kLifetime) {
    return run<initialize>({who, kProgramData, kStakePool, kVaultAddress, System::kId},
                           {.poster = kPoster, .root_lifetime_max_s = lifetime});
  }
  static TemplateArgs document(u64 number = 1, u8 hash = 7) {
    return {.number = number, .hash = hash_of(hash), .staked = kTier, .lock_left_s = kDay, .uri = "ipfs://agent"};
  }
  Outcome publish(const TemplateArgs& args = document()) {
    return run<publish_template>({kPublisher, template_at(args.number), System::kId}, args);
  }
  Outcome update(u64 from, const TemplateArgs& args, const Pubkey& who = kPublisher) {
    return run<update_template>({who, template_at(from), template_at(args.number, who), System::kId}, args);
  }
  Outcome retire(u64 number = 1) { return run<retire_template>({template_at(number), kPublisher}); }
  Outcome close_it(u64 number = 1) { return run<close_template>({template_at(number), kPublisher, kPublisher}); }

  void put_stake(u64 amount, i64 lock_until, const Pubkey& staker = kHolder, const Pubkey& pool = kStakePool) {
    StakeRecord record{};
    record.version = zest_staking::kLayoutVersion;
    record.pool = pool;
    record.staker = staker;
    record.amount = amount;
    record.lock_until = lock_until;
    chain.put(kStake, record, zest_staking::kProgramId);
  }
  Outcome claim(const Pubkey& holder = kHolder, u64 number = 1) {
    return run<claim_access>(
        {holder, kVaultAddress, template_at(number), kStake, access_to(template_at(number), holder), System::kId});
  }

  Tree tree(u64 amount = kTier, i64 lock_left = 30 * kDay) const {
    const i64 until = now() + lock_left;
    return {{StakeLeaf{kHolder, amount, until, kStakePool}, StakeLeaf{kStranger, 1, until, kStakePool},
             StakeLeaf{key(90), 5, until, kStakePool}}};
  }
  PostStakeRootArgs posting(const Hash256& root) const {
    return {.root = root, .snapshot_slot = chain.clock().slot, .leaf_count = 3, .expires_at = now() + kLifetime};
  }
  Outcome post(const PostStakeRootArgs& args, const Pubkey& who = kPoster) {
    return run<post_stake_root>({who, kVaultAddress, root_at(args.root), System::kId}, args);
  }
  Outcome prove(const Tree& of, const ClaimByProofArgs& args, const Pubkey& holder = kHolder) {
    return run<claim_access_by_proof>(
        {holder, kVaultAddress, template_at(1), root_at(of.root()), access_to(template_at(1), holder), System::kId},
        args);
  }
  Outcome prove(const Tree& of) {
    const Hash256 path[] = {of.leaf(1), of.leaf(2)};
    return prove(of,
                 {.amount = of.leaves[0].amount, .lock_until = of.leaves[0].lock_until, .index = 0, .path = vec(path)});
  }
  template <usize N>
  static Vec<Hash256, kPathMax> vec(const Hash256 (&path)[N]) {
    Vec<Hash256, kPathMax> out;
    out.data = reinterpret_cast<const u8*>(path);
    out.size = N;
    return out;
  }

  Outcome revoke(const Pubkey& stake = kStake, const Pubkey& holder = kHolder) {
    return run<revoke_access>({kVaultAddress, access_to(template_at(1), holder), stake});
  }
  Outcome close_access_by(const Pubkey& who, const Pubkey& rent_payer = kHolder) {
    return run<close_access>({access_to(template_at(1)), template_at(1), who, rent_payer});
  }
  Access access() const { return chain.state<Access>(access_to(template_at(1))).value(); }

  // A vault, a template, a stake of its tier.
  void open() {
    ASSERT_TRUE(succeeds(initialize_vault()));
    ASSERT_TRUE(succeeds(publish()));
    put_stake(kTier, now() + 30 * kDay);
  }
  Tree open_with_root() {
    open();
    const Tree of = tree();
    EXPECT_TRUE(succeeds(post(posting(of.root()))));
    return of;
  }
};
INSTANTIATE_TEST_SUITE_P(, VaultTest, grapnel::testing::everywhere(), grapnel::testing::setting_name);

TEST_P(VaultTest, is_set_up_once_by_the_deployer) {
  EXPECT_TRUE(fails(initialize_vault(kStranger), VaultError::NotDeployer));
  EXPECT_TRUE(fails(initialize_vault(kDeployer, 0), VaultError::LifetimeInvalid));
  ASSERT_TRUE(costs("initialize", initialize_vault()));
  const Vault vault = chain.state<Vault>(kVaultAddress).value();
  EXPECT_EQ(vault.authority, zestron::kGovernanceAuthority);
  EXPECT_EQ(vault.stake_pool, kStakePool);
  EXPECT_FALSE(initialize_vault().ok());
}

TEST_P(VaultTest, a_pool_that_is_none) {
  chain.set_account(kStakePool, {chain.rent(800), std::vector<u8>(808), kStranger, false});
  EXPECT_TRUE(fails(initialize_vault(), ErrorCode::AccountOwnedByWrongProgram));
}

TEST_P(VaultTest, the_authority_names_the_poster) {
  ASSERT_TRUE(succeeds(initialize_vault()));
  const auto set = [&](const Pubkey& who, i64 lifetime) {
    return run<set_poster>({kVaultAddress, who}, {.poster = kStranger, .root_lifetime_max_s = lifetime});
  };
  EXPECT_TRUE(fails(set(kStranger, 1), ErrorCode::ConstraintHasOne));
  EXPECT_TRUE(fails(set(kPoster, 1), ErrorCode::ConstraintHasOne));
  EXPECT_TRUE(fails(set(zestron::kGovernanceAuthority, 0), VaultError::LifetimeInvalid));
  ASSERT_TRUE(costs("set_poster", set(zestron::kGovernanceAuthority, kDay)));
  EXPECT_TRUE(fails(post(posting(hash_of(9))), ErrorCode::ConstraintHasOne)) << "no longer the poster";
}

TEST_P(VaultTest, a_template_is_published) {
  const Outcome outcome = publish();
  ASSERT_TRUE(costs("publish_template", outcome));
  const Template of = chain.state<Template>(template_at(1)).value();
  EXPECT_EQ(of.edition, 1u);
  EXPECT_EQ(of.hash, hash_of(7));
  EXPECT_EQ(std::string(of.uri.text().data, of.uri.text().size), "ipfs://agent");
  EXPECT_EQ(outcome.event<TemplatePublished>()->staked, kTier);
  EXPECT_FALSE(publish(document(1, 8)).ok()) << "what is published stays";
  EXPECT_EQ(chain.state<Template>(template_at(1))->hash, hash_of(7));
}

TEST_P(VaultTest, templates_that_say_too_little) {
  auto args = document();
  args.hash = kNoHash;
  EXPECT_TRUE(fails(publish(args), VaultError::HashMissing));
  args = document();
  args.staked = 0;
  EXPECT_TRUE(fails(publish(args), VaultError::TierInvalid));
  args = document();
  args.lock_left_s = -1;
  EXPECT_TRUE(fails(publish(args), VaultError::TierInvalid));
  args = document();
  args.uri = "";
  EXPECT_TRUE(fails(publish(args), VaultError::UriInvalid));
  args.uri = "caf\xc3\xa9";
  EXPECT_TRUE(fails(publish(args), VaultError::UriInvalid));
}

TEST_P(VaultTest, a_new_version_is_a_template_of_its_own) {
  open();
  ASSERT_TRUE(costs("update_template", update(1, document(2, 8))));
  const Template old = chain.state<Template>(template_at(1)).value();
  const Template of = chain.state<Template>(template_at(2)).value();
  EXPECT_EQ(old.status, TemplateStatus::Superseded);
  EXPECT_EQ(old.successor, template_at(2));
  EXPECT_EQ(old.hash, hash_of(7));
  EXPECT_EQ(of.previous, template_at(1));
  EXPECT_EQ(of.edition, 2u);
  EXPECT_TRUE(fails(update(1, document(3)), VaultError::TemplateNotOpen)) << "versions are a line";
  EXPECT_TRUE(fails(claim(), VaultError::TemplateNotOpen));
  EXPECT_TRUE(succeeds(claim(kHolder, 2)));
}

TEST_P(VaultTest, only_its_publisher_changes_a_template) {
  ASSERT_TRUE(succeeds(publish()));
  EXPECT_TRUE(fails(update(1, document(2), kStranger), ErrorCode::ConstraintHasOne));
  EXPECT_TRUE(fails(run<retire_template>({template_at(1), kStranger}), ErrorCode::ConstraintHasOne));
  EXPECT_TRUE(fails(run<close_template>({template_at(1), kStranger, kPublisher}), ErrorCode::ConstraintHasOne));
}

TEST_P(VaultTest, retiring_takes_nothing_back) {
  open();
  ASSERT_TRUE(succeeds(claim()));
  ASSERT_TRUE(costs("retire_template", retire()));
  EXPECT_TRUE(grants(access(), now()));
  EXPECT_TRUE(fails(retire(), VaultError::TemplateNotOpen));
  put_stake(kTier, now() + 30 * kDay, kStranger);
  EXPECT_TRUE(fails(claim(kStranger), VaultError::TemplateNotOpen));
}

TEST_P(VaultTest, a_template_is_closed_when_nobody_has_access) {
  open();
  ASSERT_TRUE(succeeds(claim()));
  EXPECT_TRUE(fails(close_it(), VaultError::TemplateStillOpen));
  ASSERT_TRUE(succeeds(retire()));
  EXPECT_TRUE(fails(close_it(), VaultError::TemplateInUse));
  ASSERT_TRUE(succeeds(close_access_by(kHolder)));
  EXPECT_TRUE(fails(close_it(), VaultError::CreatedInThisSlot));
  chain.warp({.slots = 1});
  EXPECT_TRUE(fails(run<close_template>({template_at(1), kPublisher, kStranger}), ErrorCode::ConstraintHasOne));
  const Lamports had = chain.account(kPublisher).lamports;
  ASSERT_TRUE(costs("close_template", close_it()));
  EXPECT_EQ(chain.account(kPublisher).lamports.value(), had.value() + chain.rent(kTemplateSpace).value());
}

TEST_P(VaultTest, a_live_stake_opens_until_its_lock_ends) {
  open();
  const Outcome outcome = claim();
  ASSERT_TRUE(costs("claim_access", outcome));
  EXPECT_EQ(access().valid_until, now() + 30 * kDay);
  EXPECT_EQ(access().kind, AccessKind::LiveStake);
  EXPECT_EQ(access().evidence, kStake);
  EXPECT_TRUE(grants(access(), now() + 30 * kDay - 1));
  EXPECT_FALSE(grants(access(), now() + 30 * kDay));
  EXPECT_EQ(outcome.event<AccessGranted>()->holder, kHolder);
  EXPECT_EQ(chain.state<Template>(template_at(1))->access_count, 1u);
  EXPECT_FALSE(claim().ok()) << "once";
}

TEST_P(VaultTest, a_stake_below_the_tier) {
  open();
  put_stake(kTier - 1, now() + 30 * kDay);
  EXPECT_TRUE(fails(claim(), VaultError::StakeTooSmall));
  put_stake(kTier, now() + kDay - 1);
  EXPECT_TRUE(fails(claim(), VaultError::LockTooShort));
  put_stake(kTier, 0);
  EXPECT_TRUE(fails(claim(), VaultError::LockTooShort));
  put_stake(kTier, std::numeric_limits<i64>::min());
  EXPECT_TRUE(fails(claim(), VaultError::LockTooShort)) << "no wrap";
  put_stake(kTier, now() + kDay);
  EXPECT_TRUE(succeeds(claim()));
}

TEST_P(VaultTest, a_tier_without_a_lock_still_ends_with_it) {
  ASSERT_TRUE(succeeds(initialize_vault()));
  auto args = document();
  args.lock_left_s = 0;
  ASSERT_TRUE(succeeds(publish(args)));
  put_stake(kTier, now());
  EXPECT_TRUE(fails(claim(), VaultError::LockTooShort)) << "an access of no time";
  put_stake(kTier, now() + 1);
  EXPECT_TRUE(succeeds(claim()));
}

TEST_P(VaultTest, a_stake_of_somebody_else_or_elsewhere) {
  open();
  EXPECT_TRUE(fails(claim(kStranger), VaultError::StakeOfAnother));
  put_stake(kTier, now() + 30 * kDay, kHolder, key(77));
  EXPECT_TRUE(fails(claim(), VaultError::StakeOfAnotherPool));
  const auto record = chain.account(kStake);
  chain.set_account(kStake, {record.lamports, record.data, kStranger, false});
  EXPECT_TRUE(fails(claim(), ErrorCode::AccountOwnedByWrongProgram)) << "a record that anyone wrote";
}

TEST_P(VaultTest, an_access_at_another_address) {
  open();
  const auto claiming = [&](const Pubkey& at) {
    return run<claim_access>({kHolder, kVaultAddress, template_at(1), kStake, at, System::kId});
  };
  EXPECT_TRUE(fails(claiming(access_to(template_at(2))), ErrorCode::ConstraintSeeds));
  EXPECT_TRUE(fails(claiming(access_to(template_at(1), kStranger)), ErrorCode::ConstraintSeeds));
}

TEST_P(VaultTest, a_root_is_posted) {
  ASSERT_TRUE(succeeds(initialize_vault()));
  const auto args = posting(hash_of(9));
  EXPECT_TRUE(fails(post(args, kStranger), ErrorCode::ConstraintHasOne));
  ASSERT_TRUE(costs("post_stake_root", post(args)));
  const StakeRoot root = chain.state<StakeRoot>(root_at(args.root)).value();
  EXPECT_EQ(root.stake_pool, kStakePool);
  EXPECT_EQ(root.expires_at, args.expires_at);
  EXPECT_FALSE(post(args).ok());
}

TEST_P(VaultTest, roots_that_are_refused) {
  ASSERT_TRUE(succeeds(initialize_vault()));
  auto args = posting(kNoHash);
  EXPECT_TRUE(fails(post(args), VaultError::RootMissing));
  args = posting(hash_of(9));
  args.leaf_count = 0;
  EXPECT_TRUE(fails(post(args), VaultError::RootEmpty));
  args = posting(hash_of(9));
  args.snapshot_slot += 1;
  EXPECT_TRUE(fails(post(args), VaultError::SnapshotAhead));
  args = posting(hash_of(9));
  args.expires_at = now();
  EXPECT_TRUE(fails(post(args), VaultError::ExpiryInvalid));
  args.expires_at = now() + kLifetime + 1;
  EXPECT_TRUE(fails(post(args), VaultError::ExpiryInvalid));
  ASSERT_TRUE(succeeds(post(posting(hash_of(9)))));
  EXPECT_TRUE(fails(post(posting(hash_of(8))), VaultError::SnapshotOutdated)) << "of the same slot";
}

TEST_P(VaultTest, an_expired_root_is_closed_by_anyone_and_never_comes_back) {
  ASSERT_TRUE(succeeds(initialize_vault()));
  const auto args = posting(hash_of(9));
  ASSERT_TRUE(succeeds(post(args)));
  const auto close = [&](const Pubkey& to) { return run<close_stake_root>({root_at(args.root), to}); };
  EXPECT_TRUE(fails(close(kPoster), VaultError::RootNotExpired));
  chain.warp({.slots = 1, .seconds = kLifetime});
  EXPECT_TRUE(fails(close(kStranger), ErrorCode::ConstraintHasOne)) << "the rent is the poster's";
  ASSERT_TRUE(costs("close_stake_root", close(kPoster)));
  auto again = args;
  again.expires_at = now() + 1;
  EXPECT_TRUE(fails(post(again), VaultError::SnapshotOutdated));
}

TEST_P(VaultTest, a_proof_opens_until_the_root_expires) {
  const Tree of = open_with_root();
  ASSERT_TRUE(costs("claim_access_by_proof", prove(of)));
  EXPECT_EQ(access().kind, AccessKind::Proof);
  EXPECT_EQ(access().valid_until, now() + kLifetime) << "its lock lasts longer";
}

TEST_P(VaultTest, a_proof_opens_no_longer_than_the_lock) {
  open();
  const Tree of = tree(kTier, 2 * kDay);
  ASSERT_TRUE(succeeds(post(posting(of.root()))));
  ASSERT_TRUE(succeeds(prove(of)));
  EXPECT_EQ(access().valid_until, now() + 2 * kDay);
}

TEST_P(VaultTest, every_leaf_of_the_tree) {
  open();
  Tree of = tree();
  for (auto& leaf : of.leaves) leaf.amount = kTier;
  of.leaves[2].staker = kStranger;
  ASSERT_TRUE(succeeds(post(posting(of.root()))));
  const Hash256 last[] = {of.left()};
  const i64 until = of.leaves[2].lock_until;
  EXPECT_TRUE(succeeds(prove(of, {.amount = kTier, .lock_until = until, .index = 2, .path = vec(last)}, kStranger)));
  EXPECT_TRUE(succeeds(prove(of)));
}

TEST_P(VaultTest, an_expired_root_opens_nothing) {
  const Tree of = open_with_root();
  chain.warp({.slots = 1, .seconds = kLifetime});
  EXPECT_TRUE(fails(prove(of), VaultError::RootExpired));
}

TEST_P(VaultTest, a_proof_of_another_leaf) {
  const Tree of = open_with_root();
  const Hash256 path[] = {of.leaf(1), of.leaf(2)};
  const i64 until = of.leaves[0].lock_until;
  const auto refused = [&](const ClaimByProofArgs& args, const Pubkey& holder = kHolder) {
    EXPECT_TRUE(fails(prove(of, args, holder), VaultError::ProofInvalid));
  };
  refused({.amount = kTier, .lock_until = until, .index = 0, .path = vec(path)}, kStranger);
  refused({.amount = kTier + 1, .lock_until = until, .index = 0, .path = vec(path)});
  refused({.amount = kTier, .lock_until = until + 1, .index = 0, .path = vec(path)});
  refused({.amount = kTier, .lock_until = until, .index = 1, .path = vec(path)});
  refused({.amount = kTier, .lock_until = until, .index = 3, .path = vec(path)});
  refused({.amount = kTier, .lock_until = until, .index = 0, .path = {}});
  const Hash256 longer[] = {of.leaf(1), of.leaf(2), of.leaf(2)};
  refused({.amount = kTier, .lock_until = until, .index = 0, .path = vec(longer)});
}

// 80 bytes of a leaf can't be the two hashes of a node, and a leaf is hashed in a domain of its own.
TEST_P(VaultTest, an_inner_node_is_no_leaf) {
  const Tree of = open_with_root();
  const Hash256 last[] = {of.leaf(2)};
  EXPECT_TRUE(fails(prove(of, {.amount = kTier, .lock_until = of.leaves[0].lock_until, .index = 0, .path = vec(last)}),
                    VaultError::ProofInvalid))
      << "as if the tree were one level lower";
  EXPECT_FALSE(zestron::merkle_verify(of.root(), zestron::merkle_leaf(&of, 64), 0, 2, last, 1));
}

TEST_P(VaultTest, a_leaf_of_another_pool) {
  open();
  Tree of = tree();
  of.leaves[0].pool = key(77);
  ASSERT_TRUE(succeeds(post(posting(of.root()))));
  EXPECT_TRUE(fails(prove(of), VaultError::ProofInvalid));
}

TEST_P(VaultTest, a_root_over_another_pool) {
  const Tree of = open_with_root();
  StakeRoot root = chain.state<StakeRoot>(root_at(of.root())).value();
  root.stake_pool = key(77);
  chain.put(root_at(of.root()), root, kProgramId);
  EXPECT_TRUE(fails(prove(of), VaultError::RootOfAnotherPool));
}

TEST_P(VaultTest, a_proven_stake_below_the_tier) {
  open();
  const Tree small = tree(kTier - 1);
  ASSERT_TRUE(succeeds(post(posting(small.root()))));
  EXPECT_TRUE(fails(prove(small), VaultError::StakeTooSmall));
  chain.warp({.slots = 1, .seconds = 1});
  const Tree brief = tree(kTier, kDay - 1);
  ASSERT_TRUE(succeeds(post(posting(brief.root()))));
  EXPECT_TRUE(fails(prove(brief), VaultError::LockTooShort));
}

TEST_P(VaultTest, anyone_revokes_when_the_stake_has_fallen) {
  open();
  ASSERT_TRUE(succeeds(claim()));
  EXPECT_TRUE(fails(revoke(), VaultError::StakeStillThere));
  put_stake(kTier - 1, now() + 30 * kDay);
  ASSERT_TRUE(costs("revoke_access", revoke()));
  EXPECT_EQ(access().revoked_at, now());
  EXPECT_FALSE(grants(access(), now()));
  EXPECT_TRUE(fails(revoke(), VaultError::AccessRevoked));
}

TEST_P(VaultTest, a_record_that_is_gone_is_fallen) {
  open();
  ASSERT_TRUE(succeeds(claim()));
  EXPECT_TRUE(fails(revoke(kStranger), VaultError::StakeOfAnother)) << "any account that isn't there";
  chain.put(kStake, StakePool{}, zest_staking::kProgramId);
  EXPECT_TRUE(fails(revoke(), VaultError::StakeOfAnother)) << "it is the staking program's still";
  chain.set_account(kStake, {});
  EXPECT_TRUE(succeeds(revoke()));
}

TEST_P(VaultTest, another_stake_revokes_nothing) {
  open();
  ASSERT_TRUE(succeeds(claim()));
  put_stake(1, now(), kStranger);
  EXPECT_TRUE(fails(revoke(), VaultError::StakeOfAnother));
  put_stake(1, now(), kHolder, key(77));
  EXPECT_TRUE(fails(revoke(), VaultError::StakeOfAnother)) << "of another pool";
  StakeRecord newer{};
  newer.version = zest_staking::kLayoutVersion + 1;
  chain.put(kStake, newer, zest_staking::kProgramId);
  EXPECT_TRUE(fails(revoke(), VaultError::LayoutUnknown));
}

TEST_P(VaultTest, what_a_proof_gave_is_revoked_by_the_live_stake_too) {
  const Tree of = open_with_root();
  ASSERT_TRUE(succeeds(prove(of)));
  EXPECT_TRUE(fails(revoke(), VaultError::StakeStillThere));
  chain.set_account(kStake, {});
  EXPECT_TRUE(fails(revoke(), VaultError::StakeOfAnother)) << "its stake may lie elsewhere";
  EXPECT_TRUE(fails(revoke(root_at(of.root())), VaultError::StakeOfAnother)) << "what it was given for is no stake";
  put_stake(kTier / 2, now() + 30 * kDay);
  EXPECT_TRUE(succeeds(revoke()));
}

TEST_P(VaultTest, no_second_use_of_a_proof_after_revocation) {
  const Tree of = open_with_root();
  ASSERT_TRUE(succeeds(prove(of)));
  put_stake(1, now() + 30 * kDay);
  ASSERT_TRUE(succeeds(revoke()));
  EXPECT_FALSE(prove(of).ok()) << "the access stands at its address";
  EXPECT_TRUE(fails(close_access_by(kHolder), VaultError::AccessStillValid)) << "and can't be cleared away";
  chain.warp({.slots = 1, .seconds = kLifetime});
  ASSERT_TRUE(succeeds(close_access_by(kHolder)));
  EXPECT_TRUE(fails(prove(of), VaultError::RootExpired)) << "until the proof is worth nothing";
}

TEST_P(VaultTest, an_ended_access_is_not_revoked) {
  open();
  ASSERT_TRUE(succeeds(claim()));
  chain.warp({.slots = 1, .seconds = 30 * kDay});
  EXPECT_TRUE(fails(revoke(), VaultError::AccessEnded));
}

TEST_P(VaultTest, an_access_is_closed) {
  open();
  ASSERT_TRUE(succeeds(claim()));
  EXPECT_TRUE(fails(close_access_by(kStranger), VaultError::AccessStillValid));
  EXPECT_TRUE(fails(close_access_by(kPublisher), VaultError::AccessStillValid)) << "nor does its publisher";
  EXPECT_TRUE(fails(close_access_by(kHolder, kStranger), ErrorCode::ConstraintHasOne));
  const Lamports had = chain.account(kHolder).lamports;
  ASSERT_TRUE(costs("close_access", close_access_by(kHolder)));
  EXPECT_EQ(chain.account(kHolder).lamports.value(), had.value() + chain.rent(kAccessSpace).value());
  EXPECT_EQ(chain.state<Template>(template_at(1))->access_count, 0u);
  EXPECT_TRUE(succeeds(claim())) << "who gave it up may come again";
}

TEST_P(VaultTest, an_ended_access_is_closed_by_anyone_for_its_holder) {
  open();
  ASSERT_TRUE(succeeds(claim()));
  chain.warp({.slots = 1, .seconds = 30 * kDay});
  EXPECT_TRUE(succeeds(close_access_by(kStranger)));
}

TEST_P(VaultTest, an_access_counts_for_its_template_only) {
  open();
  ASSERT_TRUE(succeeds(publish(document(2))));
  ASSERT_TRUE(succeeds(claim()));
  EXPECT_TRUE(fails(run<close_access>({access_to(template_at(1)), template_at(2), kHolder, kHolder}),
                    ErrorCode::ConstraintHasOne));
}

TEST_P(VaultTest, who_has_not_signed) {
  open();
  const auto unsigned_at = [&](client::Instruction instruction, usize at) {
    instruction.accounts[at].is_signer = false;
    EXPECT_TRUE(fails(run(instruction), ErrorCode::AccountNotSigner));
  };
  unsigned_at(
      make<claim_access>({kHolder, kVaultAddress, template_at(1), kStake, access_to(template_at(1)), System::kId}), 0);
  unsigned_at(make<retire_template>({template_at(1), kPublisher}), 1);
  unsigned_at(
      make<set_poster>({kVaultAddress, zestron::kGovernanceAuthority}, {.poster = kStranger, .root_lifetime_max_s = 1}),
      1);
}

TEST_P(VaultTest, every_signature_and_every_account_that_is_written_is_asked_for) {
  using grapnel::testing::unasked;
  EXPECT_EQ((unasked<OpenVault, initialize>(chain, "sw - - w -")), "");
  EXPECT_EQ((unasked<OpenVault, set_poster>(chain, "w s")), "");
  EXPECT_EQ((unasked<OpenVault, publish_template>(chain, "sw w -")), "");
  EXPECT_EQ((unasked<OpenVault, update_template>(chain, "sw w w -")), "");
  EXPECT_EQ((unasked<OpenVault, retire_template>(chain, "w s")), "");
  EXPECT_EQ((unasked<OpenVault, close_template>(chain, "w s w")), "");
  EXPECT_EQ((unasked<OpenVault, post_stake_root>(chain, "sw w w -")), "");
  EXPECT_EQ((unasked<OpenVault, close_stake_root>(chain, "w w")), "");
  EXPECT_EQ((unasked<OpenVault, claim_access>(chain, "sw - w - w -")), "");
  EXPECT_EQ((unasked<OpenVault, claim_access_by_proof>(chain, "sw - w - w -")), "");
  EXPECT_EQ((unasked<OpenVault, revoke_access>(chain, "- w -")), "");
  EXPECT_EQ((unasked<OpenVault, close_access>(chain, "w w s w")), "");
}

// Every account in the place of another that looks like it: each is refused before the handler runs.
TEST_P(VaultTest, every_account_is_the_one_that_belongs_there) {
  const Tree of = open_with_root();
  ASSERT_TRUE(succeeds(claim()));
  ASSERT_TRUE(succeeds(publish(document(5))));
  const Pubkey root = root_at(of.root()), given = access_to(template_at(1)), elsewhere = key(250);
  const auto claiming = make<claim_access>({kHolder, kVaultAddress, template_at(1), kStake, elsewhere, System::kId});
  const auto proving =
      make<claim_access_by_proof>({kHolder, kVaultAddress, template_at(1), root, elsewhere, System::kId});
  const auto posting_it = make<post_stake_root>({kPoster, kVaultAddress, elsewhere, System::kId}, posting(hash_of(9)));
  const auto setting =
      make<set_poster>({kVaultAddress, zestron::kGovernanceAuthority}, {.poster = kStranger, .root_lifetime_max_s = 1});
  const auto updating = make<update_template>({kPublisher, template_at(1), elsewhere, System::kId}, document(2));
  const auto revoking = make<revoke_access>({kVaultAddress, given, kStake});
  const auto retiring = make<retire_template>({template_at(1), kPublisher});
  const auto closing = make<close_template>({template_at(1), kPublisher, kPublisher});
  const auto closing_root = make<close_stake_root>({root, kPoster});
  const auto giving_up = make<close_access>({given, template_at(1), kHolder, kHolder});

  struct Place {
    const client::Instruction& one;
    usize at;
  };
  const auto refuse = [&](auto state, const std::vector<Place>& places) {
    chain.put(key(251), state, kStranger);
    state.version = 9;
    chain.put(key(252), state, kProgramId);
    for (const auto& [one, at] : places) {
      auto instruction = one;
      instruction.accounts[at].key = key(251);
      EXPECT_TRUE(fails(run(instruction), ErrorCode::AccountOwnedByWrongProgram)) << at;
      instruction.accounts[at].key = key(252);
      EXPECT_TRUE(fails(run(instruction), VaultError::LayoutUnknown)) << at;
    }
  };
  refuse(*chain.state<Vault>(kVaultAddress),
         {{claiming, 1}, {proving, 1}, {posting_it, 1}, {setting, 0}, {revoking, 0}});
  refuse(*chain.state<Template>(template_at(1)),
         {{claiming, 2}, {proving, 2}, {updating, 1}, {retiring, 0}, {closing, 0}});
  refuse(*chain.state<StakeRoot>(root), {{proving, 3}, {closing_root, 0}});
  refuse(access(), {{revoking, 1}, {giving_up, 0}});

  for (const auto& one : {claiming, proving, posting_it, updating,
                          make<publish_template>({kPublisher, elsewhere, System::kId}, document(3))}) {
    EXPECT_TRUE(fails(run(one), ErrorCode::ConstraintSeeds));
    auto instruction = one;
    instruction.accounts.back().key = kStranger;
    EXPECT_TRUE(fails(run(instruction), ErrorCode::InvalidProgramId));
  }
  StakeRecord later = *chain.state<StakeRecord>(kStake);
  later.version = 9;
  chain.put(kStake, later, zest_staking::kProgramId);
  EXPECT_TRUE(fails(run(claiming), VaultError::LayoutUnknown));
  EXPECT_TRUE(fails(update(1, document(5)), "custom program error: 0x0")) << "System: there is one already";
  chain.warp({.slots = 1, .seconds = 1});
  EXPECT_TRUE(fails(post(posting(of.root())), "custom program error: 0x0"));
}

TEST_P(VaultTest, it_is_set_up_with_the_right_accounts) {
  chain.set_account(key(253), chain.account(kProgramData));
  const Pubkey right[] = {kDeployer, kProgramData, kStakePool, kVaultAddress, System::kId};
  const auto refuses = [&](usize at, const Pubkey& instead, ErrorCode error) {
    Pubkey keys[5];
    std::copy_n(right, 5, keys);
    keys[at] = instead;
    EXPECT_TRUE(fails(run<initialize>(keys, {.poster = kPoster, .root_lifetime_max_s = kLifetime}), error)) << at;
  };
  refuses(1, key(253), ErrorCode::ConstraintAddress);
  refuses(1, kStranger, ErrorCode::AccountOwnedByWrongProgram);
  refuses(3, key(254), ErrorCode::ConstraintSeeds);
  refuses(4, kStranger, ErrorCode::InvalidProgramId);
}

TEST_P(VaultTest, layouts_of_a_later_version) {
  open();
  Template of = chain.state<Template>(template_at(1)).value();
  of.version = kLayoutVersion + 1;
  chain.put(template_at(1), of, kProgramId);
  EXPECT_TRUE(fails(claim(), VaultError::LayoutUnknown));
}

TEST(OpenVaultProgram, size) { EXPECT_TRUE(grapnel::examples::has_size(OpenVault::kName)); }

}  // namespace
}  // namespace open_vault
