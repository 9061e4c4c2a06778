// Borsh of arguments, the inverse of borsh.hpp's decode. Host only.
#pragma once

#include <grapnel/borsh.hpp>

#include <cstring>
#include <vector>

namespace grapnel::client {

using Bytes = std::vector<u8>;

namespace detail {

template <class T>
void append_raw(Bytes& out, const T& value) {
  const auto* first = reinterpret_cast<const u8*>(&value);
  out.insert(out.end(), first, first + sizeof value);
}

inline void append_view(Bytes& out, const void* data, u32 count, usize size) {
  append_raw(out, count);
  const auto* first = static_cast<const u8*>(data);
  out.insert(out.end(), first, first + size);
}

}  // namespace detail

template <class T>
void encode(Bytes& out, const T& value) {
  using namespace grapnel::detail;
  if constexpr (kIsString<T> || kIsByteView<T>) {
    detail::append_view(out, value.data, value.size, value.size);
  } else if constexpr (kIsVector<T>) {
    detail::append_view(out, value.data, value.size, value.size * sizeof(typename T::Element));
  } else if constexpr (kIsOption<T>) {
    out.push_back(value.present ? 1 : 0);
    if (value.present) encode(out, value.content);
  } else if constexpr (Layout<T>::kLeaf) {
    detail::append_raw(out, value);
  } else if constexpr (kIsArray<T>) {
    for (const auto& item : value) encode(out, item);
  } else {
    visit_fields(value, [&](const auto&... field) { (encode(out, field), ...); });
  }
}

}  // namespace grapnel::client
