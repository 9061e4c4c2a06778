// AccountFormat of structs with tails: the fixed fields behind the discriminator, then the tails in Borsh. That every
// length lies in the data is proven once, before any constraint or handler sees the account.
#pragma once

#include <grapnel/account_format.hpp>
#include <grapnel/tail_edit.hpp>

namespace grapnel {

template <HasTails T>
struct AccountFormat<T> {
  static_assert(detail::require_tail_layout<T>());
  static constexpr const auto& kTag = detail::kAccountTag<T>;
  static_assert(
      kTag.size() % alignof(T) == 0,
      "grapnel: behind a discriminator of this length T is unaligned; use fields of a lower alignment, such as "
      "Array<u8, 8>, or a longer discriminator");
  static_assert(!detail::all_zero(kTag), "grapnel: an account's discriminator of zeros is what an empty account has");

  static constexpr bool kOurs = true;
  static constexpr u64 kOffset = kTag.size();
  static constexpr u64 kTailOffset = kOffset + detail::head_size<T>();
  static constexpr u64 kSizeMin = kTailOffset + detail::tails_size_min<T>();
  static constexpr u64 kSpace = kTailOffset + detail::tails_size_max<T>();
  static constexpr ErrorSet kErrors = detail::kDataErrors;

  template <class Module>
  [[gnu::always_inline]] static bool holds(const RawAccount* account) {
    return is_marked<Module>(account) &&
           detail::tails_are_sound<T>(account->data() + kTailOffset, account->size - kTailOffset);
  }
  template <class Module>
  static u64 explain(const RawAccount* account, u32 name_id) {
    // If it is marked the tails are at fault, which is said as of an account that is too short.
    return detail::explain_data<Module, kOffset, detail::kOwnerOf<T, Module>>(
        account, name_id, is_marked<Module>(account) ? ~u64{0} : kSizeMin);
  }
  // Zeroed data holds empty tails.
  [[gnu::always_inline]] static void begin(RawAccount* account) { detail::write_tag<kTag>(account->data()); }
  // What the fixed fields and the tails take: an account that is cut must keep it.
  [[gnu::always_inline]] static u64 size_used(const RawAccount* account) {
    const u8* first = account->data() + kTailOffset;
    return kTailOffset + static_cast<u64>(detail::tail_at<T>(const_cast<u8*>(first), ~u64{0}) - first);
  }

  template <class Member>
  [[gnu::always_inline]] static auto read(RawAccount* account, Member T::* member) {
    static_assert(detail::kIsTail<Member>, "grapnel: [&T::field] is for a Tail; a fixed field is reached by ->");
    if constexpr (detail::kIsTail<Member>) {
      const u8* at = detail::tail_at<T>(account->data() + kTailOffset, detail::tail_number(head_of(account), member));
      return ReadOnlyTail<typename Member::Value>{detail::read_tail<typename Member::Value>(at)};
    }
  }
  template <class Member>
  [[gnu::always_inline]] static auto edit(RawAccount* account, Member T::* member) {
    static_assert(detail::kIsTail<Member>, "grapnel: [&T::field] is for a Tail; a fixed field is reached by ->");
    if constexpr (detail::kIsTail<Member>) {
      using Editor = typename detail::EditorOf<T, typename Member::Value>::Type;
      return Editor{account, detail::tail_number(head_of(account), member)};
    }
  }

 private:
  static const T* head_of(RawAccount* account) { return reinterpret_cast<const T*>(account->data() + kOffset); }

  template <class Module>
  [[gnu::always_inline]] static bool is_marked(const RawAccount* account) {
    return account->owner == detail::kOwnerOf<T, Module> && account->size >= kSizeMin &&
           detail::begins_with<kTag>(account->data());
  }
};

}  // namespace grapnel
