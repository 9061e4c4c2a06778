// arbitrary<T>: a value of an argument's type. Small numbers, the ends of their range, keys of the world and short texts
// come up most, because those are what programs branch on. Host only.
#pragma once

#include <grapnel/grapnel.hpp>
#include <grapnel/testing/world.hpp>

#include <cstring>
#include <deque>
#include <vector>

namespace grapnel::testing {

// Holds what views (String, Vec, …) point at, until the value is encoded.
using Arena = std::deque<std::vector<u8>>;

namespace detail {

template <class T>
T arbitrary_integer(Source& source) {
  constexpr T kMost = static_cast<T>(static_cast<T>(-1) < T{0} ? ~u64{0} >> (65 - 8 * sizeof(T)) : ~u64{0});
  switch (source.below(16)) {
    case 15: return kMost;
    case 14: return static_cast<T>(kMost - static_cast<T>(source.below(3)));
    case 13: return static_cast<T>(source.word());
    case 12: return static_cast<T>(u64{1} << source.below(8 * sizeof(T)));
    case 11: return static_cast<T>(source.below(1'000'000'000));
    case 10: return static_cast<T>(0 - source.below(3));
    case 9:
    case 8: return static_cast<T>(source.below(1'000));
    default: return static_cast<T>(source.below(8));
  }
}

inline std::vector<u8>& arbitrary_bytes(Source& source, Arena& arena, usize most) {
  auto& bytes = arena.emplace_back(source.one_in(16) ? most : source.below(std::min<usize>(most, 24) + 1));
  for (u8& byte : bytes) byte = static_cast<u8>('a' + source.below(26));
  return bytes;
}

}  // namespace detail

template <class T>
T arbitrary(Source& source, const World& world, Arena& arena) {
  using namespace grapnel::detail;
  T out{};
  if constexpr (kSame<T, bool>) {
    out = source.below(2) != 0;
  } else if constexpr (__is_enum(T)) {
    out = static_cast<T>(source.below(kEnumeratorCount<T> > 0 ? kEnumeratorCount<T> : 1));
  } else if constexpr (grapnel::detail::kIsIntegral<T>) {
    out = testing::detail::arbitrary_integer<T>(source);
  } else if constexpr (kIsUnaligned<T>) {
    out = arbitrary<typename T::Value>(source, world, arena);
  } else if constexpr (kSame<T, Pubkey>) {
    out = source.one_in(32) ? key(source.word()) : world.any(source);
  } else if constexpr (kSame<T, Lamports>) {
    out = Lamports{testing::detail::arbitrary_integer<u64>(source)};
  } else if constexpr (kSame<T, U128> || kSame<T, I128>) {
    out.low = testing::detail::arbitrary_integer<u64>(source);
    if (source.one_in(4)) out.high = testing::detail::arbitrary_integer<decltype(out.high)>(source);
  } else if constexpr (requires { T::capacity(); }) {
    const auto& bytes = testing::detail::arbitrary_bytes(source, arena, T::capacity());
    static_cast<void>(out.assign(Text{reinterpret_cast<const char*>(bytes.data()), bytes.size()}));
  } else if constexpr (kIsString<T> || kIsByteView<T>) {
    const auto& bytes = testing::detail::arbitrary_bytes(source, arena, std::min<usize>(T::kMax, 300));
    out.data = reinterpret_cast<decltype(out.data)>(bytes.data());
    out.size = static_cast<u32>(bytes.size());
  } else if constexpr (kIsVector<T>) {
    using Element = typename T::Element;
    out.size = static_cast<u32>(source.below(std::min<u64>(T::kMax, 8) + 1));
    auto& bytes = arena.emplace_back(out.size * sizeof(Element));
    for (u32 i = 0; i < out.size; ++i) {
      const auto element = arbitrary<Element>(source, world, arena);
      std::memcpy(bytes.data() + i * sizeof(Element), &element, sizeof element);
    }
    out.data = bytes.data();
  } else if constexpr (kIsOption<T>) {
    out.present = source.below(2) != 0;
    if (out.present) out.content = arbitrary<typename T::Element>(source, world, arena);
  } else if constexpr (kIsArray<T>) {
    for (auto& item : out) item = arbitrary<RemoveCvref<decltype(item)>>(source, world, arena);
  } else if constexpr (__is_aggregate(T) && __is_class(T)) {
    visit_fields(
        out, [&](auto&... field) { ((field = arbitrary<RemoveCvref<decltype(field)>>(source, world, arena)), ...); });
  }
  return out;
}

}  // namespace grapnel::testing
