#include "app/deploy/plan.hpp"

#include "codec/base58.hpp"
#include "protocols/loader_v3/loader_v3.hpp"

#include <gtest/gtest.h>

namespace zestron::deploy {
namespace {

namespace loader = protocols::loader_v3;

const Pubkey kMine{std::array<std::uint8_t, 32>{1}};
const Pubkey kOther{std::array<std::uint8_t, 32>{2}};

ports::AccountState account(Bytes data, std::uint64_t lamports = 1) {
  return {Lamports(lamports), loader::kProgramId, false, std::move(data)};
}

Bytes with_authority(Bytes state, const std::optional<Pubkey>& authority, ByteView elf) {
  state.push_back(authority ? 1 : 0);
  const auto key = authority.value_or(Pubkey{});
  state.insert(state.end(), key.view().begin(), key.view().end());
  state.insert(state.end(), elf.begin(), elf.end());
  return state;
}
ports::AccountState buffer(const std::optional<Pubkey>& authority, ByteView elf) {
  return account(with_authority({1, 0, 0, 0}, authority, elf), 100);
}
ports::AccountState program_data(const std::optional<Pubkey>& authority, ByteView elf) {
  return account(with_authority({3, 0, 0, 0, 9, 0, 0, 0, 0, 0, 0, 0}, authority, elf), 500);
}

class PlanTest : public ::testing::Test {
 protected:
  PlanTest() : elf_(3 * loader::kWriteChunk, 7) {
    wanted_.elf = elf_;
    wanted_.authority = kMine;
  }
  void deployed(const std::optional<Pubkey>& authority, ByteView elf) {
    present_.program = account(Bytes(loader::kProgramSize), 300);
    present_.program_data = program_data(authority, elf);
  }
  std::string error() {
    const auto plan = make_plan(wanted_, present_);
    return plan ? "" : plan.error();
  }

  Bytes elf_;
  Wanted wanted_;
  Present present_;
};

TEST_F(PlanTest, a_first_deployment_writes_everything) {
  const auto plan = make_plan(wanted_, present_);
  ASSERT_TRUE(plan) << plan.error();
  EXPECT_FALSE(plan->upgrade);
  EXPECT_EQ(plan->buffer, BufferStep::kCreate);
  EXPECT_EQ(plan->writes, 3U);
  EXPECT_EQ(plan->max_len, elf_.size());
}

TEST_F(PlanTest, head_room_is_a_share_or_a_size) {
  wanted_.headroom_percent = 50;
  EXPECT_EQ(make_plan(wanted_, present_)->max_len, elf_.size() * 3 / 2);
  wanted_.max_len = elf_.size() + 1;
  EXPECT_EQ(make_plan(wanted_, present_)->max_len, elf_.size() + 1);
  wanted_.max_len = elf_.size() - 1;
  EXPECT_NE(error().find("--max-len"), std::string::npos);
  wanted_.max_len = 11ULL << 20U;
  EXPECT_NE(error().find("more than an account holds"), std::string::npos);
}

TEST_F(PlanTest, an_interrupted_buffer_is_resumed) {
  Bytes half = elf_;
  half[loader::kWriteChunk] = 0;
  present_.buffer = buffer(kMine, half);
  const auto plan = make_plan(wanted_, present_);
  ASSERT_TRUE(plan);
  EXPECT_EQ(plan->buffer, BufferStep::kResume);
  EXPECT_EQ(plan->writes, 1U);
  EXPECT_EQ(missing_writes(half, elf_), std::vector<std::size_t>{1});
}

TEST_F(PlanTest, a_buffer_of_another_build_is_replaced) {
  present_.buffer = buffer(kMine, Bytes(5));
  const auto plan = make_plan(wanted_, present_);
  ASSERT_TRUE(plan);
  EXPECT_EQ(plan->buffer, BufferStep::kReplace);
  EXPECT_EQ(plan->writes, 3U);
}

TEST_F(PlanTest, a_buffer_of_somebody_else_is_not_touched) {
  present_.buffer = buffer(kOther, elf_);
  EXPECT_NE(error().find("not this authority's buffer"), std::string::npos);
}

TEST_F(PlanTest, an_upgrade_extends_where_room_is_missing) {
  deployed(kMine, Bytes(elf_.size() - 10));
  const auto plan = make_plan(wanted_, present_);
  ASSERT_TRUE(plan) << plan.error();
  EXPECT_TRUE(plan->upgrade);
  EXPECT_FALSE(plan->unchanged);
  EXPECT_EQ(plan->extend_by, 10U);
}

TEST_F(PlanTest, an_upgrade_into_head_room_extends_nothing) {
  deployed(kMine, Bytes(elf_.size() + 10));
  EXPECT_EQ(make_plan(wanted_, present_)->extend_by, 0U);
  EXPECT_EQ(make_plan(wanted_, present_)->max_len, elf_.size() + 10);
}

TEST_F(PlanTest, the_same_program_is_left_alone) {
  Bytes there = elf_;
  there.resize(there.size() + 40);
  deployed(kMine, there);
  EXPECT_TRUE(make_plan(wanted_, present_)->unchanged);
  there.back() = 1;
  deployed(kMine, there);
  EXPECT_FALSE(make_plan(wanted_, present_)->unchanged);
}

TEST_F(PlanTest, only_the_authority_upgrades) {
  deployed(kOther, elf_);
  EXPECT_NE(error().find("upgrade authority is " + codec::to_base58(kOther)), std::string::npos) << error();
  deployed(std::nullopt, elf_);
  EXPECT_NE(error().find("final"), std::string::npos);
  present_.program_data = std::nullopt;
  EXPECT_NE(error().find("closed"), std::string::npos);
}

TEST_F(PlanTest, upgrade_only_needs_a_program) {
  wanted_.upgrade_only = true;
  EXPECT_NE(error().find("leave --upgrade away"), std::string::npos);
}

TEST_F(PlanTest, price_counts_what_stays_and_what_is_lent) {
  const Rents rents{.buffer = 1'000, .program = 300, .program_data = 1'200};
  const auto first = price(*make_plan(wanted_, present_), rents, present_);
  EXPECT_EQ(first.fees, 7U * 5'000);  // three writes, two to create, two to deploy
  EXPECT_EQ(first.stays, 1'500U);
  EXPECT_EQ(first.needed, first.fees + 1'500);

  deployed(kMine, Bytes(elf_.size() - 10));
  present_.buffer = buffer(kMine, Bytes(elf_.size()));
  const auto upgrade = price(*make_plan(wanted_, present_), rents, present_);
  EXPECT_EQ(upgrade.fees, 5U * 5'000);  // three writes, extend, upgrade
  EXPECT_EQ(upgrade.stays, 700U);       // 500 are there
  EXPECT_EQ(upgrade.needed, upgrade.fees + 900 + 700);
}

}  // namespace
}  // namespace zestron::deploy
