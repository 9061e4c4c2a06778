// The hook's own instructions natively and on the real runtime; and Token-2022 itself, which calls it in a transfer, on the
// real runtime, where Token-2022 is.
#include <grapnel/testing/token.hpp>

#include "baseline.hpp"
#include "instructions.hpp"

namespace transfer_hook {
namespace {

using grapnel::examples::costs;
using grapnel::testing::fails;
using grapnel::testing::key;
using grapnel::testing::Outcome;
using grapnel::testing::put_mint;
using grapnel::testing::put_tokens;
using grapnel::testing::succeeds;
using grapnel::testing::tokens_in;

constexpr Pubkey kIssuer = key(1);
constexpr Pubkey kAlice = key(2);
constexpr Pubkey kBob = key(3);
constexpr Pubkey kMint = key(10);
constexpr Pubkey kOtherMint = key(11);
constexpr Pubkey kFrom = key(20);
constexpr Pubkey kTo = key(21);
const Pubkey kMetas = find_program_address(kProgramId, "extra-account-metas", kMint).address;
const Pubkey kRule = find_program_address(kProgramId, "rule", kMint).address;
constexpr u8 kDecimals = 2;

Pubkey allowance_of(const Pubkey& wallet) {
  return find_program_address(kProgramId, "allowance", kMint, wallet).address;
}

class HookTest : public grapnel::testing::ProgramTest<HookProgram> {
 protected:
  HookTest() {
    for (const Pubkey& person : {kIssuer, kAlice, kBob}) chain.fund(person, Lamports{10'000'000'000});
    put_hooked_mint(kMint, kProgramId);
    put_hooked_mint(kOtherMint, kProgramId);
    put_tokens(chain, kFrom, {.mint = kMint, .owner = kAlice, .amount = 500});
    put_tokens(chain, kTo, {.mint = kMint, .owner = kBob});
  }
  void put_hooked_mint(const Pubkey& mint, const Pubkey& program) {
    put_mint(chain, mint, {.authority = kIssuer, .supply = 1'000, .decimals = kDecimals}, Token2022::kId,
             grapnel::testing::transfer_hook(program, kIssuer));
  }
  // Of TransferHookAccount, which stands last, the one byte.
  void set_transferring(const Pubkey& account) {
    native::Account changed = chain.account(account);
    changed.data.back() = 1;
    chain.set_account(account, changed);
  }
  client::Instruction initializing(const Pubkey& authority = kIssuer) {
    return client::instruction<HookProgram, initialize_extra_account_meta_list>(
        {kMetas, kMint, authority, System::kId, kRule});
  }
  Outcome initialize() { return run(initializing()); }
  Outcome allow_wallet(const Pubkey& wallet, u64 amount, const Pubkey& authority = kIssuer) {
    return run<allow>({kMint, kRule, authority, allowance_of(wallet), System::kId},
                      {.wallet = wallet, .amount = amount});
  }
  // Called by hand, as anybody could.
  client::Instruction executing(u64 amount) {
    return client::instruction<HookProgram, execute>({kFrom, kMint, kTo, kAlice, kMetas, kRule, allowance_of(kBob)},
                                                     {.amount = amount});
  }
  u64 left(const Pubkey& wallet) const { return chain.state<Allowance>(allowance_of(wallet))->left; }
};
INSTANTIATE_TEST_SUITE_P(, HookTest, grapnel::testing::everywhere(), grapnel::testing::setting_name);

TEST_P(HookTest, the_metas_are_the_interfaces) {
  const auto instruction = initializing();
  EXPECT_EQ(instruction.data, (std::vector<u8>{43, 34, 13, 49, 167, 88, 235, 235}));
  EXPECT_EQ(executing(1).data, (std::vector<u8>{105, 37, 101, 197, 75, 251, 102, 26, 1, 0, 0, 0, 0, 0, 0, 0}));
  ASSERT_TRUE(costs("initialize", run(instruction)));
  EXPECT_TRUE(grapnel::examples::has_size(HookProgram::kName));
  // Type (8), length (4), count (4), then 35 bytes each: kind, seeds, signer, writable.
  std::vector<u8> expected = {105, 37, 101, 197, 75, 251, 102, 26, 74, 0, 0, 0, 2, 0, 0, 0};
  std::vector<u8> rule = {1, 1, 4, 'r', 'u', 'l', 'e', 3, 1};
  rule.resize(33);
  rule.insert(rule.end(), {0, 1});
  std::vector<u8> allowance = {1, 1, 9, 'a', 'l', 'l', 'o', 'w', 'a', 'n', 'c', 'e', 3, 1, 4, 2, 32, 32};
  allowance.resize(33);
  allowance.insert(allowance.end(), {0, 1});
  expected.insert(expected.end(), rule.begin(), rule.end());
  expected.insert(expected.end(), allowance.begin(), allowance.end());
  EXPECT_EQ(chain.account(kMetas).data, expected);
  EXPECT_EQ(chain.state<Rule>(kRule)->authority, kIssuer);
  EXPECT_TRUE(initialize().has_log("already in use"));
}

TEST_P(HookTest, only_the_mints_authority_and_only_for_a_mint_of_this_hook) {
  EXPECT_TRUE(fails(run(initializing(kAlice)), ErrorCode::ConstraintMintMintAuthority));
  put_hooked_mint(kMint, kOtherMint);
  EXPECT_TRUE(fails(initialize(), HookError::NotOfThisMint));
  put_mint(chain, kMint, {.authority = kIssuer, .supply = 1, .decimals = kDecimals}, Token2022::kId);
  EXPECT_TRUE(fails(initialize(), HookError::NotOfThisMint));
  auto instruction = initializing();
  instruction.accounts[0].key = key(9);
  EXPECT_TRUE(fails(run(instruction), ErrorCode::ConstraintSeeds));
}

TEST_P(HookTest, allowances_are_set_and_taken_away) {
  ASSERT_TRUE(succeeds(initialize()));
  EXPECT_TRUE(fails(allow_wallet(kBob, 10, kAlice), ErrorCode::ConstraintHasOne));
  EXPECT_TRUE(fails(allow_wallet(kBob, 0), HookError::AmountIsZero));
  const Outcome outcome = allow_wallet(kBob, 10);
  ASSERT_TRUE(costs("allow", outcome));
  EXPECT_EQ(outcome.event<Allowed>()->left, 10u);
  EXPECT_EQ(chain.state<Allowance>(allowance_of(kBob))->wallet, kBob);
  ASSERT_TRUE(costs("allow_again", allow_wallet(kBob, 25)));
  EXPECT_EQ(left(kBob), 25u);
  EXPECT_TRUE(
      fails(run<allow>({kMint, kRule, kIssuer, allowance_of(kBob), System::kId}, {.wallet = kAlice, .amount = 1}),
            ErrorCode::ConstraintSeeds));

  const auto forbidding = [&](const Pubkey& authority) {
    return run<forbid>({kRule, kMint, authority, allowance_of(kBob)});
  };
  EXPECT_TRUE(fails(forbidding(kAlice), ErrorCode::ConstraintHasOne));
  EXPECT_TRUE(fails(run<forbid>({kRule, kOtherMint, kIssuer, allowance_of(kBob)}), ErrorCode::ConstraintHasOne));
  ASSERT_TRUE(costs("forbid", forbidding(kIssuer)));
  EXPECT_TRUE(fails(forbidding(kIssuer), ErrorCode::AccountNotInitialized));
}

TEST_P(HookTest, execute_outside_of_a_transfer) {
  ASSERT_TRUE(succeeds(initialize()));
  EXPECT_TRUE(fails(run(executing(1)), ErrorCode::AccountNotInitialized)) << "no allowance";
  ASSERT_TRUE(succeeds(allow_wallet(kBob, 10)));
  EXPECT_TRUE(fails(run(executing(1)), HookError::NotTransferring));
  EXPECT_EQ(left(kBob), 10u);
}

// The bytes that Token-2022 writes during a transfer, written by hand: what execute does with them.
TEST_P(HookTest, execute_as_in_a_transfer) {
  ASSERT_TRUE(succeeds(initialize()));
  ASSERT_TRUE(succeeds(allow_wallet(kBob, 10)));
  ASSERT_TRUE(succeeds(allow_wallet(kAlice, 10)));
  set_transferring(kFrom);
  const Outcome outcome = run(executing(4));
  ASSERT_TRUE(costs("execute", outcome));
  EXPECT_EQ(outcome.event<Moved>()->to, kBob);
  EXPECT_EQ(outcome.event<Moved>()->left, 6u);
  EXPECT_EQ(left(kBob), 6u);
  EXPECT_EQ(chain.state<Rule>(kRule)->transfers, 1u);
  EXPECT_TRUE(fails(run(executing(0)), HookError::AmountIsZero));
  EXPECT_TRUE(fails(run(executing(7)), HookError::NotAllowed));
  const auto with = [&](usize at, const Pubkey& key) {
    auto instruction = executing(1);
    instruction.accounts[at].key = key;
    return run(instruction);
  };
  EXPECT_TRUE(fails(with(6, allowance_of(kAlice)), HookError::NotAllowed)) << "another's allowance";
  EXPECT_TRUE(fails(with(5, key(9)), ErrorCode::AccountNotInitialized));
  EXPECT_TRUE(fails(with(4, kRule), ErrorCode::AccountDiscriminatorMismatch));
  put_tokens(chain, key(22), {.mint = kOtherMint, .owner = kAlice, .amount = 1});
  set_transferring(key(22));
  EXPECT_TRUE(fails(with(0, key(22)), ErrorCode::ConstraintTokenMint));
  EXPECT_TRUE(fails(with(2, key(22)), ErrorCode::ConstraintTokenMint));
  chain.put(kRule, Rule{kMint, kIssuer, 1, ~u64{0}}, kProgramId);
  ASSERT_TRUE(succeeds(run(executing(1))));
  EXPECT_EQ(chain.state<Rule>(kRule)->moved, ~u64{0}) << "the count stands at its end";
}

// Token-2022 is a program of the real chain.
class HookedTransfer : public HookTest {
 protected:
  HookedTransfer() {
    EXPECT_TRUE(succeeds(initialize()));
    EXPECT_TRUE(succeeds(allow_wallet(kBob, 100)));
  }
  // transfer_checked with the accounts that the metas name, as clients add them.
  client::Instruction transferring(u64 amount, const Pubkey& allowance = allowance_of(kBob)) {
    client::Instruction out{Token2022::kId, {}, {12}};
    grapnel::testing::token_accounts::append(out.data, amount, 8);
    out.data.push_back(kDecimals);
    out.accounts = {{kFrom, false, true}, {kMint, false, false},    {kTo, false, true},         {kAlice, true, false},
                    {kRule, false, true}, {allowance, false, true}, {kProgramId, false, false}, {kMetas, false, false}};
    return out;
  }
  u64 amount(const Pubkey& account) const { return tokens_in(chain, account); }
};
std::vector<grapnel::testing::Setting> real_settings() {
  auto all = grapnel::testing::settings();
  std::erase_if(all, [](const auto& setting) { return setting.ground != grapnel::testing::Ground::Real; });
  return all;
}
INSTANTIATE_TEST_SUITE_P(, HookedTransfer, ::testing::ValuesIn(real_settings()), grapnel::testing::setting_name);

TEST_P(HookedTransfer, token_2022_calls_the_hook) {
  const Outcome outcome = run(transferring(60));
  ASSERT_TRUE(costs("transfer_checked", outcome));
  EXPECT_TRUE(outcome.has_log("Program " + to_base58(kProgramId) + " success"));
  EXPECT_EQ(amount(kFrom), 440u);
  EXPECT_EQ(amount(kTo), 60u);
  EXPECT_EQ(left(kBob), 40u);
  EXPECT_EQ(chain.state<Rule>(kRule)->transfers, 1u);
  EXPECT_EQ(chain.state<Rule>(kRule)->moved, 60u);
  ASSERT_EQ(outcome.events_of<Moved>().size(), 1u);
}

TEST_P(HookedTransfer, what_the_hook_refuses_is_not_transferred) {
  EXPECT_TRUE(fails(run(transferring(101)), HookError::NotAllowed));
  EXPECT_TRUE(fails(run(transferring(0)), HookError::AmountIsZero));
  EXPECT_EQ(amount(kTo), 0u);
  ASSERT_TRUE(succeeds(run<forbid>({kRule, kMint, kIssuer, allowance_of(kBob)})));
  EXPECT_TRUE(fails(run(transferring(1)), ErrorCode::AccountNotInitialized));
  EXPECT_EQ(amount(kFrom), 500u);
}

TEST_P(HookedTransfer, an_allowance_of_another_wallet_is_not_among_the_metas) {
  ASSERT_TRUE(succeeds(allow_wallet(kAlice, 100)));
  EXPECT_FALSE(run(transferring(1, allowance_of(kAlice))).ok());
  auto without = transferring(1);
  without.accounts.erase(without.accounts.begin() + 4);
  EXPECT_FALSE(run(without).ok()) << "nor can one be left out";
  EXPECT_EQ(amount(kTo), 0u);
}

}  // namespace
}  // namespace transfer_hook
