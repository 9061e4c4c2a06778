// Source: where generated tests take their choices from, a seed or the bytes of a fuzzer. Host only.
#pragma once

#include <grapnel/integers.hpp>

#include <span>

namespace grapnel::testing {

class Source {
 public:
  // Endless: splitmix64. The same seed gives the same choices everywhere.
  explicit Source(u64 seed) : state_(seed) {}
  // The bytes, then zeros. A choice among few takes one byte, so that a shorter input is a simpler test.
  explicit Source(std::span<const u8> bytes) : bytes_(bytes), from_bytes_(true) {}

  // No choice is left to make.
  bool is_empty() const { return from_bytes_ && bytes_.empty(); }

  u64 word() {
    if (from_bytes_) return take(sizeof(u64));
    u64 mixed = state_ += 0x9e37'79b9'7f4a'7c15;
    mixed = (mixed ^ mixed >> 30) * 0xbf58'476d'1ce4'e5b9;
    mixed = (mixed ^ mixed >> 27) * 0x94d0'49bb'1331'11eb;
    return mixed ^ mixed >> 31;
  }
  // 0 … bound - 1; bound > 0.
  u64 below(u64 bound) {
    if (!from_bytes_) return static_cast<u64>(static_cast<unsigned __int128>(word()) * bound >> 64);
    return take(bound <= 256 ? 1 : bound <= 65'536 ? 2 : sizeof(u64)) % bound;
  }
  // False where a fuzzer's bytes have ended.
  bool one_in(u64 count) { return below(count) == count - 1; }
  template <class List>
  auto& one_of(List& list) {
    return list[below(list.size())];
  }

 private:
  u64 take(usize size) {
    u64 value = 0;
    for (usize i = 0; i < size && !bytes_.empty(); ++i) {
      value |= u64{bytes_[0]} << (8 * i);
      bytes_ = bytes_.subspan(1);
    }
    return value;
  }

  u64 state_ = 0;
  std::span<const u8> bytes_;
  bool from_bytes_ = false;
};

}  // namespace grapnel::testing
