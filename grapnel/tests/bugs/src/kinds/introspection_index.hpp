// Instruction introspection at a wrong index: one payment at a fixed place pays for every instruction behind it.
#pragma once

#include <bugs.hpp>

namespace bugs {

inline constexpr u64 kPrice = 1'000;

// A transfer by System of the price at least, to the purse.
inline bool pays(const Option<InstructionView>& instruction, const Pubkey& to) {
  if (!instruction || !(instruction->program_id() == System::kId) || instruction->data_size() != 12) return false;
  const Option<InstructionView::Account> receiver = instruction->account(1);
  return receiver && receiver->key == to && load<u32>(instruction->data()) == 2 &&
         load<u64>(instruction->data() + 4) >= kPrice;
}

struct IntrospectionIndexSafe {
  Signer user;
  Mut<Account<Purse>> purse;
  Instructions instructions;
};
inline Result<> introspection_index_safe(Context<IntrospectionIndexSafe>& ctx) {
  if (!pays(ctx.instructions.relative(-1), ctx.purse.key())) return fail(BugError::NotPaid);
  return earn(*ctx.purse, 1);
}

struct IntrospectionIndexBug {
  Signer user;
  Mut<Account<Purse>> purse;
  Instructions instructions;
};
inline Result<> introspection_index_bug(Context<IntrospectionIndexBug>& ctx) {
  if (!pays(ctx.instructions.at(0), ctx.purse.key())) return fail(BugError::NotPaid);  // finds: introspection-index
  return earn(*ctx.purse, 1);
}

}  // namespace bugs
