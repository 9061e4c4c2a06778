// CpiList: a call with as many accounts as come, for programs that pass on what others list. invoke() of cpi.hpp is for a
// number that the compiler knows.
#pragma once

#include <grapnel/cpi.hpp>

namespace grapnel {

// Lies on the stack, whose frames are 4 KiB: 72 bytes an account.
template <usize Max>
class CpiList {
  static_assert(Max > 0 && Max <= 40, "grapnel: a CpiList lies on the stack, whose frames are 4 KiB");

 public:
  // False, and nothing added, if Max are there.
  bool add(const CpiAccount& account) {
    if (count_ == Max) return false;
    detail::fill_info(infos_[count_], account);
    metas_[count_] = {&account.account->key, account.is_writable, account.is_signer};
    ++count_;
    return true;
  }
  u64 size() const { return count_; }

  // As grapnel::invoke.
  Result<> invoke(const Pubkey& program, CpiData data, const SignerSeeds* signer = nullptr) const {
    const abi::Instruction instruction = {&program, metas_, count_, static_cast<const u8*>(data.bytes), data.size};
    return Failure{detail::code_of_call(
        sol_invoke_signed_c(&instruction, infos_, static_cast<int>(count_), signer, signer != nullptr ? 1 : 0))};
  }

 private:
  abi::AccountInfo infos_[Max];
  AccountMeta metas_[Max];
  u64 count_ = 0;
};

}  // namespace grapnel
