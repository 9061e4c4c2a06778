// The second gate on actions that move tokens: what the simulation says of the wallet's accounts against what was approved.
#include "codec/sha256.hpp"
#include "policy/approve.hpp"
#include "policy/release.hpp"
#include "policy/testing/spenders.hpp"

#include <gtest/gtest.h>

#include <functional>

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
