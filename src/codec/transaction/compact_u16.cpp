#include "codec/transaction/compact_u16.hpp"

namespace zestron::codec {

void put_compact_u16(Bytes& out, std::uint16_t value) {
  unsigned rest = value;
  while (rest >= 0x80U) {
    out.push_back(static_cast<std::uint8_t>((rest & 0x7fU) | 0x80U));
    rest >>= 7U;
  }
  out.push_back(static_cast<std::uint8_t>(rest));
}

std::optional<std::uint16_t> take_compact_u16(ByteView& bytes) {
  std::uint32_t value = 0;
  for (unsigned i = 0; i < 3; ++i) {
    if (i >= bytes.size()) return std::nullopt;
    const std::uint8_t byte = bytes[i];
    if (i != 0 && byte == 0) return std::nullopt;
    value |= (byte & 0x7fU) << (7U * i);
    if (value > 0xffffU) return std::nullopt;
    if ((byte & 0x80U) == 0) {
      bytes = bytes.subspan(i + 1);
      return static_cast<std::uint16_t>(value);
    }
  }
  return std::nullopt;
}

}  // namespace zestron::codec
