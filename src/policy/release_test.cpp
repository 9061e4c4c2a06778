#include "policy/release.hpp"

#include "codec/sha256.hpp"
#include "policy/approve.hpp"

#include <gtest/gtest.h>

namespace zestron::policy {
namespace {

Pubkey key(std::string_view label) { return Pubkey(codec::sha256(as_bytes(label)).value()); }

const KnownPrograms kPrograms{key("agent_factory")};

domain::ApprovedIntent approved() {
  Usage usage;
  const Policy policy{false, {"claim_performance"}, 1'000, 100, 100, 1, Lamports(10'000)};
  const domain::ContextView context{
      Slot(1), UnixMillis(5), {{}, 1, 0, 0, UnixMillis(5), domain::TickOrigin::kRecorded}};
  return *approve({key("agent"), Slot(1), 1, domain::ClaimPerformance{1, 0, 1, 1, {}}}, context, policy, usage);
}

std::vector<codec::Instruction> instructions() {
  return {{kPrograms.agent_factory, {{key("agent"), false, true}, {key("executor"), true, false}}, {1, 2, 3}}};
}

codec::Message message(const std::vector<codec::Instruction>& list = instructions()) {
  return *codec::compile_message(key("executor"), list, Hash{});
}

SimulationReport report() {
  const AccountChange::State payer{Lamports(1'000'000), {}, {}};
  const AccountChange::State agent{Lamports(500), kPrograms.agent_factory, {0, 0}};
  SimulationReport out;
  out.accounts = {{key("executor"), payer, {Lamports(995'000), {}, {}}},
                  {key("agent"), agent, {Lamports(500), kPrograms.agent_factory, {1, 1}}}};
  return out;
}

std::optional<Reason> refusal(const codec::Message& built, const SimulationReport& simulated) {
  const auto released = release(approved(), built, simulated, kPrograms);
  return released ? std::nullopt : std::optional(released.error().reason);
}

TEST(Release, passes_what_was_approved) {
  const auto released = release(approved(), message(), report(), kPrograms);
  ASSERT_TRUE(released);
  EXPECT_EQ(released->message(), message());
}

TEST(Release, refuses_a_failed_simulation) {
  auto simulated = report();
  simulated.error = "custom program error: 0x1770";
  EXPECT_EQ(refusal(message(), simulated), Reason::kSimulationFailed);
}

TEST(Release, refuses_other_signers_programs_and_tables) {
  auto list = instructions();
  list[0].accounts.push_back({key("owner"), true, false});
  EXPECT_EQ(refusal(message(list), report()), Reason::kUnexpectedSigner);
  list = instructions();
  list.push_back({Pubkey{}, {}, {}});
  EXPECT_EQ(refusal(message(list), report()), Reason::kUnexpectedProgram);
  EXPECT_EQ(refusal(message({}), report()), Reason::kEmptyAction);
  auto built = message();
  built.lookups.push_back({key("table"), {0}, {}});
  EXPECT_EQ(refusal(built, report()), Reason::kUnreportedAccount);
}

TEST(Release, a_compute_budget_is_no_action_of_its_own) {
  auto list = instructions();
  list.insert(list.begin(), {key("compute_budget"), {}, {2, 0, 0, 0, 0}});
  EXPECT_EQ(refusal(message(list), report()), Reason::kUnexpectedProgram) << "unless it is known";
  const KnownPrograms known{kPrograms.agent_factory, key("compute_budget")};
  EXPECT_TRUE(release(approved(), message(list), report(), known));
  list.pop_back();
  const auto alone = release(approved(), message(list), report(), known);
  ASSERT_FALSE(alone);
  EXPECT_EQ(alone.error().reason, Reason::kEmptyAction);
}

// Only the fee payer signs, so System can take from nobody else; what it takes is bounded as the fee is.
TEST(Release, of_system_only_what_the_fee_payer_may_lose) {
  auto list = instructions();
  list.push_back({Pubkey{}, {{key("executor"), true, true}}, {2, 0, 0, 0}});
  const KnownPrograms known{.agent_factory = kPrograms.agent_factory, .system = Pubkey{}};
  auto simulated = report();
  EXPECT_TRUE(release(approved(), message(list), simulated, known));
  simulated.accounts[0].after.lamports = Lamports(989'999);
  const auto more = release(approved(), message(list), simulated, known);
  ASSERT_FALSE(more);
  EXPECT_EQ(more.error().reason, Reason::kFeeOverCap);
}

TEST(Release, looks_at_what_is_loaded_from_tables) {
  const std::vector<codec::AddressTable> tables{{key("table"), {key("agent"), key("bystander")}}};
  auto list = instructions();
  list[0].accounts.push_back({key("bystander"), false, true});
  const auto built = *codec::compile_message(key("executor"), list, Hash{}, tables);
  ASSERT_EQ(built.lookups.size(), 1U);
  auto simulated = report();
  simulated.tables = tables;
  EXPECT_EQ(refusal(built, simulated), Reason::kUnreportedAccount) << "the bystander";
  simulated.accounts.push_back({key("bystander"), {Lamports(9), {}, {}}, {Lamports(9), {}, {}}});
  EXPECT_EQ(refusal(built, simulated), std::nullopt);
  simulated.accounts.back().after.lamports = Lamports(10);
  EXPECT_EQ(refusal(built, simulated), Reason::kUnexpectedChange);
  simulated.accounts.back().after.lamports = Lamports(9);
  simulated.tables.clear();
  EXPECT_EQ(refusal(built, simulated), Reason::kUnreportedAccount) << "the table";
}

TEST(Release, refuses_what_the_simulation_does_not_cover) {
  auto simulated = report();
  simulated.accounts.pop_back();
  EXPECT_EQ(refusal(message(), simulated), Reason::kUnreportedAccount);
}

TEST(Release, bounds_the_fee_payers_loss) {
  auto simulated = report();
  simulated.accounts[0].after.lamports = Lamports(990'000);
  EXPECT_EQ(refusal(message(), simulated), std::nullopt) << "exactly the cap";
  simulated.accounts[0].after.lamports = Lamports(989'999);
  EXPECT_EQ(refusal(message(), simulated), Reason::kFeeOverCap);
  simulated = report();
  simulated.accounts[0].after.owner = key("thief");
  EXPECT_EQ(refusal(message(), simulated), Reason::kUnexpectedChange);
}

TEST(Release, the_agent_changes_in_its_data_only) {
  auto simulated = report();
  simulated.accounts[1].after.lamports = Lamports(499);
  EXPECT_EQ(refusal(message(), simulated), Reason::kUnexpectedChange);
  simulated = report();
  simulated.accounts[1].after.owner = Pubkey{};
  EXPECT_EQ(refusal(message(), simulated), Reason::kUnexpectedChange);
  simulated = report();
  simulated.accounts[1].after.data.push_back(0);
  EXPECT_EQ(refusal(message(), simulated), Reason::kUnexpectedChange);
}

TEST(Release, nothing_else_may_change) {
  auto list = instructions();
  list[0].accounts.push_back({key("bystander"), false, true});
  auto simulated = report();
  simulated.accounts.push_back({key("bystander"), {Lamports(9), {}, {}}, {Lamports(9), {}, {}}});
  EXPECT_EQ(refusal(message(list), simulated), std::nullopt) << "writable, yet unchanged";
  simulated.accounts.back().after.lamports = Lamports(10);
  EXPECT_EQ(refusal(message(list), simulated), Reason::kUnexpectedChange);
}

}  // namespace
}  // namespace zestron::policy
