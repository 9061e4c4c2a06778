// Two kinds of lives, as the first byte says: an agent's and its wallet's in front of a pool and a market that plays any script,
// whose instructions begin as they should and are then broken; and every fourth time a generated one, from an empty ledger.
// Whatever comes of it, a failure changes nothing, lamports and tokens only move, a retired agent stays retired, nobody but who is
// named for it changes an agent or makes a wallet pay, and what is measured or claimed only grows.
#include <grapnel/testing/balance.hpp>
#include <grapnel/testing/damage.hpp>
#include <grapnel/testing/reach.hpp>

#include <algorithm>
#include <array>
#include <cstdlib>

#include "differential_rules.hpp"
#include "swap_world.hpp"

namespace agent_factory::test {
namespace {

using grapnel::testing::Step;

void demand(bool condition) {
  if (!condition) std::abort();
}

// Empty, or what no instruction may do to an agent.
const char* wronged(const AgentState& before, const AgentState& after, const client::Instruction& by) {
  const auto has_signed = [&](const Pubkey& who) {
    return std::ranges::any_of(by.accounts, [&](const client::Meta& m) { return m.key == who && m.is_signer; });
  };
  const bool same = after.owner == before.owner && after.quote_mint == before.quote_mint &&
                    after.agent_id == before.agent_id && after.created_slot == before.created_slot &&
                    after.upgrade_authority == before.upgrade_authority;
  if (!same || !is_readable_agent(after)) return "an agent became another";
  if (before.lifecycle == Lifecycle::Retired && after.lifecycle != Lifecycle::Retired) return "an agent came back";
  if (after.lifecycle == Lifecycle::Active && before.lifecycle != Lifecycle::Active && !has_signed(before.owner))
    return "somebody else activated an agent";
  if (!equal(before.terms, after.terms) && !has_signed(before.owner) && !has_signed(before.upgrade_authority))
    return "somebody else changed the terms";
  if (after.performance_metrics.yield_generated < before.performance_metrics.yield_generated)
    return "a gain that was measured is gone";
  const ClaimedPerformance &claimed = after.claimed_performance, &claimed_before = before.claimed_performance;
  if (claimed.gain < claimed_before.gain || claimed.claim_count < claimed_before.claim_count) return "a claim is gone";
  const bool was_executor = std::ranges::any_of(
      by.accounts, [&](const client::Meta& m) { return m.is_signer && is_executor(before, m.key); });
  if (claimed.claim_count != claimed_before.claim_count && !(was_executor && before.lifecycle == Lifecycle::Active))
    return "somebody else claimed";
  return "";
}

std::string check(const Step& step) {
  for (const auto& [key, account] : step.after) {
    const auto before = step.state_before<AgentState>(key), after = step.state_after<AgentState>(key);
    if (!(account.owner == kProgramId) || !before || !after) continue;
    if (const std::string wrong = wronged(*before, *after, step.instruction); !wrong.empty()) return wrong;
  }
  return {};
}

class WalletFuzz : public SwapWorld {
 public:
  // An agent with a swap, a deposit and the market in its list and a first context root, and a wallet that has agreed and has
  // something measured.
  WalletFuzz() {
    agent.owner = agent.rent_payer = kOwner;
    agent.upgrade_authority = kStranger;
    agent.allow_list[2] = entry_for(market::kProgramId);
    agent.allow_count = 3;
    wallet.measured.yield_generated = 1'000;
    put_state();
    put_entry(kQuoteEntry, kDollar, governance::PriceKind::Quote, {});
    demand(run<open_context>({kOwner, kAgent.address, kContext, System::kId}, {1}).ok());
    demand(run<commit_context>({kAgent.address, kContext, kExecutor}, {chain.clock().slot, terms(9)}).ok());
  }

  void play(FuzzedDataProvider& data) {
    begin(data);
    for (int left = 16; left > 0 && data.remaining_bytes() > 0; --left) {
      chain.warp({.slots = 1, .seconds = data.ConsumeIntegralInRange<i64>(0, 90)});
      // Else the price is as old as the time since: too old from 60 s on.
      if (!one_in(8, data)) publish_price();
      if (one_in(64, data)) chain.set_account(kAgent.address, {});
      client::Instruction instruction = chosen(data);
      for (int breaks = data.ConsumeBool() ? 0 : data.ConsumeIntegralInRange<int>(0, 2); breaks > 0; --breaks)
        grapnel::testing::damage(instruction, data, kKeys, 400);
      step(instruction);
    }
  }

