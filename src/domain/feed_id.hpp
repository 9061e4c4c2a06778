// Which price a tick is of: Pyth's feed id, and its text form of 64 hexadecimal digits.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/types.hpp"
#include "codec/hex.hpp"

namespace zestron::domain {

using FeedId = FixedBytes<32, struct FeedIdTag>;

/// 64 digits of either case, with or without 0x.
inline std::optional<FeedId> parse_feed(std::string_view text) {
  if (text.starts_with("0x")) text.remove_prefix(2);
  const auto bytes = codec::hex_decode(text);
  return bytes ? FeedId::from(*bytes) : std::nullopt;
}

/// 64 lowercase digits.
inline std::string to_hex(const FeedId& feed) { return codec::hex_encode(feed.view()); }

}  // namespace zestron::domain
