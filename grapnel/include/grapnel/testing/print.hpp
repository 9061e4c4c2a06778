// Values as a report shows them: structs by field, keys in base58, bytes in hexadecimal. Host only.
#pragma once

#include <grapnel/client/base58.hpp>
#include <grapnel/grapnel.hpp>

#include <span>
#include <string>
#include <utility>
#include <vector>

namespace grapnel::testing {

// Path and value: {"limits.max", "5"}.
using Fields = std::vector<std::pair<std::string, std::string>>;

inline std::string string_of(Text text) { return {text.data, text.size}; }

inline std::string hex(std::span<const u8> bytes) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string out;
  for (const u8 byte : bytes) out += {kDigits[byte >> 4], kDigits[byte & 15]};
  return out;
}

namespace detail {

template <class E>
std::string enumerator(E value) {
  std::string out = std::to_string(static_cast<u64>(value));
  grapnel::detail::with_indices<grapnel::detail::kEnumeratorCount<E>>([&]<usize... I>() {
    ((static_cast<u64>(value) == I ? static_cast<void>(out = string_of(grapnel::detail::kNameOf<static_cast<E>(I)>))
                                   : void()),
     ...);
  });
  return out;
}

}  // namespace detail

template <class T>
std::string print(const T& value) {
  using namespace grapnel::detail;
  if constexpr (kSame<T, bool>) {
    return value ? "true" : "false";
  } else if constexpr (__is_enum(T)) {
    return testing::detail::enumerator(value);
  } else if constexpr (grapnel::detail::kIsIntegral<T>) {
    return std::to_string(value);
  } else if constexpr (kIsUnaligned<T>) {
    return print(value.get());
  } else if constexpr (kSame<T, Pubkey>) {
    return to_base58(value);
  } else if constexpr (kSame<T, Lamports>) {
    return std::to_string(value.value()) + " lamports";
  } else if constexpr (requires { value.text(); }) {
    return "\"" + string_of(value.text()) + "\"";
  } else if constexpr (kIsArray<T>) {
    if constexpr (sizeof(typename ElementOf<T>::Type) == 1)
      return hex({reinterpret_cast<const u8*>(&value), sizeof value});
    std::string out;
    for (const auto& item : value) out += (out.empty() ? "[" : ", ") + print(item);
    return out + "]";
  } else if constexpr (__is_aggregate(T) && __is_class(T)) {
    std::string out = "{";
    with_indices<kFieldCount<T>>([&]<usize... I>() {
      ((out += (I > 0 ? ", " : "") + string_of(kFieldName<T, I>) + ": " + print(field_at<I>(value))), ...);
    });
    return out + "}";
  } else {
    return hex({reinterpret_cast<const u8*>(&value), sizeof value});
  }
}

// A struct's fields, those of nested structs by their path.
template <class T>
void add_fields(Fields& out, const std::string& path, const T& value) {
  using namespace grapnel::detail;
  constexpr bool kNested = __is_aggregate(T) && __is_class(T) && !Layout<T>::kLeaf && !kIsArray<T>;
  if constexpr (kNested) {
    with_indices<kFieldCount<T>>([&]<usize... I>() {
      (add_fields(out, path.empty() ? string_of(kFieldName<T, I>) : path + "." + string_of(kFieldName<T, I>),
                  field_at<I>(value)),
       ...);
    });
  } else {
    out.emplace_back(path, print(value));
  }
}

}  // namespace grapnel::testing
