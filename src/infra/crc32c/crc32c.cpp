#include "infra/crc32c/crc32c.hpp"

#include <array>
#include <cstring>

#if defined(__x86_64__)
#include <nmmintrin.h>
#endif

namespace zestron::infra {
namespace {

constexpr std::uint32_t kPolynomial = 0x82f63b78U;  // reflected

/// kTables[0] is the classic byte table; kTables[k] advances a byte through k more zero bytes ("slicing by 8").
constexpr auto kTables = [] {
  std::array<std::array<std::uint32_t, 256>, 8> tables{};
  for (std::uint32_t byte = 0; byte < 256; ++byte) {
    std::uint32_t crc = byte;
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ ((crc & 1U) != 0 ? kPolynomial : 0U);
    tables[0][byte] = crc;
  }
  for (std::size_t table = 1; table < 8; ++table) {
    for (std::size_t byte = 0; byte < 256; ++byte) {
      const std::uint32_t shorter = tables[table - 1][byte];
      tables[table][byte] = (shorter >> 8) ^ tables[0][shorter & 0xffU];
    }
  }
  return tables;
}();

using Function = std::uint32_t (*)(ByteView, std::uint32_t);

Function choose() {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("sse4.2")) return detail::crc32c_hardware;
#endif
  return detail::crc32c_tables;
}

}  // namespace

namespace detail {

std::uint32_t crc32c_tables(ByteView bytes, std::uint32_t previous) {
  std::uint32_t crc = ~previous;
  const std::uint8_t* at = bytes.data();
  std::size_t left = bytes.size();
  for (; left >= 8; left -= 8, at += 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, at, sizeof word);
    word ^= crc;
    crc = 0;
    for (std::size_t byte = 0; byte < 8; ++byte) crc ^= kTables[7 - byte][(word >> (8 * byte)) & 0xffU];
  }
  for (; left > 0; --left, ++at) crc = (crc >> 8) ^ kTables[0][(crc ^ *at) & 0xffU];
  return ~crc;
}

#if defined(__x86_64__)
__attribute__((target("sse4.2"))) static std::uint32_t crc32c_sse42(ByteView bytes, std::uint32_t previous) {
  std::uint64_t crc = ~previous;
  const std::uint8_t* at = bytes.data();
  std::size_t left = bytes.size();
  for (; left >= 8; left -= 8, at += 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, at, sizeof word);
    crc = _mm_crc32_u64(crc, word);
  }
  auto rest = static_cast<std::uint32_t>(crc);
  for (; left > 0; --left, ++at) rest = _mm_crc32_u8(rest, *at);
  return ~rest;
}

std::uint32_t crc32c_hardware(ByteView bytes, std::uint32_t previous) {
  return __builtin_cpu_supports("sse4.2") ? crc32c_sse42(bytes, previous) : crc32c_tables(bytes, previous);
}
#else
std::uint32_t crc32c_hardware(ByteView bytes, std::uint32_t previous) { return crc32c_tables(bytes, previous); }
#endif

}  // namespace detail

std::uint32_t crc32c(ByteView bytes, std::uint32_t previous) {
  static const Function kFunction = choose();
  return kFunction(bytes, previous);
}

}  // namespace zestron::infra
