// What another program's interface needs in a program, as `grapnel client` writes it: fields at any offset, accounts known
// by owner and discriminator, typed calls. Programs and hosts; nothing here costs a program that doesn't use it.
#pragma once

#include <grapnel/account_format.hpp>
#include <grapnel/cpi.hpp>
#include <grapnel/detail/tail_walk.hpp>
#include <grapnel/strings.hpp>
#include <grapnel/unaligned.hpp>

namespace grapnel {

// 256-bit integers as four words, little endian.
struct U256 {
  Array<u64, 4> words{};
  friend constexpr bool operator==(const U256&, const U256&) = default;
};
struct I256 {
  Array<u64, 4> words{};
  friend constexpr bool operator==(const I256&, const I256&) = default;
};

// A discriminator of any length, also none.
template <usize N>
struct Tag {
  static constexpr usize kSize = N;
  u8 bytes[N == 0 ? 1 : N]{};

  // `data` holds at least N bytes.
  [[gnu::always_inline]] constexpr bool matches(const u8* data) const {
    if constexpr (N == 8) {
      return load<u64>(data) == __builtin_bit_cast(u64, bytes);
    } else {
#pragma clang loop unroll(full)
      for (usize i = 0; i < N; ++i) {
        if (data[i] != bytes[i]) return false;
      }
      return true;
    }
  }
};

// How an account of the program Owner holds a T: behind Discriminator. Base of an AccountFormat<T>; Init can't create one.
template <class T, Pubkey Owner, auto Discriminator>
struct ForeignFormat {
  static constexpr bool kOurs = false;
  static constexpr Pubkey kOwner = Owner;
  static constexpr auto kTag = Discriminator;
  static constexpr u64 kOffset = kTag.kSize;
  static constexpr u64 kSizeMin = kOffset + sizeof(T);
  static constexpr ErrorSet kErrors = detail::kDataErrors;

  template <class Module>
  [[gnu::always_inline]] static bool holds(const RawAccount* account) {
    return account->owner == kOwner && account->size >= kSizeMin && kTag.matches(account->data());
  }

  template <class Module>
  static u64 explain(const RawAccount* account, u32 name_id) {
    return detail::explain_data<Module, kOffset, kOwner>(account, name_id, kSizeMin);
  }
};

// The same for a T that ends in tails. Its program may change them in a call, so a tail is proven again each time it is
// read: ctx.post[&Post::title] is a Result<String<…>>. HeadSize: bytes of the fixed fields.
template <class T, Pubkey Owner, auto Discriminator, u64 HeadSize>
struct ForeignTailFormat {
  static_assert(detail::tails_are_last<T>() && detail::head_end<T>() == HeadSize);
  static constexpr bool kOurs = false;
  static constexpr Pubkey kOwner = Owner;
  static constexpr auto kTag = Discriminator;
  static constexpr u64 kOffset = kTag.kSize;
  static constexpr u64 kTailOffset = kOffset + HeadSize;
  static constexpr u64 kSizeMin = kTailOffset + detail::tails_size_min<T>();
  static constexpr ErrorSet kErrors = detail::kDataErrors;

  template <class Module>
  [[gnu::always_inline]] static bool holds(const RawAccount* account) {
    return is_marked(account) && is_sound(account);
  }
  template <class Module>
  static u64 explain(const RawAccount* account, u32 name_id) {
    return detail::explain_data<Module, kOffset, kOwner>(account, name_id, is_marked(account) ? ~u64{0} : kSizeMin);
  }

  template <class Member>
  [[gnu::always_inline]] static auto read(const RawAccount* account, Member T::* member) {
    static_assert(detail::kIsTail<Member>, "grapnel: [&T::field] is for a Tail; a fixed field is reached by ->");
    if constexpr (detail::kIsTail<Member>) {
      using Value = typename Member::Value;
      if (account->size < kSizeMin || !is_sound(account))
        return Result<Value>{Failure{static_cast<u64>(ErrorCode::AccountDidNotDeserialize)}};
      u8* first = const_cast<u8*>(account->data()) + kTailOffset;
      const T* head = reinterpret_cast<const T*>(account->data() + kOffset);
      return Result<Value>{detail::read_tail<Value>(detail::tail_at<T>(first, detail::tail_number(head, member)))};
    }
  }
  // Writable or not: only the account's own program writes it.
  template <class Member>
  [[gnu::always_inline]] static auto edit(const RawAccount* account, Member T::* member) {
    return read(account, member);
  }

 private:
  [[gnu::always_inline]] static bool is_marked(const RawAccount* account) {
    return account->owner == kOwner && account->size >= kSizeMin && kTag.matches(account->data());
  }
  [[gnu::always_inline]] static bool is_sound(const RawAccount* account) {
    return detail::tails_are_sound<T>(account->data() + kTailOffset, account->size - kTailOffset);
  }
};

namespace foreign {

// The bound of a tail of another program, which its IDL doesn't say: as many as an account can hold.
template <u32 ElementSize>
inline constexpr u32 kTailMax = 10 * 1024 * 1024 / ElementSize;

// An account that a call needs: it has no default, so that a forgotten one does not compile.
class View {
 public:
  View(AccountView view) : view_(view) {}

  [[gnu::always_inline]] CpiAccount as(bool is_signer, bool is_writable) const {
    return {view_.raw(), is_signer, is_writable};
  }
  // The program's own account stands for an absent one, which neither signs nor is written.
  [[gnu::always_inline]] CpiAccount as_optional(const Pubkey& program, bool is_signer, bool is_writable) const {
    const bool present = !(view_.key() == program);
    return {view_.raw(), is_signer && present, is_writable && present};
  }

 private:
  AccountView view_;
};

namespace detail {

template <class T>
inline constexpr bool kIsEmpty = __is_empty(T);

template <class Discriminator, class Args>
struct CallData {
  static constexpr usize kSize = Discriminator::kSize + (kIsEmpty<Args> ? 0 : sizeof(Args));
  static_assert(kSize <= 1024, "grapnel: the data of a call lies on the stack; encode it yourself and use invoke()");

  CallData(const Discriminator& tag, const Args& args) {
    __builtin_memcpy(bytes, tag.bytes, Discriminator::kSize);
    if constexpr (!kIsEmpty<Args>) __builtin_memcpy(bytes + Discriminator::kSize, &args, sizeof(Args));
  }
  alignas(8) u8 bytes[kSize == 0 ? 1 : kSize];
};

}  // namespace detail

struct NoArgs {};

// Calls `program` with discriminator ‖ args. The memory of Args is its Borsh form.
template <class Discriminator, class Args, usize N>
[[gnu::always_inline]] inline Result<> call(const Pubkey& program, const Discriminator& tag, const Args& args,
                                            const Array<CpiAccount, N>& accounts, const SignerSeeds* signer) {
  const detail::CallData<Discriminator, Args> data(tag, args);
  return invoke(program, accounts, {data.bytes, data.kSize}, signer);
}

// The same for instructions that take no accounts.
template <class Discriminator, class Args>
[[gnu::always_inline]] inline Result<> call(const Pubkey& program, const Discriminator& tag, const Args& args) {
  const detail::CallData<Discriminator, Args> data(tag, args);
  return invoke(program, {data.bytes, data.kSize});
}

// What `program` returned from the last call, if it is a T.
template <class T>
Option<T> returned(const Pubkey& program) {
  T value{};
  Pubkey from;
  if (sol_get_return_data(&value, sizeof value, &from) < sizeof value || !(from == program)) return {};
  return value;
}

}  // namespace foreign
}  // namespace grapnel
