// The allow list: what an entry must be, and that a list of any length is put together by few instructions, its terms
// rewritten by each.
#include "execution_world.hpp"

namespace agent_factory::test {
namespace {

AllowEntry entry_of(const Pubkey& program, std::initializer_list<u8> prefix,
                    std::initializer_list<AccountRule> rules = {}) {
  AllowEntry entry{};
  entry.program = program;
  for (const u8 byte : prefix) entry.instruction_prefix[entry.prefix_size++] = byte;
  for (const AccountRule& rule : rules) {
    entry.rules[entry.rule_count++] = rule;
    if (rule.role == AccountRole::FixedKey0) entry.fixed_keys[0] = key(60);
    if (rule.role == AccountRole::FixedKey1) entry.fixed_keys[1] = key(61);
  }
  return entry;
}

constexpr Pubkey kLoaders[] = {UpgradeableLoader::kId, "BPFLoader2111111111111111111111111111111111"_pubkey,
                               "LoaderV411111111111111111111111111111111111"_pubkey,
                               "Vote111111111111111111111111111111111111111"_pubkey};

class AllowListTest : public ExecuteTest {
 protected:
  AllowListTest() {
    agent.allow_count = 0;
    agent.allow_list[0] = {};
    chain.put(kAgent.address, agent, kProgramId);
  }
  Outcome set(const std::vector<AllowEntry>& entries, u8 keep = 0, const Pubkey& by = kOwner) {
    SetAllowListArgs args;
    args.keep = keep;
    args.entries.data = reinterpret_cast<const u8*>(entries.data());
    args.entries.size = static_cast<u32>(entries.size());
    return run<set_allow_list>({kAgent.address, by}, args);
  }
  AgentState state() const { return chain.state<AgentState>(kAgent.address).value(); }
  bool refused(const AllowEntry& entry, AgentError error) { return fails(set({entry}), error); }
};
INSTANTIATE_TEST_SUITE_P(, AllowListTest, grapnel::testing::everywhere(), grapnel::testing::setting_name);

TEST_P(AllowListTest, a_list_is_built_in_parts_and_replaced_as_a_whole) {
  const std::vector<AllowEntry> five(5, entry_of(market::kProgramId, {1, 2}, {{3, AccountRole::WalletToken}}));
  const Outcome first = set(five);
  ASSERT_TRUE(succeeds(first));
  const Hash256 terms_of_five = state().terms;
  EXPECT_EQ(first.event<AllowListChanged>()->terms, terms_of_five);
  EXPECT_NE(terms_of_five, terms(1));
  ASSERT_TRUE(succeeds(set(five, 5)));
  EXPECT_EQ(state().allow_count, 10u);
  EXPECT_TRUE(fails(set(five, 10), AgentError::AllowListTooLong));
  EXPECT_TRUE(fails(set(five, 11), AgentError::AllowKeepOutOfRange));
  ASSERT_TRUE(succeeds(set(five)));
  EXPECT_EQ(state().allow_count, 5u);
  EXPECT_EQ(state().terms, terms_of_five);
  EXPECT_EQ(state().allow_list[5].program, Pubkey{}) << "what is unused is zero";
  EXPECT_EQ(state().allow_list[4].prefix_size, 2);
  ASSERT_TRUE(succeeds(set({})));
  EXPECT_EQ(state().allow_count, 0u);
}

TEST_P(AllowListTest, is_the_owners_until_retirement) {
  const AllowEntry entry = entry_of(market::kProgramId, {1});
  EXPECT_TRUE(fails(set({entry}, 0, kExecutor), ErrorCode::ConstraintHasOne));
  agent.lifecycle = Lifecycle::Retired;
  chain.put(kAgent.address, agent, kProgramId);
  EXPECT_TRUE(fails(set({entry}), AgentError::AgentRetired));
}

TEST_P(AllowListTest, an_entry_must_be_well_formed) {
  EXPECT_TRUE(refused(entry_of(market::kProgramId, {}), AgentError::AllowEntryPrefixInvalid));
  AllowEntry entry = entry_of(market::kProgramId, {1});
  entry.prefix_size = 17;
  EXPECT_TRUE(refused(entry, AgentError::AllowEntryPrefixInvalid));
  entry = entry_of(market::kProgramId, {1});
  entry.rule_count = 9;
  EXPECT_TRUE(refused(entry, AgentError::AllowRuleUnknown));
  entry = entry_of(market::kProgramId, {1}, {{0, static_cast<AccountRole>(6)}});
  EXPECT_TRUE(refused(entry, AgentError::AllowRuleUnknown));
  entry = entry_of(market::kProgramId, {1}, {{4, AccountRole::Wallet}, {4, AccountRole::Purse}});
  EXPECT_TRUE(refused(entry, AgentError::AllowRuleRepeated));
  entry = entry_of(market::kProgramId, {1}, {{4, AccountRole::FixedKey1}});
  entry.fixed_keys[1] = {};
  EXPECT_TRUE(refused(entry, AgentError::AllowFixedKeyMissing));
}

TEST_P(AllowListTest, unused_bytes_are_zero) {
  const auto changed = [](auto change) {
    AllowEntry entry = entry_of(market::kProgramId, {1}, {{4, AccountRole::Wallet}});
    change(entry);
    return entry;
  };
  for (const AllowEntry& entry :
       {changed([](AllowEntry& e) { e.instruction_prefix[1] = 1; }),
        changed([](AllowEntry& e) { e.rules[1].position = 1; }),
        changed([](AllowEntry& e) { e.rules[7].role = AccountRole::Purse; }),
        changed([](AllowEntry& e) { e.reserved[3] = 1; }), changed([](AllowEntry& e) { e.fixed_keys[0] = kStranger; }),
        changed([](AllowEntry& e) { e.position_owner_offset = 8; })}) {
    EXPECT_TRUE(refused(entry, AgentError::AllowEntryNotCanonical));
  }
}

TEST_P(AllowListTest, neither_ourselves_nor_loaders) {
  EXPECT_TRUE(refused(entry_of(kProgramId, {1}), AgentError::AllowEntryForOurselves));
  for (const Pubkey& loader : kLoaders) {
    EXPECT_TRUE(refused(entry_of(loader, {1}), AgentError::AllowEntryForLoader));
  }
}

TEST_P(AllowListTest, of_token_programs_only_transfers_to_a_fixed_account) {
  for (const Pubkey& program : {Token::kId, Token2022::kId}) {
    for (u32 tag = 0; tag < 256; ++tag) {
      if (tag == 3 || tag == 12) continue;
      const AllowEntry entry =
          entry_of(program, {static_cast<u8>(tag)}, {{1, AccountRole::FixedKey0}, {2, AccountRole::FixedKey1}});
      const Objection found = objection(entry);
      ASSERT_TRUE(found && *found == AgentError::AllowInstructionForbidden) << tag;
    }
    EXPECT_TRUE(refused(entry_of(program, {6}, {{1, AccountRole::FixedKey0}}), AgentError::AllowInstructionForbidden));
    EXPECT_TRUE(refused(entry_of(program, {3}, {{2, AccountRole::FixedKey0}}), AgentError::AllowDestinationFree));
    EXPECT_TRUE(refused(entry_of(program, {12}, {{1, AccountRole::FixedKey0}}), AgentError::AllowDestinationFree));
    EXPECT_TRUE(refused(entry_of(program, {3}, {{1, AccountRole::WalletPosition}}), AgentError::AllowDestinationFree));
    EXPECT_TRUE(succeeds(set({entry_of(program, {3}, {{1, AccountRole::FixedKey0}}),
                              entry_of(program, {12}, {{2, AccountRole::WalletToken}})})));
  }
}

TEST_P(AllowListTest, of_system_only_transfers_of_the_purse_to_a_fixed_account) {
  const std::initializer_list<AccountRule> good = {{0, AccountRole::Purse}, {1, AccountRole::FixedKey0}};
  EXPECT_TRUE(succeeds(set({entry_of(System::kId, {2, 0, 0, 0}, good)})));
  for (const u8 call : std::initializer_list<u8>{0, 1, 3, 4, 5, 8, 9, 10, 11}) {
    EXPECT_TRUE(refused(entry_of(System::kId, {call, 0, 0, 0}, good), AgentError::AllowInstructionForbidden));
  }
  EXPECT_TRUE(refused(entry_of(System::kId, {2}, good), AgentError::AllowInstructionForbidden))
      << "three bytes are open";
  EXPECT_TRUE(
      refused(entry_of(System::kId, {2, 0, 0, 0}, {{0, AccountRole::Purse}}), AgentError::AllowDestinationFree));
  EXPECT_TRUE(
      refused(entry_of(System::kId, {2, 0, 0, 0}, {{1, AccountRole::FixedKey0}}), AgentError::AllowDestinationFree));
}

TEST_P(AllowListTest, of_stake_and_associated_accounts_nothing_that_gives_authority_away) {
  const std::initializer_list<AccountRule> position = {{0, AccountRole::WalletPosition}, {1, AccountRole::FixedKey0}};
  for (const u8 call : std::initializer_list<u8>{0, 1, 3, 6, 8, 9, 10, 11, 12}) {
    EXPECT_TRUE(refused(entry_of(StakeProgram::kId, {call, 0, 0, 0}, position), AgentError::AllowInstructionForbidden));
  }
  EXPECT_TRUE(refused(entry_of(StakeProgram::kId, {2}, position), AgentError::AllowInstructionForbidden));
  for (const u8 call : std::initializer_list<u8>{2, 5, 7}) {
    EXPECT_TRUE(succeeds(set({entry_of(StakeProgram::kId, {call, 0, 0, 0}, position)})));
    EXPECT_TRUE(refused(entry_of(StakeProgram::kId, {call, 0, 0, 0}), AgentError::AllowDestinationFree));
  }
  EXPECT_TRUE(refused(entry_of(StakeProgram::kId, {4, 0, 0, 0}, {{0, AccountRole::WalletPosition}}),
                      AgentError::AllowDestinationFree));
  EXPECT_TRUE(succeeds(set({entry_of(StakeProgram::kId, {4, 0, 0, 0}, {{1, AccountRole::Purse}})})));

  const std::initializer_list<AccountRule> ours = {{0, AccountRole::Purse}, {2, AccountRole::Wallet}};
  EXPECT_TRUE(succeeds(set({entry_of(AssociatedTokenProgram::kId, {1}, ours)})));
  EXPECT_TRUE(refused(entry_of(AssociatedTokenProgram::kId, {2}, ours), AgentError::AllowInstructionForbidden));
  EXPECT_TRUE(
      refused(entry_of(AssociatedTokenProgram::kId, {1}, {{0, AccountRole::Purse}}), AgentError::AllowDestinationFree));
}

}  // namespace
}  // namespace agent_factory::test
