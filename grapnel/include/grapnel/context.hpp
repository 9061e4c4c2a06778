// Context<Accounts>: what a handler gets: its accounts as members, the accounts behind them, the program's own key.
#pragma once

#include <grapnel/account_view.hpp>
#include <grapnel/detail/composite.hpp>

namespace grapnel {

namespace detail {

// The account at that position of the input; it isn't itself a duplicate, since markers point at first occurrences. Only
// while accounts are parsed, when all still have the sizes that they came with. Those on the way get them written into their
// headers, where the loader leaves room: with the number of all accounts that is what it is called for.
[[gnu::noinline, gnu::cold]] inline RawAccount* account_at(u8* input, u64 index) {
  auto* account = reinterpret_cast<RawAccount*>(input + sizeof(u64));
  if (index == 0) return account;
  do {
    if (__builtin_expect(account->duplicate_of == kNotDuplicate, true)) {
      account->first_size = static_cast<u32>(account->size);  // 10 MiB at most
      account = account_after(account);
    } else {
      account = account_after_duplicate(account);
    }
  } while (--index != 0);
  return account;
}

// The next account, by the sizes that account_at() has written.
[[gnu::always_inline]] inline RawAccount* step(RawAccount* account) {
  return account->duplicate_of == kNotDuplicate ? account_after(account, account->first_size)
                                                : account_after_duplicate(account);
}

// As account_at(), at any time.
[[gnu::noinline, gnu::cold]] inline RawAccount* remembered_account_at(u8* input, u64 index) {
  auto* account = reinterpret_cast<RawAccount*>(input + sizeof(u64));
  for (; index > 0; --index) account = step(account);
  return account;
}

}  // namespace detail

// The accounts behind the named ones, read as they are reached. A repeated account costs a walk from the start. Steps go by
// the sizes that the accounts came with, since Init, Realloc or a call may have changed them since.
class RemainingAccounts {
 public:
  class Iterator {
   public:
    Iterator(u8* input, RawAccount* at, u64 left) : input_(input), at_(at), left_(left) {}

    AccountView operator*() const { return AccountView{resolve()}; }
    Iterator& operator++() {
      at_ = detail::step(at_);
      --left_;
      return *this;
    }
    // The account, and on to the next, before anything can have changed a size: a handler that has kSizesKeptLater walks
    // so, as its first doing. How many are left it counts itself: left_after().
    [[gnu::always_inline]] AccountView take_first() {
      RawAccount* const at = at_;
      if (__builtin_expect(at->duplicate_of == detail::kNotDuplicate, true)) {
        at_ = detail::account_after(at);
        return AccountView{at};
      }
      at_ = detail::account_after_duplicate(at);
      return AccountView{detail::account_at(input_, at->duplicate_of)};
    }
    void left_after(u64 taken) { left_ -= taken; }
    u64 left() const { return left_; }
    friend bool operator==(const Iterator& a, const Iterator& b) { return a.left_ == b.left_; }

   private:
    RawAccount* resolve() const {
      return at_->duplicate_of == detail::kNotDuplicate ? at_
                                                        : detail::remembered_account_at(input_, at_->duplicate_of);
    }

    u8* input_;
    RawAccount* at_;
    u64 left_;
  };

  RemainingAccounts() = default;
  RemainingAccounts(u8* input, RawAccount* first, u64 count) : input_(input), first_(first), count_(count) {}

  u64 size() const { return count_; }
  u8* input() const { return input_; }
  // Keeps the sizes that all accounts have now, for iterators to go by; only who has kSizesKeptLater calls it.
  void keep_sizes(u64 named) const { static_cast<void>(detail::account_at(input_, named + count_)); }
  Iterator begin() const { return {input_, first_, count_}; }
  Iterator end() const { return {input_, nullptr, 0}; }

 private:
  u8* input_ = nullptr;
  RawAccount* first_ = nullptr;
  u64 count_ = 0;
};

namespace detail {

// What a Context knows beside its accounts. Set by the dispatcher.
struct Surroundings {
  const Pubkey* program = nullptr;
  RemainingAccounts remaining{};
  mutable bool walked = false;
};

// An accounts struct with `static constexpr bool kSizesKeptLater = true` takes it upon its handler to keep_sizes() before
// anything is called or resized, if it will walk over the remaining accounts after that.
template <class Accounts>
inline constexpr bool kSizesKeptLater = requires { Accounts::kSizesKeptLater; };

}  // namespace detail

template <class Accounts>
struct Context : Accounts {
  using AccountsType = Accounts;

  const Pubkey& program_id() const { return *grapnel_surroundings_.program; }
  // Nothing about these is checked. Valid while the instruction runs.
  RemainingAccounts remaining() const {
    // Without named accounts nothing can have changed a size before this is asked for the first time: no walk until then.
    if constexpr (detail::kAccountCount<Accounts> == 0) {
      const RemainingAccounts& all = grapnel_surroundings_.remaining;
      if (!grapnel_surroundings_.walked) static_cast<void>(detail::account_at(all.input(), all.size()));
      grapnel_surroundings_.walked = true;
    }
    return grapnel_surroundings_.remaining;
  }

  // The long name can't meet an account's.
  detail::Surroundings grapnel_surroundings_{};
};

}  // namespace grapnel
