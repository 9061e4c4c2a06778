// Text from outside inside of a message for people: no longer than it may be.
#pragma once

#include <cstddef>
#include <string>

namespace zestron::codec {

/// Cut after a whole character of UTF-8, and marked as cut.
inline std::string bounded_text(std::string text, std::size_t bytes_max) {
  if (text.size() <= bytes_max) return text;
  auto end = bytes_max;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0U) == 0x80U) --end;
  return text.substr(0, end) + "…";
}

}  // namespace zestron::codec
