// Tail<V>: a variable-length field of an account, behind its fixed fields, in Borsh: what a client knows as string, vec,
// bytes or option. The struct names the tails and their bounds; their bytes are reached through the account:
//
//   struct Post {
//     Pubkey author;                    // fixed fields: read in place, ctx.post->author
//     u64 likes;
//     Tail<String<64>> title;           // tails: last, one behind the other
//     Tail<Vec<Pubkey, 8>> tags;
//     Tail<Option<u64>> pinned;
//   };
//   ctx.post[&Post::tags].size          // Account: a view, as arguments are
//   ctx.post[&Post::tags].push(key)     // Mut, Init: written in place, see tail_edit.hpp
#pragma once

#include <grapnel/result.hpp>
#include <grapnel/strings.hpp>

namespace grapnel {

namespace detail {

// A Borsh value of variable length: a count of elements (u32, of an option one byte), then the elements.
template <class V>
struct TailShape {
  static constexpr bool kValid = false;
};
template <class E, u32 Max>
struct CountedShape {
  static constexpr bool kValid = true;
  static constexpr bool kCounted = true;
  static constexpr u64 kElementSize = sizeof(E);
  static constexpr u64 kMax = Max;
  static constexpr u64 kSizeMin = sizeof(u32);
  static constexpr u64 kSizeMax = sizeof(u32) + kMax * kElementSize;
};
template <u32 Max>
struct TailShape<String<Max>> : CountedShape<char, Max> {};
template <u32 Max>
struct TailShape<ByteView<Max>> : CountedShape<u8, Max> {};
template <class E, u32 Max>
struct TailShape<Vec<E, Max>> : CountedShape<E, Max> {};
template <class E>
struct TailShape<Option<E>> {
  static_assert(kPacked<E>, "grapnel: the value of an Option in a Tail has a fixed layout without padding");
  static_assert(any_bits<E>(), "grapnel: the value of an Option in a Tail is an integer, a key or a struct of them");
  static constexpr bool kValid = true;
  static constexpr bool kCounted = false;
  static constexpr u64 kElementSize = sizeof(E);
  static constexpr u64 kMax = 1;
  static constexpr u64 kSizeMin = 1;
  static constexpr u64 kSizeMax = 1 + sizeof(E);
};

}  // namespace detail

// One byte in the struct, which tells it from its neighbours; nothing of the account lies in it. So a struct with tails
// can't be copied: its tails would stay behind.
template <class V>
struct Tail {
  static_assert(detail::TailShape<V>::kValid,
                "grapnel: a Tail holds a String<Max>, a ByteView<Max>, a Vec<T, Max> or an Option<T>");
  using Value = V;

  constexpr Tail() = default;
  constexpr Tail(detail::AnyField) {}  // lets the struct's fields be counted
  // Defined to say so: a deleted one would only be called deleted. Nothing of this is compiled unless somebody copies.
  Tail(const Tail&) { refuse(); }
  Tail& operator=(const Tail&) {
    refuse();
    return *this;
  }
  ~Tail() = default;

