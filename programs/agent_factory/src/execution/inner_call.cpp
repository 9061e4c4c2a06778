#include "execution.hpp"

namespace agent_factory {

namespace {

// Recorded once, however often it stands in the list.
Result<> record(Execution& x, RawAccount* raw) {
  const token_interface::Account* account = token_account(AccountView{raw});
  if (account == nullptr) return ok;
  if (!(account->owner == x.ctx.wallet.key())) {
    // The purse signs too, but nothing here measures what it holds beside lamports.
    return require(!(account->owner == x.ctx.purse.key()), AgentError::PurseTokenAccount);
  }
  for (u64 i = 0; i < x.recorded_count; ++i) {
    if (x.recorded[i].account == raw) return ok;
  }
  if (x.recorded_count == kRecordedMax) return fail(AgentError::TooManyTokenAccounts);
  const u64 index = index_of(x.wallet, account->mint);
  const u64 quantity = quantity_of(raw, *account);
  const u64 line = index == kNoLine ? kNoLine : x.touch(index);
  const u64* mint = account->mint.words;
  // grapnel-lint: allow(unchecked-arithmetic) below kRecordedMax, seen above
  x.recorded[x.recorded_count++] = {raw, quantity, raw->lamports, line, {mint[0], mint[1], mint[2], mint[3]}};
  if (line != kNoLine) {
    u64& before = x.lines[line].before;
    before = GRAPNEL_TRY((Checked<u64>{before} + quantity).or_fail(AgentError::PriceOutOfRange));
  }
  return ok;
}

// Whose signature may go along: the wallet's and the purse's, which only this program can give, and that of an address where
// nothing is yet, so that a position can be made there. An executor's never.
bool may_sign(const Execution& x, const RawAccount* raw) {
  if (raw == x.ctx.wallet.raw() || raw == x.ctx.purse.raw()) return true;
  return raw != x.ctx.executor.raw() && is_unused(AccountView{const_cast<RawAccount*>(raw)});
}

using InnerCall = CpiList<kExecuteAccountsMax>;

Result<> collect(Execution& x, InnerCall& call) {
  auto account = x.ctx.remaining().begin();
  const u32 count = x.args.account_flags.size;
  if (count > x.ctx.remaining().size()) return Failure{static_cast<u64>(ErrorCode::AccountNotEnoughKeys)};
  for (u32 i = 0; i < count; ++i, ++account) {
    RawAccount* raw = (*account).raw();
    const u8 flags = x.args.account_flags.data[i];
    if ((flags & ~(kInnerSigner | kInnerWritable)) != 0) return fail(AgentError::InnerFlagsUnknown);
    const bool signs = (flags & kInnerSigner) != 0;
    const bool writes = (flags & kInnerWritable) != 0;
    if (signs && !may_sign(x, raw)) return fail(AgentError::SignaturePassedOn);
    if (writes && raw == x.ctx.purse.raw()) {
      x.lines[x.touch(kLamportsIndex)].before = raw->lamports;
    } else if (writes) {
      GRAPNEL_TRY(record(x, raw));
    }
    static_cast<void>(call.add({raw, signs, writes}));  // there is room: the argument's bound
  }
  if (count != 0) x.first_account = &call[0].key();
  return ok;
}

Result<> prove_rules(Execution& x, const InnerCall& call) {
  const WalletKeys keys{x.ctx.wallet.key(), x.ctx.purse.key()};
  for (u64 i = 0; i < x.entry.rule_count && i < kAccountRulesMax; ++i) {
    const AccountRule rule = x.entry.rules[i];
    if (rule.position >= call.size() || !fills(rule.role, call[rule.position], x.entry, keys)) {
      return fail(AgentError::AccountRuleBroken);
    }
    x.uses_position |= rule.role == AccountRole::WalletPosition;
  }
  return ok;
}

// Before the call, all that is left of each allowance counts as spent: a call that found its way back here would find
// nothing to spend. settle() takes back what wasn't used.
void reserve(Execution& x) {
  for (u64 at = 0; at < x.line_count; ++at) {
    Line& line = x.lines[at];
    Allowance& allowance = x.mint_of(line).allowance;
    line.reserved = open_allowance(allowance, x.now);
    spend(allowance, line.reserved);
  }
}

// A position is the wallet's afterwards, also where there was none; or there is none any more.
Result<> prove_positions(const Execution& x, const InnerCall& call) {
  for (u64 i = 0; i < x.entry.rule_count && i < kAccountRulesMax; ++i) {
    const AccountRule rule = x.entry.rules[i];
    if (rule.role != AccountRole::WalletPosition) continue;
    const AccountView position = call[rule.position];
    if (!is_position_of(position, x.entry, x.ctx.wallet.key()) && !is_unused(position)) {
      return fail(AgentError::PositionLost);
    }
  }
  return ok;
}

}  // namespace

[[gnu::noinline]] u64 open_allowance(Allowance& allowance, i64 now) {
  advance(allowance, now);
  return left_of(allowance);
}

[[gnu::noinline]] Result<> call_inner(Execution& x) {
  InnerCall call;
  GRAPNEL_TRY(collect(x, call));
  GRAPNEL_TRY(prove_rules(x, call));
  reserve(x);

  const PdaSigner wallet{kWalletSeed, x.wallet.agent, x.wallet.beneficiary, x.wallet.bump};
  const PdaSigner purse{kPurseSeed, x.ctx.wallet.key(), x.wallet.purse_bump};
  const Array<SignerSeeds, 2> signers{
      {*static_cast<const SignerSeeds*>(wallet), *static_cast<const SignerSeeds*>(purse)}};
  GRAPNEL_TRY(call.invoke(x.entry.program, {x.args.data.data, x.args.data.size}, signers.items, signers.size()));
  return x.uses_position ? prove_positions(x, call) : ok;
}

}  // namespace agent_factory
