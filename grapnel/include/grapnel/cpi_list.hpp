// CpiList: a call whose accounts are known only when it is made, such as one that a transaction hands in. Add them one by
// one, then invoke; any number of derived addresses may sign.
//
//   CpiList<16> call;
//   for (const AccountView account : ctx.remaining()) {
//     if (!call.add(CpiAccount::as_given(account))) return fail(Error::TooManyAccounts);
//   }
//   GRAPNEL_TRY(call.invoke(program, {data, size}, signers, 2));
#pragma once

#include <grapnel/cpi.hpp>

namespace grapnel {

// Lies on the stack, 72 bytes an account; a frame has 4 KiB.
template <usize Max>
class CpiList {
 public:
  // False, and nothing added, if it is full.
  [[nodiscard, gnu::always_inline]] bool add(const CpiAccount& account) {
    if (count_ == Max) return false;
    detail::fill_info(infos_[count_], account);
    metas_[count_] = {&account.account->key, account.is_writable, account.is_signer};
    ++count_;
    return true;
  }

  u64 size() const { return count_; }
  AccountView operator[](u64 index) const {  // index < size()
    const auto* key = reinterpret_cast<const u8*>(metas_[index].key);
    return AccountView{
        const_cast<RawAccount*>(reinterpret_cast<const RawAccount*>(key - __builtin_offsetof(RawAccount, key)))};
  }
  bool is_writable(u64 index) const { return metas_[index].is_writable; }

  [[gnu::always_inline]] Result<> invoke(const Pubkey& program, CpiData data, const SignerSeeds* signers = nullptr,
                                         u64 signer_count = 0) const {
    const abi::Instruction instruction = {&program, metas_, count_, static_cast<const u8*>(data.bytes), data.size};
    return Failure{detail::code_of_call(
        sol_invoke_signed_c(&instruction, infos_, static_cast<int>(count_), signers, static_cast<int>(signer_count)))};
  }

 private:
  u64 count_ = 0;
  abi::AccountInfo infos_[Max];
  AccountMeta metas_[Max];
};

}  // namespace grapnel
