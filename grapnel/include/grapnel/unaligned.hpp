// Unaligned<T> and COption<T>: values at any address, as other programs' accounts and instructions hold them. A struct of
// these has no padding where C++ would put some, so its memory is its bytes.
#pragma once

#include <grapnel/memory.hpp>
#include <grapnel/meta.hpp>
#include <grapnel/pubkey.hpp>

namespace grapnel {

// Read whole and written whole, at the cost of an aligned T.
template <class T>
class Unaligned {
 public:
  using Value = T;

 private:
  static constexpr bool kIsKey = detail::kSame<T, Pubkey>;

 public:
  constexpr Unaligned() = default;
  constexpr Unaligned(const T& value) : raw_(__builtin_bit_cast(Raw, value)) {}
  // By words too: what stands at any address the target would else write byte by byte.
  [[gnu::always_inline]] constexpr Unaligned& operator=(const T& value) {
    if (__builtin_is_constant_evaluated()) {
      raw_ = __builtin_bit_cast(Raw, value);
    } else if constexpr (kIsKey) {
      for (usize i = 0; i < 4; ++i) store(raw_.bytes + 8 * i, value.words[i]);
    } else {
      store(raw_.bytes, value);
    }
    return *this;
  }

  [[gnu::always_inline]] T get() const {
    if constexpr (kIsKey) {
      return {{word(0), word(1), word(2), word(3)}};  // the target's copy of a whole struct is a call
    } else {
      return load<T>(raw_.bytes);
    }
  }
  [[gnu::always_inline]] operator T() const { return get(); }
  const u8* data() const { return raw_.bytes; }

  [[gnu::always_inline]] bool is(const Pubkey& key) const
    requires(kIsKey)
  {
    return word(0) == key.words[0] && word(1) == key.words[1] && word(2) == key.words[2] && word(3) == key.words[3];
  }
  // How many programs write "nobody".
  bool is_zero() const
    requires(kIsKey)
  {
    return (word(0) | word(1) | word(2) | word(3)) == 0;
  }

  friend bool operator==(const Unaligned& a, const Unaligned& b) { return a.get() == b.get(); }

 private:
  struct Raw {
    u8 bytes[sizeof(T)];
  };
  [[gnu::always_inline]] u64 word(usize index) const { return load<u64>(raw_.bytes + 8 * index); }

  Raw raw_{};
};

// Solana's COption as programs of the Pack kind store it: u32 0 or 1, then room for a T, used or not.
template <class T>
class COption {
 public:
  constexpr COption() = default;
  constexpr COption(const T& value) : present_(1u), content_(value) {}

  [[gnu::always_inline]] bool has_value() const { return present_.get() == 1; }
  [[gnu::always_inline]] explicit operator bool() const { return has_value(); }
  [[gnu::always_inline]] T value() const { return content_.get(); }  // only if there is one
  [[gnu::always_inline]] T operator*() const { return value(); }
  [[gnu::always_inline]] bool is(const Pubkey& key) const
    requires(detail::kSame<T, Pubkey>)
  {
    return has_value() && content_.is(key);
  }

  friend bool operator==(const COption& a, const COption& b) {
    return a.present_ == b.present_ && a.content_ == b.content_;
  }

 private:
  Unaligned<u32> present_{};
  Unaligned<T> content_{};
};
static_assert(sizeof(COption<Pubkey>) == 36 && alignof(COption<Pubkey>) == 1);

}  // namespace grapnel
