// Instructions: the account by which a program reads the instructions of the transaction it runs in (introspection). Its
// address is proven by the type, so nobody can pass an invented list; every index is checked against the list's length.
//
//   Instructions instructions;
//   …
//   const Option<InstructionView> next = ctx.instructions.relative(1);
//   if (!next || !(next->program_id() == kLender)) return fail(Error::NoRepayment);
//
// Count from current() rather than from 0: an absolute index is an invitation to let one instruction prove two things.
#pragma once

#include <grapnel/account.hpp>
#include <grapnel/strings.hpp>

namespace grapnel {

// The account's data, as solana-instructions-sysvar writes it, little endian, unaligned:
//
//   u16 count; u16 offset of each instruction; the instructions; u16 index of the one that runs at top level
//   an instruction: u16 accounts; each: u8 flags (1 signer, 2 writable), key 32; program 32; u16 size; data
class InstructionView {
 public:
  struct Account {
    Pubkey key;
    bool is_signer = false;
    bool is_writable = false;
  };

  InstructionView() = default;
  explicit InstructionView(const u8* at) : at_(at) {}

  Pubkey program_id() const { return load<Pubkey>(after_accounts()); }
  u64 account_count() const { return load<u16>(at_); }
  // With the rights that it has in the transaction as a whole.
  Option<Account> account(u64 index) const {
    if (index >= account_count()) return {};
    const u8* account = at_ + sizeof(u16) + index * kAccountSize;
    return Account{load<Pubkey>(account + 1), (*account & 1) != 0, (*account & 2) != 0};
  }
  u64 data_size() const { return load<u16>(after_accounts() + sizeof(Pubkey)); }
  const u8* data() const { return after_accounts() + sizeof(Pubkey) + sizeof(u16); }

 private:
  static constexpr u64 kAccountSize = 1 + sizeof(Pubkey);
  const u8* after_accounts() const { return at_ + sizeof(u16) + account_count() * kAccountSize; }

  const u8* at_ = nullptr;
};

struct Instructions : AccountField {
  static constexpr Pubkey kFixedAddress = "Sysvar1nstructions1111111111111111111111111"_pubkey;
  static constexpr ErrorSet kErrors = ErrorSet::of(ErrorCode::AccountSysvarMismatch);

  template <class Site>
  [[gnu::always_inline]] static u64 prove(Site& site) {
    static constexpr Pubkey kAddress = kFixedAddress;
    if (__builtin_expect(!(site.account()->key == kAddress), false))
      return site.template fail<ErrorCode::AccountSysvarMismatch>();
    return 0;
  }

  // How many instructions the transaction has, those of calls not counted.
  u64 count() const { return load<u16>(raw_->data()); }
  // The index of the one that runs: this program's, or that of the program that called it.
  u64 current() const { return load<u16>(raw_->data() + raw_->size - sizeof(u16)); }

  // Nothing outside of the list.
  Option<InstructionView> at(u64 index) const {
    if (index >= count()) return {};
    return InstructionView{raw_->data() + load<u16>(raw_->data() + sizeof(u16) * (1 + index))};
  }
  // -1: the one before the current, 1: the one behind it.
  Option<InstructionView> relative(i64 offset) const {
    return at(current() + static_cast<u64>(offset));  // below 0 it wraps to an index that no list has
  }
};

}  // namespace grapnel
