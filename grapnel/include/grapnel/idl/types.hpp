// IDL types of C++ types, and the table of those that need a definition. Host only.
#pragma once

#include <grapnel/client/base58.hpp>
#include <grapnel/grapnel.hpp>

#include <map>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>

namespace grapnel::idl {

using Json = nlohmann::ordered_json;

inline std::string string_of(Text text) { return {text.data, text.size}; }

template <usize N>
Json discriminator_bytes(const Array<u8, N>& discriminator) {
  Json out = Json::array();
  for (const u8 byte : discriminator) out.push_back(byte);
  return out;
}

class TypeTable {
 public:
  // How a field of type T is written; types that need it get a definition.
  template <class T>
  Json type() {
    using namespace grapnel::detail;
    if constexpr (kIsTail<T>) {
      return type<typename T::Value>();
    } else if constexpr (kIsUnaligned<T>) {
      return type<typename T::Value>();
    } else if constexpr (kSame<T, bool>) {
      return "bool";
    } else if constexpr (kSame<T, char>) {
      return "u8";
    } else if constexpr (kIsIntegral<T>) {
      return (static_cast<T>(-1) < T{0} ? "i" : "u") + std::to_string(8 * sizeof(T));
    } else if constexpr (kSame<T, Pubkey>) {
      return "pubkey";
    } else if constexpr (kSame<T, Lamports>) {
      return "u64";
    } else if constexpr (kSame<T, U128>) {
      return "u128";
    } else if constexpr (kSame<T, I128>) {
      return "i128";
    } else if constexpr (kIsTailString<T> || kIsString<T>) {
      return "string";
    } else if constexpr (kIsByteView<T>) {
      return "bytes";
    } else if constexpr (kIsOption<T>) {
      return {{"option", type<typename T::Element>()}};
    } else if constexpr (kIsVector<T>) {
      return {{"vec", type<typename T::Element>()}};
    } else if constexpr (kIsArray<T>) {
      return {{"array", Json::array({type<typename ElementOf<T>::Type>(), ElementOf<T>::kCount})}};
    } else {
      define<T>();
      return {{"defined", {{"name", name<T>()}}}};
    }
  }

  template <class T>
  Json fields() {
    Json out = Json::array();
    grapnel::detail::with_indices<grapnel::detail::kFieldCount<T>>([&]<usize... I>() {
      (out.push_back({{"name", string_of(grapnel::detail::kFieldName<T, I>)},
                      {"type", type<grapnel::detail::FieldType<T, I>>()}}),
       ...);
    });
    return out;
  }

  template <class T>
  void define() {
    static const char identity = 0;  // one address a type
    const auto [known, added] = defined_.try_emplace(name<T>(), &identity);
    if (!added) {
      if (known->second != &identity)
        throw std::invalid_argument("two types of the IDL are named " + name<T>() +
                                    "; clients know types by their last name");
      return;
    }
    Json body;
    if constexpr (__is_enum(T)) {
      body = {{"kind", "enum"}, {"variants", Json::array()}};
      grapnel::detail::with_indices<grapnel::detail::kEnumeratorCount<T>>([&]<usize... I>() {
        (body["variants"].push_back({{"name", string_of(grapnel::detail::kNameOf<static_cast<T>(I)>)}}), ...);
      });
    } else {
      body = {{"kind", "struct"}, {"fields", fields<T>()}};
    }
    list_.push_back({{"name", name<T>()}, {"type", body}});
  }

  // In the order in which definitions were completed: what a type uses stands before it.
  const Json& list() const { return list_; }

 private:
  template <class T>
  static std::string name() {
    if constexpr (requires { T::capacity(); }) {
      return "FixedString" + std::to_string(T::capacity());
    } else {
      return string_of(grapnel::detail::kTypeName<T>);
    }
  }

  std::map<std::string, const char*> defined_;
  Json list_ = Json::array();
};

}  // namespace grapnel::idl
