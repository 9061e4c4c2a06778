// Context<Accounts>: what a handler gets: its accounts as members, the accounts behind them, the program's own key.
#pragma once

#include <grapnel/account_view.hpp>

namespace grapnel {

// The accounts behind the named ones, read as they are reached. A repeated account costs a walk from the start.
class RemainingAccounts {
 public:
  class Iterator {
   public:
    Iterator(u8* input, RawAccount* at, u64 left) : input_(input), at_(at), left_(left) {}

    AccountView operator*() const { return AccountView{resolve()}; }
    Iterator& operator++() {
      at_ = at_->duplicate_of == detail::kNotDuplicate ? detail::account_after(at_)
                                                       : detail::account_after_duplicate(at_);
      --left_;
      return *this;
    }
    friend bool operator==(const Iterator& a, const Iterator& b) { return a.left_ == b.left_; }

   private:
    RawAccount* resolve() const;

    u8* input_;
    RawAccount* at_;
    u64 left_;
  };

  RemainingAccounts() = default;
  RemainingAccounts(u8* input, RawAccount* first, u64 count) : input_(input), first_(first), count_(count) {}

  u64 size() const { return count_; }
  Iterator begin() const { return {input_, first_, count_}; }
  Iterator end() const { return {input_, nullptr, 0}; }

 private:
  u8* input_ = nullptr;
  RawAccount* first_ = nullptr;
  u64 count_ = 0;
};

namespace detail {

// The account at that position of the input; it isn't itself a duplicate, since markers point at first occurrences.
[[gnu::noinline, gnu::cold]] inline RawAccount* account_at(u8* input, u64 index) {
  auto* account = reinterpret_cast<RawAccount*>(input + sizeof(u64));
  for (; index > 0; --index) {
    account = account->duplicate_of == kNotDuplicate ? account_after(account) : account_after_duplicate(account);
  }
  return account;
}

}  // namespace detail

inline RawAccount* RemainingAccounts::Iterator::resolve() const {
  return at_->duplicate_of == detail::kNotDuplicate ? at_ : detail::account_at(input_, at_->duplicate_of);
}

template <class Accounts>
struct Context : Accounts {
  using AccountsType = Accounts;

  const Pubkey& program_id() const { return *grapnel_program_; }
  // Nothing about these is checked. Valid while the instruction runs.
  RemainingAccounts remaining() const { return grapnel_remaining_; }

  // Set by the dispatcher; the long names can't meet an account's.
  const Pubkey* grapnel_program_ = nullptr;
  RemainingAccounts grapnel_remaining_{};
};

}  // namespace grapnel
