// SiblingInstruction: an instruction that already ran beside this one, by the same caller: at top level those before it in
// the transaction, in a call those that the caller called before. Unlike Instructions it needs no account and reaches the
// caller's calls; it knows nothing of what comes after.
//
//   SiblingInstruction<64, 4> before;
//   if (before.read(0) != SiblingFound::Whole || !(before.program_id() == kOracle)) return fail(Error::NoPrice);
//   const Option<Refresh::Args> refreshed = before.arguments_of<refresh>();
#pragma once

#include <grapnel/borsh.hpp>
#include <grapnel/discriminator.hpp>
#include <grapnel/module.hpp>
#include <grapnel/syscalls.hpp>

namespace grapnel {

enum class SiblingFound : u8 {
  Nothing,
  TooLarge,  // there is one, with more data or accounts than there is room for
  Whole,
};

// Room for instructions of at most that many bytes of data and accounts; it lies on the stack.
template <u64 DataMax, u64 AccountsMax>
class SiblingInstruction {
  static_assert(DataMax + AccountsMax * 34 <= 2048, "grapnel: a sibling lies on the stack, whose frames are 4 KiB");

 public:
  using Account = abi::SiblingAccount;

  // The nearest is 0, the one before it 1. 100 compute units a try; a second one only if the instruction fits.
  SiblingFound read(u64 index) {
    size_ = {};
    // The runtime gives the sizes if they are not what it finds in size_, and writes the rest only if they are.
    if (sol_get_processed_sibling_instruction(index, &size_, &program_, data_, accounts_) == 0)
      return SiblingFound::Nothing;
    if (size_.data == 0 && size_.accounts == 0) return SiblingFound::Whole;  // as asked for: it is written
    if (size_.data > DataMax || size_.accounts > AccountsMax) {
      size_ = {};
      return SiblingFound::TooLarge;
    }
    sol_get_processed_sibling_instruction(index, &size_, &program_, data_, accounts_);
    return SiblingFound::Whole;
  }

  // Of what read() found whole.
  const Pubkey& program_id() const { return program_; }
  const u8* data() const { return data_; }
  u64 data_size() const { return size_.data; }
  u64 account_count() const { return size_.accounts; }
  const Account& account(u64 index) const { return accounts_[index]; }  // index < account_count()

  // What it was called with, if its data is that of the handler; which program it was is yours to check.
  template <auto F>
    requires(Handler<F>)
  Option<typename detail::HandlerTraits<decltype(F)>::Args> arguments_of() const {
    using Args = typename detail::HandlerTraits<decltype(F)>::Args;
    static constexpr const auto& kTag = detail::kInstructionTag<F>;
    if (size_.data < kTag.size() || !detail::begins_with<kTag>(data_)) return {};
    detail::Reader in{data_ + kTag.size(), data_ + size_.data};
    Args args{};
    if (!detail::decode(in, args)) return {};
    return args;
  }

 private:
  abi::SiblingSize size_{};
  Pubkey program_;
  alignas(8) u8 data_[DataMax == 0 ? 1 : DataMax];
  Account accounts_[AccountsMax == 0 ? 1 : AccountsMax];
};

}  // namespace grapnel
