// Every flag that an instruction asks for, every account under another owner or of another layout, and books that no sequence of
// instructions can bring about: each is refused by name and changes nothing.
#include <grapnel/testing/flags.hpp>
#include <grapnel/testing/kinds.hpp>

#include "rewards_world.hpp"

namespace rewards::test {
namespace {

constexpr Pubkey kElsewhere = key(80), kOtherMarket = key(81);

// An epoch whose rewards are distributed.
class RewardsGuard : public RewardsTest {
 protected:
  RewardsGuard() {
    index = distributed({20'000, kDollars}, {0, 0});
    put_agent(kMallory, {});
  }

  template <auto Handler>
  std::string unasked(const std::string& flags) {
    return grapnel::testing::unasked<Rewards, Handler>(chain, flags);
  }
  template <auto Handler>
  std::string unproven(const client::Instruction& whole) {
    return grapnel::testing::unproven<Rewards, Handler, RewardsError::LayoutUnknown>(chain, whole);
  }
  template <class E>
  void refuses(const client::Instruction& one, usize at, const Pubkey& instead, E error) {
    EXPECT_TRUE(fails(run(with(one, at, instead)), error)) << "account " << at;
  }
  void change_config(u64 RewardsConfig::* sum, u64 value) {
    RewardsConfig changed = config();
    changed.*sum = value;
    chain.put(kConfig, changed, kProgramId);
  }

  u64 index = 0;
};
INSTANTIATE_TEST_SUITE_P(, RewardsGuard, grapnel::testing::everywhere(), grapnel::testing::setting_name);

TEST_P(RewardsGuard, every_signature_and_every_account_that_is_written_is_asked_for) {
  EXPECT_EQ(unasked<initialize_rewards>("sw - - - - w w - -"), "");
  EXPECT_EQ(unasked<set_parameters>("w s - -"), "");
  EXPECT_EQ(unasked<fund_pot>("w s - w w -"), "");
  EXPECT_EQ(unasked<open_epoch>("sw w - w -"), "");
  EXPECT_EQ(unasked<open_agent_rewards>("sw - w -"), "");
  EXPECT_EQ(unasked<enter_epoch>("s w w w - - -"), "");
  EXPECT_EQ(unasked<distribute_rewards>("w w w"), "");
  EXPECT_EQ(unasked<claim>("w w - w w -"), "");
  EXPECT_EQ(unasked<return_unclaimed>("w w"), "");
  EXPECT_EQ(unasked<close_epoch>("w w w"), "");
  EXPECT_EQ(unasked<close_agent_rewards>("w s - w"), "");
}

TEST_P(RewardsGuard, every_account_is_what_it_should_be) {
  EXPECT_EQ(unproven<initialize_rewards>(initializing()), "");
  EXPECT_EQ(unproven<set_parameters>(setting(parameters())), "");
  EXPECT_EQ(unproven<fund_pot>(funding(5)), "");
  EXPECT_EQ(unproven<open_epoch>(opening(current())), "");
  EXPECT_EQ(unproven<open_agent_rewards>(joining(kMallory)), "");
  EXPECT_EQ(unproven<enter_epoch>(entering(kAlice, index)), "");
  EXPECT_EQ(unproven<distribute_rewards>(distributing(kAlice, index)), "");
  EXPECT_EQ(unproven<claim>(claiming(kAlice, Party::Developer)), "");
  EXPECT_EQ(unproven<return_unclaimed>(returning(kAlice)), "");
  EXPECT_EQ(unproven<close_epoch>(closing(index)), "");
  EXPECT_EQ(unproven<close_agent_rewards>(leaving(kAlice)), "");
}

TEST_P(RewardsGuard, an_agent_enters_with_its_own_entry) {
  refuses(with(entering(kAlice, index), 5, listing_of(kBob)), 4, agent_of(kBob), ErrorCode::ConstraintHasOne);
}

TEST_P(RewardsGuard, rewards_begin_once_with_what_is_their_own) {
  const auto of_config = chain.account(kConfig), vault = chain.account(kVault);
  chain.set_account(kVault, {});
  EXPECT_FALSE(run(initializing()).ok()) << "the config is there";
  chain.set_account(kConfig, {});
  chain.set_account(kVault, vault);
  EXPECT_FALSE(run(initializing()).ok()) << "the vault is";
  chain.set_account(kVault, {});
  chain.set_account(kElsewhere, chain.account(kProgramData));
  chain.set_account(kOtherMarket, chain.account(kMarketAddress));
  refuses(initializing(), 1, kElsewhere, ErrorCode::ConstraintAddress);
  refuses(initializing(), 2, kOtherMarket, ErrorCode::ConstraintAddress);
  refuses(initializing(), 5, key(82), ErrorCode::ConstraintSeeds);
  refuses(initializing(), 6, key(82), ErrorCode::ConstraintSeeds);
  refuses(initializing(), 7, Token2022::kId, ErrorCode::ConstraintMintTokenProgram);
  EXPECT_TRUE(succeeds(run(initializing())));
}

TEST_P(RewardsGuard, the_books_stay_in_range) {
  change_config(&RewardsConfig::owed, 0);
  EXPECT_TRUE(fails(run(claiming(kAlice, Party::Developer)), RewardsError::AmountOverflow));
  receive(kAlice, 20'000);
  gain(kAlice, 9 * kDollars);
  const u64 next = current();
  next_epoch();
  ASSERT_TRUE(succeeds(run(opening(next))));
  ASSERT_TRUE(succeeds(run(entering(kAlice, next))));
  next_epoch();
  change_config(&RewardsConfig::owed, ~u64{0});
  EXPECT_TRUE(fails(run(distributing(kAlice, next)), RewardsError::AmountOverflow));
}

}  // namespace
}  // namespace rewards::test
