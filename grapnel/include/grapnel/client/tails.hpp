// Value<T>: an account with tails as a host holds it: the fixed fields as T's members, each tail as a std::string,
// std::vector or std::optional.
//
//   client::Value<Post> post;
//   post.likes = 1;
//   post[&Post::title] = "hello";
//   post[&Post::tags].push_back(key);
#pragma once

#include <grapnel/client/encode.hpp>
#include <grapnel/detail/tail_walk.hpp>

#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <tuple>
#include <vector>

namespace grapnel::client {

namespace detail {

template <class V>
struct HostTail;
template <u32 Max>
struct HostTail<String<Max>> {
  using Type = std::string;
};
template <u32 Max>
struct HostTail<ByteView<Max>> {
  using Type = std::vector<u8>;
};
template <class E, u32 Max>
struct HostTail<Vec<E, Max>> {
  using Type = std::vector<E>;
};
template <class E>
struct HostTail<Option<E>> {
  using Type = std::optional<E>;
};

template <class V>
typename HostTail<V>::Type host_tail(const u8* at) {
  typename HostTail<V>::Type out;
  const V value = grapnel::detail::read_tail<V>(at);
  if constexpr (grapnel::detail::kIsOption<V>) {
    if (value) out = value.content;
  } else if constexpr (grapnel::detail::kIsVector<V>) {
    for (u32 i = 0; i < value.size; ++i) out.push_back(value[i]);
  } else {
    out.assign(value.data, value.data + value.size);
  }
  return out;
}

template <class V>
void append_tail(Bytes& out, const typename HostTail<V>::Type& value) {
  if constexpr (grapnel::detail::kIsOption<V>) {
    out.push_back(value ? 1 : 0);
    if (value) append_raw(out, *value);
  } else {
    if (value.size() > V::kMax) throw std::length_error("a tail is longer than its type allows");
    append_raw(out, static_cast<u32>(value.size()));
    for (const auto& item : value) append_raw(out, item);
  }
}

template <class T, class Indices>
struct HostTailsOf;
template <class T, usize... I>
struct HostTailsOf<T, grapnel::detail::IntegerPack<usize, I...>> {
  using Type = std::tuple<typename HostTail<grapnel::detail::TailValue<T, I>>::Type...>;
};

}  // namespace detail

template <HasTails T>
class Value : public T {
  static constexpr usize kTails = grapnel::detail::kTailCount<T>;
  static constexpr usize kHeadSize = grapnel::detail::head_size<T>();
  using Tails = typename detail::HostTailsOf<T, grapnel::detail::Indices<kTails>>::Type;

 public:
  Value() : T{} {}
  Value(const Value& other) : T{}, tails_(other.tails_) { copy_head(other.head()); }
  Value& operator=(const Value& other) {
    if (this == &other) return *this;
    copy_head(other.head());
    tails_ = other.tails_;
    return *this;
  }
  ~Value() = default;

  template <class V>
  typename detail::HostTail<V>::Type& operator[](Tail<V> T::* member) {
    return *find<V>(*this, member);
  }
  template <class V>
  const typename detail::HostTail<V>::Type& operator[](Tail<V> T::* member) const {
    return *find<V>(*this, member);
  }

  // The Borsh form, without discriminator. Throws std::length_error if a tail is longer than its type allows.
  void append_to(Bytes& out) const {
    out.insert(out.end(), head(), head() + kHeadSize);
    grapnel::detail::with_indices<kTails>(
        [&]<usize... I>() { (detail::append_tail<grapnel::detail::TailValue<T, I>>(out, std::get<I>(tails_)), ...); });
  }
  // From the Borsh form, without discriminator; nothing if it isn't one. Bytes behind it are allowed.
  static std::optional<Value> from(std::span<const u8> data) {
    if (data.size() < kHeadSize + grapnel::detail::tails_size_min<T>()) return std::nullopt;
    const u8* at = data.data() + kHeadSize;
    if (!grapnel::detail::tails_are_sound<T>(at, data.size() - kHeadSize)) return std::nullopt;
    Value out;
    out.copy_head(data.data());
    grapnel::detail::with_indices<kTails>([&]<usize... I>() {
      ((std::get<I>(out.tails_) = detail::host_tail<grapnel::detail::TailValue<T, I>>(at),
        at += grapnel::detail::tail_size<grapnel::detail::TailShapeAt<T, I>>(at)),
       ...);
    });
    return out;
  }

  // Fixed fields by their bytes, tails by their elements' bytes.
  friend bool operator==(const Value& a, const Value& b) {
    Bytes left;
    Bytes right;
    a.append_to(left);
    b.append_to(right);
    return left == right;
  }

 private:
  const u8* head() const { return reinterpret_cast<const u8*>(static_cast<const T*>(this)); }
  void copy_head(const u8* from) {
    if constexpr (kHeadSize > 0) std::memcpy(static_cast<void*>(static_cast<T*>(this)), from, kHeadSize);
  }

  template <class V, class Self>
  static auto find(Self& self, Tail<V> T::* member) {
    const u64 number = grapnel::detail::tail_number(static_cast<const T*>(&self), member);
    return std::apply(
        [&](auto&... tail) {
          using Host = std::conditional_t<std::is_const_v<Self>, const typename detail::HostTail<V>::Type,
                                          typename detail::HostTail<V>::Type>;
          Host* found = nullptr;
          u64 at = 0;
          const auto choose = [&]<class Candidate>(Candidate& candidate) {
            if constexpr (std::is_same_v<Candidate, Host>) {
              if (at == number) found = &candidate;
            }
            ++at;
          };
          (choose(tail), ...);
          return found;
        },
        self.tails_);
  }

  Tails tails_;
};

// What an account or event of type T is on a host.
template <class T>
struct ValueOfType {
  using Type = T;
};
template <HasTails T>
struct ValueOfType<T> {
  using Type = Value<T>;
};
template <class T>
using ValueOf = typename ValueOfType<T>::Type;

}  // namespace grapnel::client
