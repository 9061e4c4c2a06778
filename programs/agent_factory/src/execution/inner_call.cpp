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
  WalletMint* mint = find_mint(x.wallet, account->mint);
  const u64 quantity = quantity_of(raw, *account);
  // grapnel-lint: allow(unchecked-arithmetic) below kRecordedMax, seen above
  Recorded& recorded = x.recorded[x.recorded_count++];
  recorded.account = raw;
  recorded.lamports = raw->lamports;
  if (mint == nullptr) {
    recorded.line = nullptr;
    recorded.quantity = quantity;
    for (usize i = 0; i < 4; ++i) recorded.mint[i] = account->mint.words[i];
    return ok;
  }
  Line& line = x.touch(*mint);
  recorded.line = &line;
  line.before = GRAPNEL_TRY((Checked<u64>{line.before} + quantity).or_fail(AgentError::PriceOutOfRange));
  return ok;
}

// A few instructions that settle it for most accounts: no token account, or one whose owner doesn't begin as wallet or
// purse do.
[[gnu::always_inline]] inline bool may_be_ours(const RawAccount* raw, u64 wallet_begins, u64 purse_begins) {
  if (raw->size < token_interface::Account::kSize) return false;
  const u64 owner_begins = load<u64>(raw->data() + __builtin_offsetof(token_interface::Account, owner));
  return owner_begins == wallet_begins || owner_begins == purse_begins;
}

// Whose signature may go along: the wallet's and the purse's, which only this program can give, and that of an address where
// nothing is yet, so that a position can be made there. An executor's never.
bool may_sign(Execution& x, const RawAccount* raw) {
  if (raw == x.ctx.wallet.raw()) return true;
  if (raw == x.ctx.purse.raw()) return x.purse_signs = true;
  return raw != x.ctx.executor.raw() && is_unused(AccountView{const_cast<RawAccount*>(raw)});
}

using InnerCall = CpiList<kExecuteAccountsMax>;

Result<> collect(Execution& x, InnerCall& call) {
  const u64 count = x.args.account_flags.size;
  if (count > x.ctx.remaining().size()) return Failure{static_cast<u64>(ErrorCode::AccountNotEnoughKeys)};
  InnerCall::Places places = call.resize(count);  // there is room: the argument's bound
  RemainingAccounts::Iterator account = x.behind;
  const u8* given = x.args.account_flags.data;
  const u8* const end = given + count;
  RawAccount* const purse = x.ctx.purse.raw();
  const u64 wallet_begins = x.ctx.wallet.key().words[0];
  while (given != end) {
    RawAccount* raw = account.take_first().raw();
    const u8 flags = *given++;
    if (flags > (kInnerSigner | kInnerWritable)) return fail(AgentError::InnerFlagsUnknown);
    places.put({raw, (flags & kInnerSigner) != 0, (flags & kInnerWritable) != 0});
    if ((flags & kInnerSigner) != 0 && !may_sign(x, raw)) return fail(AgentError::SignaturePassedOn);
    if ((flags & kInnerWritable) == 0) continue;
    if (raw == purse) {
      x.lamports = &x.touch(x.wallet.lamports);
      x.lamports->before = raw->lamports;
    } else if (may_be_ours(raw, wallet_begins, purse->key.words[0])) {
      GRAPNEL_TRY(out_of_line<record>(x, raw));
    }
  }
  account.left_after(count);
  x.behind = account;
  if (account.left() != 0) x.ctx.remaining().keep_sizes(kExecuteNamed);  // the price accounts are read after the call
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

// While the call runs, nothing is allowed: one that found its way back here would find nothing to spend. settle() gives each
// allowance its cap again and books what went.
void close_allowances(Execution& x) {
  for (Line& line : x) {
    line.cap = line.mint->allowance.cap;
    line.mint->allowance.cap = 0;
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

Result<> call_inner(Execution& x) {
  InnerCall call;
  GRAPNEL_TRY(collect(x, call));
  GRAPNEL_TRY(prove_rules(x, call));
  close_allowances(x);

  const PdaSigner wallet{kWalletSeed, x.wallet.agent, x.wallet.beneficiary, x.wallet.bump};
  const CpiData data{x.args.data.data, x.args.data.size};
  if (__builtin_expect(x.purse_signs, false)) {
    const PdaSigner purse{kPurseSeed, x.ctx.wallet.key(), x.wallet.purse_bump};
    const Array<SignerSeeds, 2> signers{
        {*static_cast<const SignerSeeds*>(wallet), *static_cast<const SignerSeeds*>(purse)}};
    GRAPNEL_TRY(call.invoke(x.entry.program, data, signers.items, signers.size()));
  } else {
    GRAPNEL_TRY(call.invoke(x.entry.program, data, wallet, 1));
  }
  return x.uses_position ? prove_positions(x, call) : ok;
}

}  // namespace agent_factory
