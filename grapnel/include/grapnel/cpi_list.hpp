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
    fill(infos_[count_], metas_[count_], account);
    ++count_;
    return true;
  }

  // For who knows how many there will be: gives the place of the first of them, of which each must be put before the call.
  // `count` is at most Max.
  class Places;
  [[gnu::always_inline]] Places resize(u64 count) {
    count_ = count;
    return {infos_, metas_};
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
  [[gnu::always_inline]] static void fill(abi::AccountInfo& info, AccountMeta& meta, const CpiAccount& account) {
    meta = {&account.account->key, account.is_writable, account.is_signer};
#ifdef __bpf__
    // Both would be three instructions, for nobody to read.
    detail::fill_info(info, account.account, account.is_signer);
#else
    detail::fill_info(info, account);
#endif
  }

  u64 count_ = 0;
  abi::AccountInfo infos_[Max];
  AccountMeta metas_[Max];
};

// Two pointers that go on by themselves: by an index each account would cost five units more.
template <usize Max>
class CpiList<Max>::Places {
 public:
  Places(abi::AccountInfo* info, AccountMeta* meta) : info_(info), meta_(meta) {}
  [[gnu::always_inline]] void put(const CpiAccount& account) {
    fill(*info_, *meta_, account);
    info_ = behind(info_);
    meta_ = behind(meta_);
  }

 private:
  template <class T>
  [[gnu::always_inline]] static T* behind(T* at) {
    return reinterpret_cast<T*>(detail::opaque(reinterpret_cast<u64>(at + 1)));
  }

  abi::AccountInfo* info_;
  AccountMeta* meta_;
};

}  // namespace grapnel
