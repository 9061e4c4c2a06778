#include "surroundings.hpp"

namespace gauntlet {

Result<Introspection> introspect(Context<Introspect>& ctx, const Introspect::Args& args) {
  Introspection out{};
  out.index = ctx.instructions.current();
  out.count = ctx.instructions.count();
  out.height = stack_height();
  if (const Option<InstructionView> found = ctx.instructions.relative(args.offset)) {
    out.program = found->program_id();
    out.accounts = found->account_count();
    out.data_size = found->data_size();
    if (const auto first = found->account(0))
      out.rights = (first->is_signer ? 1u : 0u) | (first->is_writable ? 2u : 0u);
  }
  if (is_called()) out.rights = (ctx.payer.is_signer() ? 1u : 0u) | (ctx.payer.is_writable() ? 2u : 0u);
  return out;
}

Result<Sysvars> read_sysvars(Context<ReadSysvars>&, const ReadSysvars::Args& args) {
  SlotHashes::Entry entry;
  Sysvars out{EpochSchedule::get().slots_per_epoch, LastRestartSlot::get().slot, EpochRewards::get().active, 0};
  if (SlotHashes::read(args.slot_hash, entry)) out.slot = entry.slot;
  return out;
}

Result<> pass_on(Context<PassOn>& ctx) {
  Array<u8, 16> data;
  store<u64>(data.data(), kInstructionDiscriminator<introspect>);
  store<u64>(data.data() + 8, 0);
  const Array<CpiAccount, 2> accounts = {{CpiAccount::as_given(ctx.account), CpiAccount::as_given(ctx.instructions)}};
  return invoke(ctx.program_id(), accounts, {data.data(), data.size()});
}

Result<Sibling> look_back(Context<LookBack>&, const LookBack::Args& args) {
  SiblingInstruction<16, 2> before;
  Sibling out{};
  const SiblingFound found = before.read(args.index);
  out.found = static_cast<u64>(found);
  if (found != SiblingFound::Whole) return out;
  out.program = before.program_id();
  out.data_size = before.data_size();
  out.accounts = before.account_count();
  if (out.accounts > 0) {
    const auto& first = before.account(0);
    out.account = first.key();
    out.rights = (first.is_signer ? 1u : 0u) | (first.is_writable ? 2u : 0u);
  }
  if (const auto given = before.arguments_of<look_back>()) out.argument = 100 + given->index;
  return out;
}

Result<> call_twice(Context<CallTwice>& ctx) {
  GRAPNEL_TRY(invoke<look_back>(ctx.program_id(), accounts(ctx.witness), {.index = 5}));
  GRAPNEL_TRY(invoke<look_back>(ctx.program_id(), accounts(ctx.witness), {.index = 0}));
  return ok;
}

Result<> fail_with(Context<FailWith>&, const FailWith::Args& args) { return Failure{args.code}; }

}  // namespace gauntlet
