// Choice: which of a program's instructions that are laid out for bytes the first eight bytes of its data name. Their product
// with a number that the compiler looks for has different highest bits for each: a place in a table. One comparison follows, where
// a tree of them would take a dozen instructions for each handler.
#pragma once

#include <grapnel/array.hpp>

namespace grapnel::detail {

using SmallHandler = u64 (*)(u8* input, const u8* data, u64 size);

template <usize N>
class Choice {
  static_assert(N < 0xff);

 public:
  consteval Choice(const Array<u64, N>& tags, const Array<SmallHandler, N>& handlers) : factor_(1) {
    while (!is_told_apart(tags)) factor_ = factor_ * 6364136223846793005u + 1442695040888963407u;
    for (usize i = 0; i < N; ++i) {
      places_[place_of(tags[i])] = static_cast<u8>(i);
      entries_[i] = {tags[i], handlers[i]};
    }
  }

  // Null: the tag is none of them.
  [[gnu::always_inline]] SmallHandler of(u64 tag) const {
    const Entry& entry = entries_[places_[place_of(tag)]];
    return entry.tag == tag ? entry.handler : nullptr;
  }

 private:
  struct Entry {
    u64 tag;
    SmallHandler handler;
  };
  // So many that a factor is found among the first few hundred.
  static constexpr u64 kBits = [] {
    u64 bits = 2;
    while ((usize{1} << bits) < 2 * N) ++bits;
    return bits;
  }();

  [[gnu::always_inline]] constexpr u64 place_of(u64 tag) const { return tag * factor_ >> (64 - kBits); }
  consteval bool is_told_apart(const Array<u64, N>& tags) const {
    bool taken[usize{1} << kBits]{};
    for (const u64 tag : tags) {
      bool& place = taken[place_of(tag)];
      if (place) return false;
      place = true;
    }
    return true;
  }

  u64 factor_;
  Array<Entry, N> entries_;
  Array<u8, usize{1} << kBits> places_;
};

}  // namespace grapnel::detail