 private:
  static void refuse() {
    static_assert(detail::kAlwaysFalse<V>,
                  "grapnel: a struct with tails can't be copied, its tails would stay behind in the account; take a "
                  "reference: const T& x = *ctx.account");
  }
};

namespace detail {

template <class T>
inline constexpr bool kIsTail = false;
template <class V>
inline constexpr bool kIsTail<Tail<V>> = true;

template <class T>
consteval usize count_tails() {
  if constexpr (__is_aggregate(T) && __is_class(T)) {
    return with_indices<kFieldCount<T>>(
        []<usize... I>() { return (usize{0} + ... + (kIsTail<FieldType<T, I>> ? 1 : 0)); });
  } else {
    return 0;
  }
}

template <class T>
inline constexpr usize kTailCount = count_tails<T>();
template <class T>
inline constexpr usize kHeadCount = kFieldCount<T> - kTailCount<T>;

// The I-th tail of T.
template <class T, usize I>
using TailValue = typename FieldType<T, kHeadCount<T> + I>::Value;
template <class T, usize I>
using TailShapeAt = TailShape<TailValue<T, I>>;

template <class T>
consteval bool tails_are_last() {
  return with_indices<kHeadCount<T>>([]<usize... I>() { return (!kIsTail<FieldType<T, I>> && ... && true); });
}

// 0 if a fixed field has no fixed layout.
template <class T>
consteval usize head_size() {
  return with_indices<kHeadCount<T>>([]<usize... I>() {
    return ((packed_size<FieldType<T, I>>() == 0) || ... || false) ? usize{0}
                                                                   : (usize{0} + ... + packed_size<FieldType<T, I>>());
  });
}

// Where the first tail's byte lies in the struct: the end of the fixed fields, since it needs no alignment.
template <class T>
consteval usize head_end() {
  return with_indices<kHeadCount<T>>([]<usize... I>() {
    usize end = 0;
    ((end = (end + alignof(FieldType<T, I>) - 1) / alignof(FieldType<T, I>) * alignof(FieldType<T, I>) +
            sizeof(FieldType<T, I>)),
     ...);
    return end;
  });
}

// Bytes of the tails from the I-th on.
template <class T, usize From = 0>
consteval u64 tails_size_min() {
  return with_indices<kTailCount<T>>(
      []<usize... I>() { return (u64{0} + ... + (I < From ? 0 : TailShapeAt<T, I>::kSizeMin)); });
}
template <class T>
consteval u64 tails_size_max() {
  return with_indices<kTailCount<T>>([]<usize... I>() { return (u64{0} + ... + TailShapeAt<T, I>::kSizeMax); });
}

template <class T>
consteval bool require_tail_layout() {
  static_assert(tails_are_last<T>(), "grapnel: a Tail is followed by nothing but tails; write the fixed fields first");
  if constexpr (tails_are_last<T>()) {
    static_assert(alignof(T) <= 8, "grapnel: the runtime aligns data to 8 bytes; use U128 for 128-bit integers");
    static_assert(kHeadCount<T> == 0 || head_size<T>() != 0,
                  "grapnel: a field has a type without a fixed layout (variable ones stand last: Tail<String<Max>>)");
    static_assert(head_size<T>() == 0 || head_size<T>() == head_end<T>(),
                  "grapnel: the struct has padding; order its fields by size or add reserved bytes");
    static_assert(tails_size_max<T>() <= 10 * 1024 * 1024, "grapnel: an account holds 10 MiB at most");
  }
  return true;
}

}  // namespace detail

template <class T>
concept HasTails = detail::kTailCount<T> > 0;

// What a tail of a read-only account gives: the view V, which says where the edits are.
template <class V>
struct ReadOnlyTail : V {
  [[gnu::always_inline]] constexpr ReadOnlyTail(const V& view) : V(view) {}

  template <class... A>
  Result<> assign(const A&...) const {
    return refuse<A...>();
  }
  template <class... A>
  Result<> append(const A&...) const {
    return refuse<A...>();
  }
  template <class... A>
  Result<> push(const A&...) const {
    return refuse<A...>();
  }
  template <class... A>
  Result<> pop(const A&...) const {
    return refuse<A...>();
  }
  template <class... A>
  Result<> insert(const A&...) const {
    return refuse<A...>();
  }
  template <class... A>
  Result<> erase(const A&...) const {
    return refuse<A...>();
  }
  template <class... A>
  Result<> set(const A&...) const {
    return refuse<A...>();
  }
  template <class... A>
  void truncate(const A&...) const {
    static_cast<void>(refuse<A...>());
  }
  template <class... A>
  void clear(const A&...) const {
    static_cast<void>(refuse<A...>());
  }
  template <class... A>
  void reset(const A&...) const {
    static_cast<void>(refuse<A...>());
  }

 private:
  template <class... A>
  static Result<> refuse() {
    static_assert(detail::kAlwaysFalse<List<V, A...>>,
                  "grapnel: this account is read-only; to edit its tails write Mut<Account<T>>");
    return ok;
  }
};

}  // namespace grapnel