 private:
  static inline const Pda kRecord = find_program_address(kProgramId, kCreatorSeed, kOwner);
  static inline const Pubkey kQuoteEntry =
      find_program_address(governance::kProgramId, governance::kMintSeed, kDollar).address;
  static inline const Pubkey kContext = find_program_address(kProgramId, kContextSeed, kAgent.address).address;
  // The owner's own wallet, for which no licence is asked.
  static inline const Pubkey kOwners = find_program_address(kProgramId, kWalletSeed, kAgent.address, kOwner).address;
  static inline const Pubkey kOwnersPurse = find_program_address(kProgramId, kPurseSeed, kOwners).address;
  static inline const std::vector<Pubkey> kKeys = {
      kAgent.address, kWallet.address, kPurse.address,     kOwner,
      kHolder,        kExecutor,       kStranger,          kLicense,
      kContext,       kOwners,         kOwnersPurse,       kDollar,
      kGold,          kOurGold,        kOurDollars,        kSwap,
      kDollarVault,   kGoldVault,      kDollarEntry,       kGoldEntry,
      kPoolEntry,     kGoldPrice,      kAuthority.address, kRecord.address,
      System::kId,    kProgramId,      market::kProgramId, swap_pool::kProgramId,
      Token::kId,     kQuoteEntry};

  static bool one_in(int count, FuzzedDataProvider& data) {
    return data.ConsumeIntegralInRange<int>(1, count) == count;
  }

  // Half of the lives begin with an agent that is active, the others somewhere else in its life.
  void begin(FuzzedDataProvider& data) {
    if (data.ConsumeBool())
      agent.lifecycle = static_cast<Lifecycle>(data.ConsumeIntegralInRange<usize>(0, kLifecycleCount - 1));
    chain.put(kAgent.address, agent, kProgramId);
    if (one_in(4, data)) chain.set_account(kContext, {});
    CreatorRecord record{};
    record.version = kLayoutVersion;
    record.bump = kRecord.bump;
    record.creator = kOwner;
    record.active_agents = is_active(agent) ? 1 : 0;
    chain.put(kRecord.address, record, kProgramId);
  }
  void publish_price() {
    PriceFields gold = gold_at(200'000'000);
    gold.published_at = chain.clock().unix_timestamp;
    put_price(kGoldPrice, gold);
  }

