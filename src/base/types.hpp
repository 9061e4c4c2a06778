// The strong types that every folder speaks: keys, hashes, slots, money, time. Construction is explicit, the way out is
// .value().
#pragma once

#include "base/bytes.hpp"

#include <compare>
#include <cstdint>
#include <functional>
#include <string_view>

namespace zestron {

using Pubkey = FixedBytes<32, struct PubkeyTag>;
using Hash = FixedBytes<32, struct HashTag>;
using Signature = FixedBytes<64, struct SignatureTag>;

/// An integer with a meaning. No arithmetic between different meanings; distance and advance are spelled out by the user.
template <class Rep, class Tag>
class Strong {
 public:
  using rep = Rep;
  constexpr Strong() = default;
  constexpr explicit Strong(Rep value) : value_(value) {}
  [[nodiscard]] constexpr Rep value() const { return value_; }
  constexpr auto operator<=>(const Strong&) const = default;

 private:
  Rep value_{};
};

using Slot = Strong<std::uint64_t, struct SlotTag>;
using Lamports = Strong<std::uint64_t, struct LamportsTag>;
/// Seconds since 1970 UTC, as in Solana's Clock sysvar.
using UnixSeconds = Strong<std::int64_t, struct UnixSecondsTag>;
/// Milliseconds since 1970 UTC, as market sources give them.
using UnixMillis = Strong<std::int64_t, struct UnixMillisTag>;

/// How settled a read or a notification is (DESIGN §7): executed; frozen and on disk; 32 slots deep.
enum class Commitment : std::uint8_t { kProcessed, kConfirmed, kFinalized };

constexpr std::string_view to_string(Commitment commitment) {
  switch (commitment) {
    case Commitment::kProcessed: return "processed";
    case Commitment::kConfirmed: return "confirmed";
    case Commitment::kFinalized: return "finalized";
  }
  return "processed";
}

}  // namespace zestron

template <class Rep, class Tag>
struct std::hash<zestron::Strong<Rep, Tag>> {
  std::size_t operator()(const zestron::Strong<Rep, Tag>& value) const noexcept {
    return std::hash<Rep>{}(value.value());
  }
};
