#include "life.hpp"

#include <grapnel/testing/token.hpp>

namespace agent_factory::test::model {

namespace {

constexpr u64 kWalletStart = 1'000'000'000;

// What a step is bent towards when it is not possible itself.
constexpr std::array<int, 17> kLife = {Swap,         Pay,         Agree,        PayLamports,      Allow,     Open,
                                       Commit,       Verify,      Claim,        Update,           SetLimits, Withdraw,
                                       CallTransfer, OpenContext, CloseContext, WithdrawLamports, SetList};

AgentPerformance to_program(const Figures& figures) {
  return {figures.gain, figures.loss, figures.execution_gain, figures.execution_loss, figures.count, figures.last};
}

}  // namespace

AllowEntry WalletLife::entry_of(int number) {
  AllowEntry entry{};
  if (number == 0) {
    entry = entry_for(swap_pool::kProgramId, {{0, AccountRole::FixedKey0}, {6, AccountRole::WalletToken}});
    entry.fixed_keys[0] = kSwap;
    entry.instruction_prefix[0] = 1;
    entry.prefix_size = 1;
  } else if (number == 2) {
    entry = entry_for(System::kId, {{0, AccountRole::Purse}, {1, AccountRole::FixedKey0}});
    entry.fixed_keys[0] = kSink;
    entry.instruction_prefix[0] = 2;
    entry.prefix_size = 4;
  } else {  // to the stranger's account of gold or, in the list that follows them, of others
    entry = entry_for(Token::kId, {{1, AccountRole::FixedKey0}});
    entry.fixed_keys[0] = number == 1 ? account_of(kStranger, kGold) : key(static_cast<u64>(200 + number));
    entry.instruction_prefix[0] = 3;
    entry.prefix_size = 1;
  }
  return entry;
}

void WalletLife::begin() {
  for (const Pubkey& gone : {kWallet.address, kPurse.address, kContextAddress}) chain.set_account(gone, {});
  for (const Pubkey& person : {kOwner, kHolder, kExecutor, kSink}) chain.fund(person, Lamports{1'000 * kSol});
  model_ = {};
  model_.now = chain.clock().unix_timestamp;
  model_.slot = chain.clock().slot;
  model_.held = {kWalletStart, kWalletStart, kWalletStart};
  for (const Pubkey& mint : kMintKeys) {
    hold(kWallet.address, mint, kWalletStart);
    hold(kStranger, mint, 0);
  }
  model_.purse = kSol;
  chain.fund(kPurse.address, Lamports{kSol});
  model_.reserves = {200'000'000'000, 100'000'000'000};
  hold_at(kDollarVault, kAuthority.address, kDollar, model_.reserves[Dollars]);
  hold_at(kGoldVault, kAuthority.address, kGold, model_.reserves[Gold]);
  model_.gold_price = 200'000'000;
  write_price();
  model_.entries = {0, 1, 2};
  agent.allow_count = 3;
  for (int number = 0; number < 3; ++number) agent.allow_list[static_cast<usize>(number)] = entry_of(number);
  agent.created_slot = model_.slot;
  license.agent_created_slot = model_.slot;
  license.status = LicenseStatus::Valid;
  put_state();
  chain.set_account(kWallet.address, {});
  write_license();
  Wanted first{};
  first.keep = 3;
  RC_ASSERT(run(listing(first)).ok());  // which reckons the terms
  terms_ = {{model_.entries, chain.state<AgentState>(kAgent.address)->terms}};
}

void WalletLife::end_agent() {
  model_.agent_is_there = false;
  chain.set_account(kAgent.address, {});
}

void WalletLife::write_license() {
  license.status = model_.is_disputed ? LicenseStatus::Disputed : LicenseStatus::Valid;
  license.kind = model_.per_use ? LicenseKind::PerUse : LicenseKind::Perpetual;
  license.uses_bought = model_.bought;
  license.uses_paid = model_.paid;
  license.uses_settled = model_.settled;
  chain.put(kLicense, license, License::kProgram);
}

void WalletLife::write_price() {
  model_.priced_at = static_cast<u64>(model_.now);
  PriceFields fields = gold_at(static_cast<i64>(model_.gold_price));
  fields.published_at = model_.now;
  put_price(kGoldPrice, fields);
}

WalletLife::Wanted WalletLife::wanted(const Step& s) const {
  Wanted w{};
  const auto part = [&](u64 of) { return of / 400 * (s.a + 1); };  // up to a quarter
  w.sent = {s.odd != 0, s.odd != 1, s.odd != 2, s.odd > 4 || s.kind == PayLamports};
  w.honest = s.odd > 2;
  w.everything = s.odd == 5;
  w.mint = static_cast<int>(s.b % kMints);
  w.paid_mint = Gold;
  // The wallet's life begins with uses, dollars and gold.
  w.kind = static_cast<AllowanceKind>(s.odd == 6 ? s.b % 4 : s.b % 8 < 5 ? 0 : s.b % 8 - 4);
  const bool named = (w.kind == AllowanceKind::Mint) != (s.odd == 7);
  if (s.kind == Allow && !named) w.mint = kMints;
  w.cap = s.odd == 8 ? 0 : w.kind == AllowanceKind::Uses ? 1 + s.a : (u64{s.a} + 1) * 20'000'000;
  w.window = s.odd == 8 ? 0 : s.odd == 9 ? 6 : 7 * 600 * (1 + s.a % 3);
  const u64 held = model_.held[static_cast<usize>(s.kind == Swap ? s.b % 2 : s.kind == Pay ? Gold : s.b % kMints)];
  w.quantity = s.odd == 3 ? held + 1 : s.odd == 4 ? 0 : part(held);
  w.lamports = s.odd == 3   ? model_.purse + 1
               : s.odd == 4 ? model_.purse - model_.purse % 1'000'000
                            : part(model_.purse);
  w.amount = w.everything ? kEverything : w.quantity;
  w.slot = s.odd == 3 ? model_.slot + 1 : model_.slot - std::min<u64>(model_.slot, s.a % 3);
  w.index = model_.slots.empty() ? s.a : s.a % model_.slots.size();
  w.trades = s.odd == 10 ? 0 : 1 + s.a;
  w.interval = s.odd == 11 ? 0 : 1 + s.a % 2;
  w.fee = s.a < 30 ? 0 : s.a * 1'000;
  w.max_loss = s.odd == 12 ? 10'001 : s.a < 60 ? 100 + s.a : 10'000;
  w.keep = s.odd == 13 ? model_.entries.size() + 1 : std::min<usize>(3, model_.entries.size());
  if (s.a % 2 == 0) w.further = {3 + static_cast<int>(s.b % 5)};
  return w;
}

Fault WalletLife::ask(Model& model, const Step& s, const Wanted& w) {
  switch (s.kind) {
    case Open: return model.open();
    case Agree: return model.agree(w.honest);
    case Allow:
      return model.allow(w.kind, w.mint, w.cap, w.window, w.kind < AllowanceKind::Uses && s.a % 2 == 0,
                         w.kind < AllowanceKind::Uses && s.a % 3 == 0);
    case SetLimits: return model.set_limits(w.fee, w.max_loss);
    case Withdraw: return model.withdraw(w.mint, w.amount);
    case WithdrawLamports: return model.withdraw_lamports(w.everything ? kEverything : w.lamports);
    case CallTransfer: return model.call_transfer(w.mint, w.quantity);
    case CallTransferLamports: return model.call_transfer_lamports(w.lamports);
    case CloseWallet: return model.close();
    case Update: return model.update(w.honest);
    case Claim: return model.claim(w.sent.is_executor, w.quantity, w.lamports, w.trades);
    case SetList: return model.set_list(w.keep, w.further);
    case OpenContext: return model.open_context(w.interval);
    case Commit: return model.commit(w.sent.is_executor, w.slot);
    case Verify: return model.verify(w.index, w.honest);
    case CloseContext: return model.close_context();
    case Swap: return model.swap(w.sent, s.b % 2 == 1, w.quantity);
    case Pay: return model.pay(w.sent, w.paid_mint, w.quantity);
    default: return model.pay_lamports(w.sent, w.lamports);
  }
}

bool WalletLife::is_possible(const Step& s) const {
  Model trial = model_;
  return !ask(trial, s, wanted(s));
}

void WalletLife::bend(Step& s) const {
  Step other = s;
  for (usize turn = 0; turn < kLife.size() * 4; ++turn) {
    other.kind = kLife[(s.a + turn) % kLife.size()];
    other.odd = turn < kLife.size() ? s.odd : 19;
    other.a = (s.a + 7 * static_cast<unsigned>(turn)) % 100;
    other.b = (s.b + static_cast<unsigned>(turn)) % 100;
    if (!is_possible(other)) continue;
    s = other;
    return;
  }
}

// What is done to accounts that the program only reads, by those whose they are.
void WalletLife::happen(const Step& s) {
  const bool is_longer = s.between == Longer;
  chain.warp({.slots = 1 + s.a % 3, .seconds = is_longer ? i64{s.b} * 60 : i64{s.b % 5}});
  model_.now = chain.clock().unix_timestamp;
  model_.slot = chain.clock().slot;
  switch (s.between) {
    case Price:
      model_.gold_price = 196'000'000 + s.b * 80'000;  // within 2 % of the pool's first price
      return write_price();
    case Gift: {
      u64& held = model_.held[s.b % kMints];
      held += s.a * 1'000'000;
      return hold(kWallet.address, kMintKeys[s.b % kMints], held);
    }
    case FundPurse: model_.purse += kSol / 10; return chain.fund(kPurse.address, Lamports{model_.purse});
    case Suspend:
    case Resume: {
      model_.is_active = s.between == Resume;
      auto account = chain.account(kAgent.address);
      if (account.data.empty()) return;
      account.data[8 + __builtin_offsetof(AgentState, lifecycle)] =
          static_cast<u8>(model_.is_active ? Lifecycle::Active : Lifecycle::Suspended);
      return chain.set_account(kAgent.address, account);
    }
    case Dispute: model_.is_disputed = true; return write_license();
    case Settle:
      model_.is_disputed = false;
      model_.per_use = s.a % 3 != 0;
      model_.bought = 1'000;
      model_.paid = s.a;
      if (model_.is_open) model_.settled = model_.uses;
      return write_license();
    default: return;
  }
}

client::Instruction WalletLife::sending(const Sent& sent, u8 place, const Inner& inner, bool with_pool) {
  nonce = sent.right_nonce ? model_.nonce : model_.nonce + 1;
  executor = sent.is_executor ? kExecutor : kStranger;
  entry = place;
  auto out = executing(inner, !sent.with_prices ? std::vector<Pubkey>{} : with_pool ? kMeasured : kPrices);
  if (!sent.with_root) std::memset(out.data.data() + 16, 0, sizeof(Hash256));  // behind discriminator and nonce
  return out;
}

client::Instruction WalletLife::listing(const Wanted& w) const {
  std::vector<AllowEntry> entries;
  for (const int number : w.further) entries.push_back(entry_of(number));
  SetAllowListArgs args{static_cast<u8>(w.keep), {}};
  args.entries.data = reinterpret_cast<const u8*>(entries.data());
  args.entries.size = static_cast<u32>(entries.size());
  return make<set_allow_list>({kAgent.address, kOwner}, args);
}

client::Instruction WalletLife::instruction(const Step& s, const Wanted& w) {
  const Pubkey& mint = kMintKeys[static_cast<usize>(w.mint % kMints)];
  const Pubkey ours = account_of(kWallet.address, mint), theirs = account_of(kStranger, mint);
  const auto calling = [&](Call call) {
    for (client::Meta& meta : call.accounts) meta.is_signer = false;
    BeneficiaryExecuteArgs args;
    args.data.data = call.data.data();
    args.data.size = static_cast<u32>(call.data.size());
    auto out =
        make<beneficiary_execute>({kHolder, kAgent.address, kWallet.address, kPurse.address, call.program}, args);
    out.accounts.insert(out.accounts.end(), call.accounts.begin(), call.accounts.end());
    return out;
  };
  const auto inner_of = [](const Call& call) { return Inner{call.program, call.accounts, call.data}; };
  switch (s.kind) {
    case Open:
      return make<open_wallet>({kHolder, kAgent.address, kWallet.address, kPurse.address, kLicense, System::kId});
    case Agree:
      return make<agree>({kAgent.address, kWallet.address, kHolder, kProgramId, kProgramId},
                         {w.honest ? terms_.at(model_.entries) : terms(7)});
    case Allow:
      return make<set_allowance>({kWallet.address, kHolder},
                                 {.kind = w.kind,
                                  .unpriced_allowed = w.kind < AllowanceKind::Uses && s.a % 2 == 0,
                                  .unreturned_allowed = w.kind < AllowanceKind::Uses && s.a % 3 == 0,
                                  .mint = w.mint == kMints ? Pubkey{} : mint,
                                  .cap = w.cap,
                                  .window_s = w.window});
    case SetLimits: return make<set_wallet_limits>({kWallet.address, kHolder}, {w.fee, static_cast<u16>(w.max_loss)});
    case Withdraw:
      return make<withdraw>({kHolder, kAgent.address, kWallet.address, mint, ours, theirs, Token::kId}, {w.amount});
    case WithdrawLamports:
      return make<withdraw_lamports>({kHolder, kAgent.address, kWallet.address, kPurse.address, kSink, System::kId},
                                     {w.everything ? kEverything : w.lamports});
    case CallTransfer: return calling(transfer(ours, theirs, kWallet.address, w.quantity));
    case CallTransferLamports: return calling(system_transfer(kPurse.address, kSink, w.lamports));
    case CloseWallet:
      return make<close_wallet>(
          {kWallet.address, kHolder, kAgent.address, kPurse.address, kHolder, kLicense, System::kId});
    case Update: {
      auto out = make<update_performance>({kAgent.address});
      if (w.honest) out.accounts.push_back({kWallet.address, false, true});
      return out;
    }
    case Claim:
      return make<claim_performance>({kAgent.address, w.sent.is_executor ? kExecutor : kStranger},
                                     {w.quantity, w.lamports, w.trades, terms(3)});
    case SetList: return listing(w);
    case OpenContext: return make<open_context>({kOwner, kAgent.address, kContextAddress, System::kId}, {w.interval});
    case Commit:
      return make<commit_context>({kAgent.address, kContextAddress, w.sent.is_executor ? kExecutor : kStranger},
                                  {w.slot, root_of_slot(w.slot)});
    case Verify: {
      const bool is_there = w.index < model_.slots.size();
      const u64 slot = is_there ? model_.slots[w.index] : 0;
      const auto path = is_there ? path_to_peak(model_.slots, w.index) : std::vector<Hash256>{};
      VerifyContextArgs args{slot, root_of_slot(w.honest ? slot : slot + 1), w.index, {}};
      args.path.data = reinterpret_cast<const u8*>(path.data());
      args.path.size = static_cast<u32>(path.size());
      return make<verify_context>({kContextAddress}, args);
    }
    case CloseContext: return make<close_context>({kContextAddress, kAgent.address, kOwner});
    case Swap: {
      const bool sells_gold = s.b % 2 == 1;
      const Pubkey& from = sells_gold ? kGold : kDollar;
      const Pubkey& to = sells_gold ? kOurDollars : kOurGold;
      const auto swapped = swap_of(kWallet.address, from, w.quantity, to);
      return sending(w.sent, 0, {swapped.program_id, swapped.accounts, swapped.data}, true);
    }
    case Pay:
      return sending(w.sent, 1, inner_of(transfer(kOurGold, account_of(kStranger, kGold), kWallet.address, w.quantity)),
                     false);
    default: return sending(w.sent, 2, inner_of(system_transfer(kPurse.address, kSink, w.lamports)), false);
  }
}

bool WalletLife::play(Step& s) {
  happen(s);
  if (s.a % 3 != 0 && !is_possible(s)) bend(s);
  const Wanted want = wanted(s);
  const Outcome outcome = run(instruction(s, want));
  const Model before = model_;
  const Fault expected = ask(model_, s, want);
  if (expected) {
    model_ = before;
    if (outcome.ok() || (*expected != kAny && outcome.code != *expected))
      RC_FAIL("expected " + std::to_string(*expected) + ", but " + outcome.report());
  } else if (!outcome.ok()) {
    RC_FAIL(outcome.report());
  } else if (s.kind == SetList) {
    const Hash256 now_is = chain.state<AgentState>(kAgent.address)->terms;
    const auto known = terms_.emplace(model_.entries, now_is).first;
    RC_ASSERT(known->second == now_is);
    for (const auto& [entries, hash] : terms_) RC_ASSERT((hash == now_is) == (entries == model_.entries));
  }
  compare();
  return outcome.ok();
}

void WalletLife::compare_limit(Allowance mine, Limit limit) const {
  RC_ASSERT(mine.cap == limit.cap);
  RC_ASSERT(mine.window_s == limit.window);
  advance(mine, model_.now);
  RC_ASSERT(left_of(mine) == limit.left(model_.now));
}

void WalletLife::compare_line(const WalletMint& mine, const Line& line) const {
  compare_limit(mine.allowance, line.limit);
  RC_ASSERT((mine.unpriced_allowed != 0) == line.unpriced);
  RC_ASSERT((mine.unreturned_allowed != 0) == line.unreturned);
  RC_ASSERT(mine.tracked_quantity == line.bought.quantity);
  RC_ASSERT(mine.tracked_cost == line.bought.cost);
  if (line.mint < kMints) RC_ASSERT(mine.tracked_quantity <= model_.held[static_cast<usize>(line.mint)]);
}

void WalletLife::compare_agent() const {
  const auto found = chain.state<AgentState>(kAgent.address);
  RC_ASSERT(found.has_value() == model_.agent_is_there);
  if (!found) return;
  const AgentState& state = *found;
  RC_ASSERT(state.performance_metrics == to_program(model_.measured));
  RC_ASSERT(state.claimed_performance.gain == model_.claimed.gain);
  RC_ASSERT(state.claimed_performance.loss == model_.claimed.loss);
  RC_ASSERT(state.claimed_performance.trades == model_.claimed.trades);
  RC_ASSERT(state.claimed_performance.claim_count == model_.claimed.count);
  RC_ASSERT(state.allow_count == model_.entries.size());
  for (usize i = 0; i < model_.entries.size(); ++i) {
    const AllowEntry expected = entry_of(model_.entries[i]);
    RC_ASSERT(std::memcmp(&state.allow_list[i], &expected, sizeof expected) == 0);
  }
}

void WalletLife::compare_context() const {
  const auto roots = chain.state<ContextRoots>(kContextAddress);
  RC_ASSERT(roots.has_value() == model_.has_context);
  if (!roots) return;
  const std::vector<u64>& slots = model_.slots;
  RC_ASSERT(roots->leaf_count == slots.size());
  usize from = 0;
  for (usize level = kPeaksMax; level-- > 0;) {
    if ((slots.size() >> level & 1) == 0) continue;
    RC_ASSERT(roots->peaks[level] == subtree(slots, from, usize{1} << level));
    from += usize{1} << level;
  }
}

void WalletLife::compare() const {
  for (usize mint = 0; mint < kMints; ++mint) {
    RC_ASSERT(held(kMintKeys[mint]) == model_.held[mint]);
  }
  RC_ASSERT(lamports(kPurse.address) == model_.purse);
  RC_ASSERT(amount(kDollarVault) == model_.reserves[Dollars]);
  RC_ASSERT(amount(kGoldVault) == model_.reserves[Gold]);
  compare_agent();
  compare_context();
  const auto found = chain.state<Wallet>(kWallet.address);
  RC_ASSERT(found.has_value() == model_.is_open);
  if (!found) return;
  const Wallet& mine = *found;
  RC_ASSERT(mine.nonce == model_.nonce);
  RC_ASSERT(mine.uses == model_.uses);
  RC_ASSERT(mine.flat_fee == model_.flat_fee);
  RC_ASSERT(mine.max_loss_bps == model_.max_loss);
  RC_ASSERT(mine.measured == to_program(model_.mine));
  RC_ASSERT(mine.folded == to_program(model_.folded));
  compare_limit(mine.use_allowance, model_.use_limit);
  compare_limit(mine.fee_allowance, model_.fee_limit);
  compare_line(mine.lamports, model_.lamports);
  RC_ASSERT(usize{mine.mint_count} == model_.lines.size());
  for (usize i = 0; i < model_.lines.size(); ++i) {
    RC_ASSERT(mine.mints[i].mint == kMintKeys[static_cast<usize>(model_.lines[i].mint)]);
    compare_line(mine.mints[i], model_.lines[i]);
  }
}

}  // namespace agent_factory::test::model
