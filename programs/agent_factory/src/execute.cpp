#include "execution/execution.hpp"

#include "transition.hpp"

namespace agent_factory {

namespace {

// A wallet of the agent's owner needs none. A licence counts only for the wallet that is tied to it, since its uses are
// counted from there.
Result<> prove_license(const Optional<LicenseAccount>& given, const AgentState& agent, const Wallet& wallet, i64 now) {
  if (wallet.beneficiary == agent.owner) return ok;
  if (!given) return fail(AgentError::LicenseMissing);
  const License& license = **given;
  if (!(given->key() == wallet.license) || !(license.agent == wallet.agent) ||
      !(license.licensee == wallet.beneficiary) || license.agent_created_slot != agent.created_slot) {
    return fail(AgentError::LicenseOfAnother);
  }
  return require(is_usable(license, wallet, now), AgentError::LicenseNotUsable);
}

Result<> prove_call(const Pubkey& program, const AllowEntry& entry, const ExecuteArgs& args) {
  if (program == kProgramId) return fail(AgentError::CallsOurselves);
  if (!(program == entry.program)) return fail(AgentError::InnerProgramNotAllowed);
  if (!has_prefix(entry, args.data.data, args.data.size)) return fail(AgentError::InnerInstructionNotAllowed);
  const bool is_forbidden = is_token_program(entry.program) && !is_token_transfer(args.data.data, args.data.size);
  return require(!is_forbidden, AgentError::AllowInstructionForbidden);
}

// That the agent's executor asks for what the holder agreed to, now and once.
Result<> prove_request(const AgentState& agent, const Wallet& wallet, const ExecuteArgs& args) {
  if (!equal(wallet.agreed_terms, agent.terms)) return fail(AgentError::TermsChanged);
  if (args.nonce != wallet.nonce) return fail(AgentError::NonceWrong);
  return require(!equal(args.context_root, kNoHash), AgentError::ContextRootMissing);
}

// The flat fee, if it is within its own allowance; counted as spent before the call, as everything is.
u64 reserve_fee(Wallet& wallet, i64 now) {
  if (wallet.flat_fee > open_allowance(wallet.fee_allowance, now)) return 0;
  spend(wallet.fee_allowance, wallet.flat_fee);
  return wallet.flat_fee;
}

// Nothing is paid by a purse that hasn't got it: an execution is worth more to its holder than to fail for that.
Result<Lamports> pay_fee(const Context<Execute>& ctx, Wallet& wallet, u64 fee, bool moved) {
  const Checked<u64> rest = ctx.purse.lamports() - Lamports{fee};
  const bool is_affordable = rest && (rest.value() == 0 || Lamports{rest.value()} >= Rent::get().minimum_balance(0));
  if (!moved || !is_affordable) {
    unspend(wallet.fee_allowance, fee);
    return Lamports{0};
  }
  // grapnel-lint: allow(bump-from-caller) stored when the wallet was opened, at the proven address
  const PdaSigner purse{kPurseSeed, ctx.wallet.key(), wallet.purse_bump};
  GRAPNEL_TRY(system::transfer(ctx.purse, ctx.executor, Lamports{fee}, purse));
  return Lamports{fee};
}

}  // namespace

Result<> execute(Context<Execute>& ctx, const ExecuteArgs& args) {
  const AgentState& agent = *ctx.agent;
  Wallet& wallet = *ctx.wallet;
  const i64 now = Clock::time();

  if (!is_active(agent)) return fail(AgentError::AgentNotActive);
  if (!is_executor(agent, ctx.executor.key())) return fail(AgentError::NotAnExecutor);
  GRAPNEL_TRY(out_of_line<prove_license>(ctx.license, agent, wallet, now));
  GRAPNEL_TRY(prove_request(agent, wallet, args));
  if (args.entry >= agent.allow_count) return fail(AgentError::AllowEntryMissing);
  const AllowEntry& entry = agent.allow_list[args.entry];
  GRAPNEL_TRY(prove_call(ctx.inner_program.key(), entry, args));

  wallet.nonce = GRAPNEL_TRY((Checked<u64>{wallet.nonce} + 1).or_fail(AgentError::CounterOverflow));
  if (open_allowance(wallet.use_allowance, now) == 0) return fail(AgentError::UsesExhausted);
  spend(wallet.use_allowance, 1);
  wallet.uses = GRAPNEL_TRY((Checked<u64>{wallet.uses} + 1).or_fail(AgentError::CounterOverflow));
  const u64 fee = wallet.flat_fee == 0 ? 0 : reserve_fee(wallet, now);

  Execution x(ctx, args, agent, wallet, entry, now);
  GRAPNEL_TRY(out_of_line<call_inner>(x));
  GRAPNEL_TRY(out_of_line<settle>(x));
  if (x.is_held || x.behind.left() != 0) GRAPNEL_TRY(out_of_line<value_moves>(x));
  if (x.pool != nullptr || x.tracked_left) GRAPNEL_TRY(out_of_line<book>(x));

  if (x.moved) {
    wallet.measured.execution_count =
        GRAPNEL_TRY((Checked<u64>{wallet.measured.execution_count} + 1).or_fail(AgentError::CounterOverflow));
    wallet.measured.last_executed_at = now;
  } else {
    // grapnel-lint: allow(unchecked-arithmetic) it was counted up by this very instruction
    wallet.uses -= 1;  // as it was: it was counted above
    unspend(wallet.use_allowance, 1);
  }
  Lamports paid{0};
  if (fee != 0) paid = GRAPNEL_TRY(pay_fee(ctx, wallet, fee, x.moved));
  emit_fields<AgentExecuted>(ctx.wallet.key(), args.context_root, args.nonce, wallet.uses, x.value_out, x.value_in,
                             x.result.gain, x.result.loss, paid);
  return ok;
}

}  // namespace agent_factory
