// AccountView: one account in the runtime's input buffer, read and written in place. Base of all account types.
#pragma once

#include <grapnel/checked.hpp>
#include <grapnel/lamports.hpp>
#include <grapnel/memory.hpp>
#include <grapnel/pubkey.hpp>

namespace grapnel {

// The input, as the loader lays it out (solana-program-entrypoint, aligned form):
//
//   u64 number of accounts
//   per account, either 8 bytes: the index of an earlier account that this one repeats, padding
//                or: this header; `size` bytes of data; 10,240 bytes of room to grow; padding to 8; u64 rent epoch
//   u64 size of the instruction data; the data; 32 bytes: the program's own key
struct RawAccount {
  u8 duplicate_of;  // 0xff: not a duplicate
  u8 is_signer;
  u8 is_writable;
  u8 executable;
  u32 first_size;  // zero from the loader; see account_at()
  Pubkey key;
  Pubkey owner;
  u64 lamports;
  u64 size;

  u8* data() { return reinterpret_cast<u8*>(this + 1); }
  const u8* data() const { return reinterpret_cast<const u8*>(this + 1); }
};
static_assert(sizeof(RawAccount) == 88);

namespace detail {

inline constexpr u8 kNotDuplicate = 0xff;
inline constexpr u64 kGrowthMax = 10'240;
inline constexpr u64 kDiscriminatorSize = 8;

[[gnu::always_inline]] inline RawAccount* account_after(RawAccount* account, u64 size) {
  const u64 end = reinterpret_cast<u64>(account) + size + (sizeof(RawAccount) + kGrowthMax + sizeof(u64) + 7);
  return reinterpret_cast<RawAccount*>(end & ~u64{7});
}

// Where the next account lies as long as nothing has changed this one's size.
[[gnu::always_inline]] inline RawAccount* account_after(RawAccount* account) {
  return account_after(account, account->size);
}

[[gnu::always_inline]] inline RawAccount* account_after_duplicate(RawAccount* marker) {
  return reinterpret_cast<RawAccount*>(reinterpret_cast<u8*>(marker) + 8);
}

}  // namespace detail

// Valid while the instruction runs. Copies refer to the same account.
class AccountView {
 public:
  AccountView() = default;
  explicit AccountView(RawAccount* raw) : raw_(raw) {}

  const Pubkey& key() const { return raw_->key; }
  const Pubkey& owner() const { return raw_->owner; }
  Lamports lamports() const { return Lamports{raw_->lamports}; }
  u64 size() const { return raw_->size; }
  const u8* bytes() const { return raw_->data(); }
  bool is_signer() const { return raw_->is_signer != 0; }
  bool is_writable() const { return raw_->is_writable != 0; }
  bool is_executable() const { return raw_->executable != 0; }

  // For code that builds on the buffer itself; the typed accounts give what a program should write.
  RawAccount* raw() const { return raw_; }

 protected:
  RawAccount* raw_;  // bound while accounts are walked
};

// Moves lamports between two accounts that this program may debit and credit; false, and nothing moved, if `from` has
// less. The runtime refuses the instruction if `from` isn't owned by the program or either is read-only.
[[nodiscard]] inline bool move_lamports(AccountView from, AccountView to, Lamports amount) {
  const Checked<u64> rest = from.lamports() - amount;
  if (!rest) return false;
  from.raw()->lamports = rest.value();
  to.raw()->lamports += amount.value();  // can't overflow: the sum over all accounts is below 2^64
  return true;
}

}  // namespace grapnel
