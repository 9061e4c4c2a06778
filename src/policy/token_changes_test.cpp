// The second gate on actions that move tokens: what the simulation says of the wallet's accounts against what was approved.
#include "codec/sha256.hpp"
#include "policy/approve.hpp"
#include "policy/release.hpp"
#include "policy/testing/spenders.hpp"

#include <gtest/gtest.h>

#include <array>
#include <functional>
#include <string>

namespace zestron::policy {
namespace {

Pubkey key(std::string_view label) { return Pubkey(codec::sha256(as_bytes(label)).value()); }

const KnownPrograms kPrograms{key("agent_factory")};
const Ours kOurs{{key("wallet"), key("purse")}, {key("token")}};

AccountChange::State token(const Pubkey& mint, const Pubkey& authority, std::uint64_t amount) {
  Bytes data(165);
  std::copy(mint.value().begin(), mint.value().end(), data.begin());
  std::copy(authority.value().begin(), authority.value().end(), data.begin() + 32);
  for (unsigned i = 0; i < 8; ++i) data[64 + i] = static_cast<std::uint8_t>(amount >> (8 * i));
  data[108] = 1;
  return {Lamports(2'039'280), key("token"), data};
}

// 10 of mint 0 for at least 990 of mint 2, from a pool.
domain::ApprovedIntent approved() {
  Usage usage;
  auto policy = testing::spending_policy(
      {.per_action = 50, .per_day = 80, .node_per_day = 100, .actions_per_day = 4, .approval_above = 20});
  policy.actions = {"swap"};
  policy.slippage_max_bps = 100;
  const domain::Swap swap{.pool = testing::destination(),
                          .mint_in = testing::mint(0),
                          .mint_out = testing::mint(2),
                          .amount_in = 10,
                          .out_expected = 1'000,
                          .out_min = 990};
  return *approve({key("agent"), Slot(1), 1, swap}, testing::view_at(UnixMillis(5)), policy, usage);
}

// The wallet's accounts of mints 0, 1 and 2 go from 100 each to these.
std::optional<Reason> refusal_of(const domain::Action& action, const std::array<std::uint64_t, 3>& after) {
  Usage usage;
  auto policy = testing::spending_policy(
      {.per_action = 50, .per_day = 80, .node_per_day = 100, .actions_per_day = 4, .approval_above = 50});
  policy.actions = {std::string(domain::name(action))};
  policy.counterparties.push_back(key("other pool"));
  const auto passed = approve({key("agent"), Slot(1), 1, action}, testing::view_at(UnixMillis(5)), policy, usage);
  EXPECT_TRUE(passed) << passed.error().message;
  SimulationReport report{std::nullopt, {{key("executor"), {Lamports(9), {}, {}}, {Lamports(9), {}, {}}}}};
  for (std::size_t i = 0; i < after.size(); ++i) {
    report.accounts.push_back({key(std::to_string(i)), token(testing::mint(i), key("wallet"), 100),
                               token(testing::mint(i), key("wallet"), after[i])});
  }
  std::vector<codec::AccountMeta> accounts;
  for (const auto& account : report.accounts) accounts.push_back({account.key, account.key == key("executor"), true});
  const auto message = codec::compile_message(
      key("executor"), std::vector{codec::Instruction{kPrograms.agent_factory, accounts, {1}}}, Hash{});
  const auto released = release(*passed, *message, report, kPrograms, kOurs);
  return released ? std::nullopt : std::optional(released.error().reason);
}

struct World {
  AccountChange executor{key("executor"), {Lamports(1'000'000), {}, {}}, {Lamports(995'000), {}, {}}};
  AccountChange wallet{
      key("wallet"), {Lamports(9), key("agent_factory"), {1}}, {Lamports(9), key("agent_factory"), {2}}};
  AccountChange purse{key("purse"), {Lamports(50), {}, {}}, {Lamports(50), {}, {}}};
  AccountChange in{key("in"), token(testing::mint(0), key("wallet"), 100), token(testing::mint(0), key("wallet"), 90)};
  AccountChange out{key("out"), token(testing::mint(2), key("wallet"), 0), token(testing::mint(2), key("wallet"), 990)};
  AccountChange vault{key("vault"), token(testing::mint(0), key("pool"), 5), token(testing::mint(0), key("pool"), 15)};
};

std::optional<Reason> refusal(const std::function<void(World&)>& change, const Ours& ours = kOurs) {
  World world;
  change(world);
  const SimulationReport report{std::nullopt,
                                {world.executor, world.wallet, world.purse, world.in, world.out, world.vault}};
  std::vector<codec::AccountMeta> accounts;
  for (const auto& account : report.accounts) accounts.push_back({account.key, account.key == key("executor"), true});
  const auto message = codec::compile_message(
      key("executor"), std::vector{codec::Instruction{kPrograms.agent_factory, accounts, {1}}}, Hash{});
  const auto released = release(approved(), *message, report, kPrograms, ours);
  return released ? std::nullopt : std::optional(released.error().reason);
}

TEST(TokenChanges, pass_within_what_was_approved) {
  EXPECT_EQ(refusal([](World&) {}), std::nullopt);
}

TEST(TokenChanges, bound_what_leaves_and_what_comes_in) {
  EXPECT_EQ(refusal([](World& w) { w.in.after = token(testing::mint(0), key("wallet"), 89); }), Reason::kSpendsTooMuch);
  EXPECT_EQ(refusal([](World& w) { w.out.after = token(testing::mint(2), key("wallet"), 989); }),
            Reason::kReceivesTooLittle);
  EXPECT_EQ(refusal([](World& w) {
              w.out.before = token(testing::mint(1), key("wallet"), 5);
              w.out.after = token(testing::mint(1), key("wallet"), 4);
            }),
            Reason::kSpendsTooMuch)
      << "a mint that the intent does not name";
}

// 10 of mint 0 by way of 20 of mint 1 back to at least 12: over all that happens, 2 must come and nothing may leave.
TEST(TokenChanges, a_round_trip_brings_its_gain_and_takes_nothing) {
  const domain::Arbitrage legs{.first = testing::destination(),
                               .second = key("other pool"),
                               .mint = testing::mint(0),
                               .between = testing::mint(1),
                               .amount_in = 10,
                               .amount_between = 20,
                               .out_min = 12};
  EXPECT_EQ(refusal_of(legs, {102, 100, 100}), std::nullopt);
  EXPECT_EQ(refusal_of(legs, {105, 101, 100}), std::nullopt) << "more is no harm";
  EXPECT_EQ(refusal_of(legs, {101, 100, 100}), Reason::kReceivesTooLittle);
  EXPECT_EQ(refusal_of(legs, {102, 99, 100}), Reason::kSpendsTooMuch) << "of what is between";
  EXPECT_EQ(refusal_of(legs, {99, 120, 100}), Reason::kSpendsTooMuch) << "one leg alone";
  EXPECT_EQ(refusal_of(legs, {102, 100, 99}), Reason::kSpendsTooMuch);
}

TEST(TokenChanges, each_side_of_a_deposit_has_its_own_bound) {
  const domain::AddLiquidity add{.pool = testing::destination(),
                                 .shares_mint = testing::mint(2),
                                 .mint_a = testing::mint(0),
                                 .mint_b = testing::mint(1),
                                 .shares = 7,
                                 .a_expected = 10,
                                 .b_expected = 20,
                                 .a_max = 10,
                                 .b_max = 20};
  EXPECT_EQ(refusal_of(add, {90, 80, 107}), std::nullopt);
  EXPECT_EQ(refusal_of(add, {89, 80, 107}), Reason::kSpendsTooMuch);
  EXPECT_EQ(refusal_of(add, {90, 79, 107}), Reason::kSpendsTooMuch) << "what one side leaves is not the other's";
  EXPECT_EQ(refusal_of(add, {100, 79, 107}), Reason::kSpendsTooMuch);
  EXPECT_EQ(refusal_of(add, {90, 80, 106}), Reason::kReceivesTooLittle);
}

TEST(TokenChanges, a_withdrawal_brings_both_sides) {
  const domain::RemoveLiquidity remove{.pool = testing::destination(),
                                       .shares_mint = testing::mint(0),
                                       .mint_a = testing::mint(1),
                                       .mint_b = testing::mint(2),
                                       .shares = 50,
                                       .a_expected = 30,
                                       .b_expected = 40,
                                       .a_min = 30,
                                       .b_min = 40};
  EXPECT_EQ(refusal_of(remove, {50, 130, 140}), std::nullopt);
  EXPECT_EQ(refusal_of(remove, {49, 130, 140}), Reason::kSpendsTooMuch);
  EXPECT_EQ(refusal_of(remove, {50, 129, 240}), Reason::kReceivesTooLittle);
  EXPECT_EQ(refusal_of(remove, {50, 230, 139}), Reason::kReceivesTooLittle);
}

TEST(TokenChanges, nothing_of_ours_changes_hands) {
  const auto unexpected = [](const std::function<void(World&)>& change) {
    EXPECT_EQ(refusal(change), Reason::kUnexpectedChange);
  };
  unexpected([](World& w) { w.in.after = {}; });
  unexpected([](World& w) { w.in.after = token(testing::mint(0), key("thief"), 90); });
  unexpected([](World& w) { w.in.after = token(testing::mint(1), key("wallet"), 90); });
  unexpected([](World& w) { w.in.after.owner = key("other program"); });
  unexpected([](World& w) { w.in.after.data[72] = 1; });
  unexpected([](World& w) { w.in.after.data[129] = 1; });
  unexpected([](World& w) { w.in.after.data[108] = 2; });
  unexpected([](World& w) { w.purse.after.lamports = Lamports(49); });
  unexpected([](World& w) { w.wallet.after.owner = Pubkey{}; });
}

TEST(TokenChanges, are_not_passed_unseen) {
  EXPECT_EQ(refusal([](World&) {}, {}), Reason::kUnreportedAccount);
}

TEST(TokenChanges, a_new_account_of_ours_counts_from_nothing) {
  EXPECT_EQ(refusal([](World& w) { w.out.before = {}; }), std::nullopt);
}

}  // namespace
}  // namespace zestron::policy
