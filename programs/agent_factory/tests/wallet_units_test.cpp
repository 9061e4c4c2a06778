// What the instructions of wallets, allow lists and context roots cost on the real runtime, and the program's size, held to
// wallet_units.json: a rise fails. Agents and their lifecycle stand in compute_units.json, `execute` in execute_units.json.
#include "baseline.hpp"
#include "execution_world.hpp"

namespace agent_factory::test {
namespace {

using grapnel::examples::costs;

const Pda kContext = find_program_address(kProgramId, kContextSeed, kAgent.address);

class WalletUnits : public ExecuteTest {
 protected:
  WalletUnits() { put_state(); }

  void allows(const char* name, AllowanceKind kind, const Pubkey& mint) {
    EXPECT_TRUE(costs(name, run<set_allowance>({kWallet.address, kHolder}, {.kind = kind,
                                                                            .unpriced_allowed = 0,
                                                                            .unreturned_allowed = 0,
                                                                            .mint = mint,
                                                                            .cap = 100,
                                                                            .window_s = kWindow})));
  }
  void calls(const char* name, const Call& inner) {
    BeneficiaryExecuteArgs args;
    args.data.data = inner.data.data();
    args.data.size = static_cast<u32>(inner.data.size());
    auto made =
        make<beneficiary_execute>({kHolder, kAgent.address, kWallet.address, kPurse.address, inner.program}, args);
    for (client::Meta meta : inner.accounts) {
      if (meta.key == kWallet.address) meta.is_signer = false;
      made.accounts.push_back(meta);
    }
    EXPECT_TRUE(costs(name, run(made)));
  }
};
INSTANTIATE_TEST_SUITE_P(, WalletUnits, grapnel::testing::everywhere(), grapnel::testing::setting_name);

TEST_P(WalletUnits, size) { EXPECT_TRUE(grapnel::examples::has_size("agent_factory")); }

TEST_P(WalletUnits, a_wallets_life) {
  chain.set_account(kWallet.address, {});
  EXPECT_TRUE(costs("open_wallet", run<open_wallet>({kHolder, kAgent.address, kWallet.address, kPurse.address, kLicense,
                                                     System::kId})));
  EXPECT_TRUE(
      costs("agree", run<agree>({kAgent.address, kWallet.address, kHolder, kProgramId, kProgramId}, {terms(1)})));
  allows("set_allowance_mint", AllowanceKind::Mint, kDollar);
  allows("set_allowance_second_mint", AllowanceKind::Mint, kGold);
  allows("set_allowance_uses", AllowanceKind::Uses, {});
  EXPECT_TRUE(costs("set_wallet_limits", run<set_wallet_limits>({kWallet.address, kHolder}, {5'000, 100})));
  EXPECT_TRUE(costs("withdraw",
                    run<withdraw>({kHolder, kAgent.address, kWallet.address, kDollar,
                                   account_of(kWallet.address, kDollar), account_of(kStranger, kDollar), Token::kId},
                                  {5})));
  EXPECT_TRUE(costs("withdraw_lamports",
                    run<withdraw_lamports>(
                        {kHolder, kAgent.address, kWallet.address, kPurse.address, key(70), System::kId}, {kSol / 2})));
  calls("beneficiary_execute_transfer",
        transfer(account_of(kWallet.address, kGold), account_of(kStranger, kGold), kWallet.address, 5));
  EXPECT_TRUE(costs("close_wallet", run<close_wallet>({kWallet.address, kHolder, kAgent.address, kPurse.address,
                                                       kHolder, kLicense, System::kId})));
}

TEST_P(WalletUnits, an_allow_list) {
  AllowEntry entry = entry_for(market::kProgramId, {{3, AccountRole::WalletToken}});
  entry.instruction_prefix[0] = 1;
  entry.prefix_size = 1;
  const std::vector<AllowEntry> five(5, entry);
  SetAllowListArgs args;
  args.keep = 0;
  args.entries.data = reinterpret_cast<const u8*>(five.data());
  args.entries.size = static_cast<u32>(five.size());
  EXPECT_TRUE(costs("set_allow_list_5", run<set_allow_list>({kAgent.address, kOwner}, args)));
}

TEST_P(WalletUnits, context_roots) {
  EXPECT_TRUE(costs("open_context", run<open_context>({kOwner, kAgent.address, kContext.address, System::kId}, {1})));
  // The eighth leaf merges three peaks.
  for (u64 slot = 1; slot <= 8; ++slot) {
    chain.warp({.slots = 1, .seconds = 0});
    const Outcome outcome = run<commit_context>({kAgent.address, kContext.address, kExecutor}, {slot, terms(9)});
    EXPECT_TRUE(slot == 8 ? costs("commit_context_eighth", outcome) : succeeds(outcome));
  }
  agent.lifecycle = Lifecycle::Retired;
  put_state();
  chain.set_account(kAgent.address, {});
  EXPECT_TRUE(costs("close_context", run<close_context>({kContext.address, kAgent.address, kOwner})));
}

}  // namespace
}  // namespace agent_factory::test
