// What may be spent of something and what was bought of it, written a second time as plainly as possible: a list of what was
// spent when, and fractions in 128 bits.
#pragma once

#include <grapnel/integers.hpp>

#include <algorithm>
#include <vector>

namespace agent_factory::test::model {

using grapnel::i64;
using grapnel::u64;
__extension__ using Wide = unsigned __int128;

// A seventh of the window, and one more behind it, counts.
struct Limit {
  struct Spent {
    u64 bucket, amount;
  };
  u64 cap = 0, window = 0, newest = 0;
  std::vector<Spent> spent;

  u64 width() const { return window < 7 ? 1 : window / 7; }
  void come_to(i64 now) { newest = std::max(newest, static_cast<u64>(now) / width()); }
  u64 counted() const {
    u64 sum = 0;
    for (const Spent& one : spent) sum += one.bucket + 8 > newest ? one.amount : 0;
    return sum;
  }
  u64 left(i64 now) {
    come_to(now);
    return cap > counted() ? cap - counted() : 0;
  }
  void spend(u64 amount) { spent.push_back({newest, amount}); }
  void set(u64 new_cap, u64 new_window, i64 now) {
    come_to(now);
    if (new_window != window) {
      const u64 all = counted();
      window = new_window;
      newest = static_cast<u64>(now) / width();
      spent = {{newest, all}};
    }
    cap = new_cap;
  }
};

// Average cost.
struct Bought {
  u64 quantity = 0, cost = 0;

  u64 take(u64 amount) {
    if (amount >= quantity) {
      const u64 all = cost;
      *this = {};
      return all;
    }
    const auto part = static_cast<u64>(static_cast<Wide>(cost) * amount / quantity);
    quantity -= amount;
    cost -= part;
    return part;
  }
};

}  // namespace agent_factory::test::model
