#include <agent_factory/account_rules.hpp>
#include <agent_factory/instructions.hpp>

#include "purse.hpp"
#include "wallet_mints.hpp"

namespace agent_factory {

namespace {

// More would not fit the frame that the call is made in.
using BeneficiaryCall = CpiList<48>;
using MintSums = Array<u64, kWalletMintsMax>;

// What the wallet's token accounts in the call hold of each of its mints, an account that is given twice once. Summed, so
// that moving between two of them is no outflow.
void add_up(MintSums& sums, Wallet& wallet, const Pubkey& wallet_key, const BeneficiaryCall& call) {
  for (u64& sum : sums) sum = 0;
  for (u64 i = 0; i < call.size(); ++i) {
    if (!call.is_writable(i)) continue;
    const AccountView account = call[i];
    const auto* held = token_account(account);
    if (held == nullptr || !(held->owner == wallet_key)) continue;
    const WalletMint* mint = find_mint(wallet, held->mint);
    if (mint == nullptr) continue;
    bool is_first = true;
    for (u64 k = 0; k < i; ++k) is_first &= call[k].raw() != account.raw();
    // Fits: what there is of a mint is its supply, a u64.
    // grapnel-lint: allow(unchecked-arithmetic) at most the supply of the mint, which is a u64
    if (is_first) sums[place_of(wallet, *mint)] += held->amount;
  }
}

void book_outflows(Wallet& wallet, const MintSums& before, const MintSums& after) {
  for (usize i = 0; i < wallet.mint_count; ++i) {
    if (before[i] > after[i]) leave_at_cost(wallet.mints[i], before[i] - after[i]);
  }
}

// Out of line: the list takes most of a frame.
[[gnu::noinline]] Result<> call_and_book(const Context<BeneficiaryExecute>& ctx, const BeneficiaryExecuteArgs& args,
                                         Wallet* wallet) {
  BeneficiaryCall call;
  // grapnel-lint: allow(remaining-unchecked) all that the beneficiary signs for is theirs to move
  for (const AccountView account : ctx.remaining()) {
    const bool is_ours = account.raw() == ctx.wallet.raw() || account.raw() == ctx.purse.raw();
    const bool added = call.add({account.raw(), is_ours || account.is_signer(), account.is_writable()});
    if (!added) return fail(AgentError::TooManyInnerAccounts);
  }
  const Pubkey& wallet_key = ctx.wallet.key();
  MintSums before{};
  if (wallet != nullptr) add_up(before, *wallet, wallet_key, call);

  const u8 wallet_bump = ctx.wallet.bump();
  const u8 purse_bump = ctx.purse.bump();
  const PdaSigner wallet_signer{kWalletSeed, ctx.agent.key(), ctx.beneficiary.key(), wallet_bump};
  const PdaSigner purse_signer{kPurseSeed, wallet_key, purse_bump};
  const Array<SignerSeeds, 2> signers{
      {*static_cast<const SignerSeeds*>(wallet_signer), *static_cast<const SignerSeeds*>(purse_signer)}};
  GRAPNEL_TRY(call.invoke(ctx.inner_program.key(), {args.data.data, args.data.size}, signers.items, signers.size()));

  if (wallet == nullptr) return ok;
  MintSums after;
  add_up(after, *wallet, wallet_key, call);
  book_outflows(*wallet, before, after);
  return ok;
}

}  // namespace

// Everything here is the signer's, so nothing is limited: what is checked keeps wallet and purse usable.
Result<> beneficiary_execute(Context<BeneficiaryExecute>& ctx, const BeneficiaryExecuteArgs& args) {
  GRAPNEL_TRY(require(!(ctx.inner_program.key() == kProgramId), AgentError::CallsOurselves));
  Wallet* wallet = living_wallet(ctx.wallet);
  const Lamports purse_before = ctx.purse.lamports();
  GRAPNEL_TRY(call_and_book(ctx, args, wallet));

  // A living wallet is this program's, so nobody else can have changed it; the address of a closed one stays free.
  GRAPNEL_TRY(require(wallet != nullptr || is_unowned(ctx.wallet), AgentError::WalletChanged));
  GRAPNEL_TRY(require(is_unowned(ctx.purse), AgentError::PurseChanged));
  const Checked<u64> spent = purse_before - ctx.purse.lamports();
  if (wallet != nullptr && spent) leave_at_cost(wallet->lamports, spent.value());
  emit(BeneficiaryExecuted{ctx.wallet.key(), ctx.inner_program.key()});
  return ok;
}

}  // namespace agent_factory
