// CallBytes: the instruction data of a call to another program, put together field by field without padding. Offsets are
// known to the compiler wherever no optional field came before.
#pragma once

#include <grapnel/cpi.hpp>
#include <grapnel/detail/compiler.hpp>
#include <grapnel/text.hpp>

namespace grapnel {

template <u64 Max>
class CallBytes {
 public:
  // Integers, little endian; keys.
  template <class T>
  [[gnu::always_inline]] CallBytes& put(T value) {
    static_assert(grapnel::detail::kIsIntegral<T>);
    store<T>(bytes_ + size_, value);
    size_ += sizeof(T);
    return *this;
  }
  [[gnu::always_inline]] CallBytes& put(const Pubkey& key) {
    // Written out: see Pubkey's comparison.
    store<u64>(bytes_ + size_, key.words[0]);
    store<u64>(bytes_ + size_ + 8, key.words[1]);
    store<u64>(bytes_ + size_ + 16, key.words[2]);
    store<u64>(bytes_ + size_ + 24, key.words[3]);
    size_ += 32;
    return *this;
  }
  // u8 0, or u8 1 and the key; null is none.
  [[gnu::always_inline]] CallBytes& put_option(const Pubkey* key) {
    if (key == nullptr) return put(u8{0});
    return put(u8{1}).put(*key);
  }
  // 32 zero bytes for none (spl-pod's OptionalNonZeroPubkey).
  [[gnu::always_inline]] CallBytes& put_nonzero(const Pubkey* key) { return put(key != nullptr ? *key : Pubkey{}); }

  // A length of type L, then the characters. False, and nothing put, if there is no room.
  template <class L>
  [[nodiscard]] bool put_text(Text text) {
    if (text.size > Max - size_ || Max - size_ - text.size < sizeof(L)) return false;
    put(static_cast<L>(text.size));
    for (usize i = 0; i < text.size; ++i) bytes_[size_ + i] = static_cast<u8>(text.data[i]);
    size_ += text.size;
    return true;
  }

  [[gnu::always_inline]] operator CpiData() const { return {bytes_, size_}; }
  u64 size() const { return size_; }
  const u8* bytes() const { return bytes_; }

 private:
  alignas(8) u8 bytes_[Max];
  u64 size_ = 0;
};

namespace detail {

// Data of Max bytes at the most that begins with the number of the call, as wide as its enum.
template <u64 Max, class Number>
[[gnu::always_inline]] inline CallBytes<Max> begin(Number number) {
  CallBytes<Max> data;
  data.put(static_cast<__underlying_type(Number)>(number));
  return data;
}

// So that accounts can be listed in braces.
template <usize N>
[[gnu::always_inline]] inline Result<> send(const Pubkey& program, const CpiAccount (&accounts)[N], CpiData data,
                                            const SignerSeeds* seeds) {
  Array<CpiAccount, N> list;
  for (usize i = 0; i < N; ++i) list[i] = accounts[i];
  return grapnel::invoke(program, list, data, seeds);
}

}  // namespace detail
}  // namespace grapnel