  u64 some(FuzzedDataProvider& data) const {
    return one_in(4, data) ? data.ConsumeIntegral<u64>() : data.ConsumeIntegralInRange<u64>(0, 10'000'000);
  }
  client::Instruction calling(Call call) const {
    for (client::Meta& meta : call.accounts) meta.is_signer = false;
    BeneficiaryExecuteArgs args;
    args.data = {call.data.data(), static_cast<u32>(call.data.size())};
    auto out =
        make<beneficiary_execute>({kHolder, kAgent.address, kWallet.address, kPurse.address, call.program}, args);
    out.accounts.insert(out.accounts.end(), call.accounts.begin(), call.accounts.end());
    return out;
  }
  client::Instruction sending(u8 place, const Inner& inner) {
    const auto mine = chain.state<Wallet>(kWallet.address);
    nonce = mine ? mine->nonce : 0;
    entry = place;
    return executing(inner, kMeasured);
  }
  client::Instruction trading(FuzzedDataProvider& data) {
    const bool sells_gold = data.ConsumeBool();
    const u64 amount = some(data);
    const Pubkey &from = sells_gold ? kGold : kDollar, &to = sells_gold ? kDollar : kGold;
    if (data.ConsumeBool())
      return sending(0, inner_of(swap_of(kWallet.address, from, amount, sells_gold ? kOurDollars : kOurGold)));
    // Fairly, or for whatever.
    const u64 fair = sells_gold && amount < ~u64{0} / 2 ? amount * 2 : amount / 2;
    return sending(2, swapping(from, amount, to, data.ConsumeBool() ? some(data) : fair));
  }
  client::Instruction limiting(FuzzedDataProvider& data) const {
    const auto kind = static_cast<AllowanceKind>(data.ConsumeIntegralInRange<int>(0, 3));
    const bool is_mint = kind == AllowanceKind::Mint;
    return make<set_allowance>({kWallet.address, kHolder},
                               {.kind = kind,
                                .unpriced_allowed = is_mint ? data.ConsumeIntegralInRange<u8>(0, 1) : u8{0},
                                .unreturned_allowed = 0,
                                .mint = is_mint ? (data.ConsumeBool() ? kGold : kDollar) : Pubkey{},
                                .cap = some(data),
                                .window_s = 7 * data.ConsumeIntegralInRange<u64>(1, 100'000)});
  }
  client::Instruction verifying() const {
    const auto roots = chain.state<ContextRoots>(kContext);
    VerifyContextArgs args{};
    // The last of an odd number of leaves is a peak: its proof is empty.
    if (roots) args = {roots->last_slot, terms(9), roots->leaf_count - 1, {}};
    return make<verify_context>({kContext}, args);
  }
  client::Instruction creating(FuzzedDataProvider& data) const {
    // Its own again, if it is gone, or a further one.
    const u64 id = kAgentId + data.ConsumeIntegralInRange<u64>(0, 1);
    const Pubkey at = find_program_address(kProgramId, kAgentSeed, kOwner, id).address;
    return make<create_agent>({kOwner, at, kQuoteEntry, System::kId},
                              {id, {terms(2), kDollar, kStranger, {}, "ipfs://a"}});
  }
  client::Instruction naming_executors(FuzzedDataProvider& data) const {
    const std::array<Pubkey, 2> executors{kExecutor, kStranger};
    SetExecutorsArgs args;
    args.executors.data = executors[0].data();
    args.executors.size = data.ConsumeIntegralInRange<u32>(0, executors.size());
    return make<set_executors>({kAgent.address, kOwner}, args);
  }
  client::Instruction joining(FuzzedDataProvider& data) {
    return sending(
        1, inner_of(client::instruction<swap_pool::SwapPool, swap_pool::deposit_single_token_type_exact_amount_in>(
               {kSwap, kAuthority.address, kWallet.address, kOurDollars, kDollarVault, kGoldVault, kShares, kOurShares,
                kDollar, Token::kId, Token::kId},
               {.source_token_amount = some(data), .minimum_pool_token_amount = 0})));
  }

  client::Instruction chosen(FuzzedDataProvider& data) {
    switch (data.ConsumeIntegralInRange<int>(0, 5)) {
      case 0:
      case 1: return of_agent(data);
      case 2: return of_context(data);
      case 3: return joining_or_trading(data);
      default: return of_wallet(data);
    }
  }
  client::Instruction joining_or_trading(FuzzedDataProvider& data) {
    return one_in(4, data) ? joining(data) : trading(data);
  }

  // So that lives get to their end.
  client::Instruction next_of_life(FuzzedDataProvider& data) const {
    const auto state = chain.state<AgentState>(kAgent.address);
    if (!state) {
      if (data.ConsumeBool()) return creating(data);
      return data.ConsumeBool() ? make<close_creator_record>({kRecord.address, kOwner})
                                : make<close_context>({kContext, kAgent.address, kOwner});
    }
    switch (state->lifecycle) {
      case Lifecycle::Created: return make<publish_agent>({kAgent.address, kOwner});
      case Lifecycle::Licensed: return activating();
      case Lifecycle::Active:
        return data.ConsumeBool() ? make<deactivate_agent>({kAgent.address, kOwner, kRecord.address})
                                  : make<suspend_agent>({kAgent.address, kOwner, kRecord.address});
      case Lifecycle::Suspended: return make<retire_agent>({kAgent.address, kOwner, kRecord.address});
      case Lifecycle::Retired: break;
    }
    return make<close_agent>({kAgent.address, kOwner, kOwner});
  }
  static client::Instruction activating() {
    return make<activate_agent>(
        {kAgent.address, kOwner, kRecord.address, kProgramId, kProgramId, kProgramId, System::kId});
  }

  client::Instruction of_agent(FuzzedDataProvider& data) const {
    if (one_in(3, data)) return next_of_life(data);
    const Pubkey& anyone = data.ConsumeBool() ? kStranger : kOwner;
    switch (data.ConsumeIntegralInRange<int>(0, 12)) {
      case 0: return creating(data);
      case 1: return make<publish_agent>({kAgent.address, kOwner});
      case 2: return activating();
      case 3: return make<deactivate_agent>({kAgent.address, kOwner, kRecord.address});
      case 4: return make<suspend_agent>({kAgent.address, anyone, kRecord.address});
      case 5: return make<retire_agent>({kAgent.address, anyone, kRecord.address});
      case 6:
        return make<upgrade_agent>({kAgent.address, kStranger},
                                   {terms(data.ConsumeIntegralInRange<u8>(1, 2)),
                                    {.max_net_loss = 0, .max_executions = data.ConsumeIntegralInRange<u64>(0, 2)},
                                    "ipfs://b"});
      case 7: return naming_executors(data);
      case 8: return make<set_allow_list>({kAgent.address, kOwner}, {data.ConsumeIntegralInRange<u8>(0, 4), {}});
      case 9: return make<claim_performance>({kAgent.address, kExecutor}, {some(data), some(data), 1, terms(3)});
      case 10: {
        auto out = make<update_performance>({kAgent.address});
        out.accounts.push_back({kWallet.address, false, true});
        return out;
      }
      case 11: return make<close_agent>({kAgent.address, kOwner, kOwner});
      default: return make<close_creator_record>({kRecord.address, kOwner});
    }
  }

  client::Instruction of_context(FuzzedDataProvider& data) const {
    switch (data.ConsumeIntegralInRange<int>(0, 3)) {
      case 0:
        return make<open_context>({kOwner, kAgent.address, kContext, System::kId},
                                  {data.ConsumeIntegralInRange<u64>(0, 2)});
      case 1:
        return make<commit_context>({kAgent.address, kContext, kExecutor},
                                    {chain.clock().slot - data.ConsumeIntegralInRange<u64>(0, 2), terms(9)});
      case 2: return verifying();
      default: return make<close_context>({kContext, kAgent.address, kOwner});
    }
  }

  client::Instruction of_wallet(FuzzedDataProvider& data) const {
    const Pubkey& mint = data.ConsumeBool() ? kGold : kDollar;
    const Pubkey ours = account_of(kWallet.address, mint), theirs = account_of(kStranger, mint);
    const auto state = chain.state<AgentState>(kAgent.address);
    switch (data.ConsumeIntegralInRange<int>(0, 8)) {
      case 0: return make<open_wallet>({kOwner, kAgent.address, kOwners, kOwnersPurse, kProgramId, System::kId});
      case 1:
        return make<agree>({kAgent.address, kWallet.address, kHolder, kProgramId, kProgramId},
                           {state ? state->terms : Hash256{}});
      case 2: return limiting(data);
      case 3:
        return make<set_wallet_limits>({kWallet.address, kHolder},
                                       {some(data), data.ConsumeIntegralInRange<u16>(0, 10'001)});
      case 4:
        return make<withdraw>({kHolder, kAgent.address, kWallet.address, mint, ours, theirs, Token::kId}, {some(data)});
      case 5:
        return make<withdraw_lamports>(
            {kHolder, kAgent.address, kWallet.address, kPurse.address, kStranger, System::kId}, {some(data)});
      case 6: return calling(transfer(ours, theirs, kWallet.address, some(data)));
      case 7: return calling(system_transfer(kPurse.address, kStranger, some(data)));
      default:
        return make<close_wallet>(
            {kWallet.address, kHolder, kAgent.address, kPurse.address, kHolder, kLicense, System::kId});
    }
  }

  // A wallet's tokens and its purse go by who may withdraw, or by an execution of one of the agent's executors.
  void step(const client::Instruction& instruction) {
    const auto before = chain.state<AgentState>(kAgent.address);
    const std::array<u64, 3> held = {amount(kOurDollars), amount(kOurGold), lamports(kPurse.address)};
    const Outcome outcome = run(instruction);
    grapnel::testing::reach(instruction.data, outcome.ok());
    demand(grapnel::testing::out_of_balance(outcome).empty());
    const auto after = chain.state<AgentState>(kAgent.address);
    if (before && after) demand(*wronged(*before, *after, instruction) == 0);
    const std::array<u64, 3> left = {amount(kOurDollars), amount(kOurGold), lamports(kPurse.address)};
    bool has_less = false;
    for (usize i = 0; i < held.size(); ++i) has_less |= left[i] < held[i];
    const auto has_signed = [&](const Pubkey& who) {
      return std::ranges::any_of(instruction.accounts,
                                 [&](const client::Meta& m) { return m.key == who && m.is_signer; });
    };
    const auto executor_signed = [&] {
      return before && std::ranges::any_of(instruction.accounts, [&](const client::Meta& m) {
               return m.is_signer && is_executor(*before, m.key);
             });
    };
    demand(!has_less || has_signed(kHolder) || executor_signed());
  }
};

}  // namespace
}  // namespace agent_factory::test

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace agent_factory::test;
  if (size == 0) return 0;
  if (bytes[0] % 4 == 0) {
    grapnel::testing::Rules rules = differential_rules();
    rules.check = check;
    return grapnel::testing::fuzz<agent_factory::AgentFactory>(bytes + 1, size - 1, rules);
  }
  FuzzedDataProvider data(bytes + 1, size - 1);
  WalletFuzz().play(data);
  return 0;
}
