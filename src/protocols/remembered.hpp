// Addresses that were derived before. Deriving one costs ten to thirty microseconds of curve arithmetic, and a node asks for the same few
// thousand over and over: an agent's wallet, what it holds of each mint, the market's accounts.
#pragma once

#include "base/types.hpp"

#include <array>
#include <cstddef>
#include <functional>
#include <string_view>
#include <unordered_map>

namespace zestron::protocols {

/// What follows from `N` keys alone. For one thread: `thread_local` where it is used. Bounded; when it is full it begins anew.
template <class Value, std::size_t N>
class Remembered {
 public:
  using Keys = std::array<Pubkey, N>;

  template <class Derive>
  Value operator()(const Keys& keys, Derive derive) {
    if (const auto found = known_.find(keys); found != known_.end()) return found->second;
    if (known_.size() == kMax) known_.clear();
    return known_.emplace(keys, derive()).first->second;
  }

 private:
  static constexpr std::size_t kMax = 16'384;
  struct HashOf {
    std::size_t operator()(const Keys& keys) const {
      return std::hash<std::string_view>{}({reinterpret_cast<const char*>(keys.data()), sizeof keys});
    }
  };
  std::unordered_map<Keys, Value, HashOf> known_;
};

}  // namespace zestron::protocols
