// Test vectors of a program's accounts, from the headers that the program itself is compiled from: bytes as the chain holds them
// and what every field is. Sits beside the IDL printer and is as generic; a client that decodes the bytes must find the fields.
#pragma once

#include <grapnel/client/client.hpp>
#include <grapnel/idl/print.hpp>

#include <cstdio>
#include <set>
#include <string>

namespace zestron::sdk {

using grapnel::u32;
using grapnel::u64;
using grapnel::u8;
using grapnel::usize;
using grapnel::idl::Json;
using grapnel::idl::string_of;

/// Gives every field another value, always the same ones; enumerators and text are valid.
class Filler {
 public:
  template <class T>
  void fill(T& value) {
    using namespace grapnel::detail;
    if constexpr (__is_enum(T)) {
      value = static_cast<T>(next() % kEnumeratorCount<T>);
    } else if constexpr (kSame<T, bool>) {
      value = next() % 2 != 0;
    } else if constexpr (grapnel::detail::kIsUnaligned<T>) {
      typename T::Value inner{};
      fill(inner);
      value = inner;
    } else if constexpr (requires { T::capacity(); }) {
      static_cast<void>(value.assign(grapnel::Text{"ipfs://a", 8}));
    } else if constexpr (Layout<T>::kLeaf) {
      auto* bytes = reinterpret_cast<u8*>(&value);
      for (usize i = 0; i < sizeof value; ++i) bytes[i] = next();
    } else if constexpr (kIsArray<T>) {
      for (auto& item : value) fill(item);
    } else {
      visit_fields(value, [this](auto&... field) { (this->fill(field), ...); });
    }
  }
  u8 next() {
    state_ = state_ * 1'664'525 + 1'013'904'223;  // its high byte repeats after 2^32 only
    return static_cast<u8>(state_ >> 24);
  }

 private:
  u32 state_ = 0;
};

inline std::string hex(const u8* bytes, usize size) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  for (usize i = 0; i < size; ++i) {
    text += kDigits[bytes[i] >> 4];
    text += kDigits[bytes[i] & 15];
  }
  return text;
}

/// Of 128 bits, in decimal.
inline std::string decimal(u64 low, u64 high, bool negative) {
  // clang's native 128 bits; only the chain has none.
  auto whole = static_cast<unsigned __int128>(high) << 64 | low;
  if (negative) whole = ~whole + 1;
  std::string text;
  do text.insert(text.begin(), static_cast<char>('0' + static_cast<int>(whole % 10)));
  while ((whole /= 10) != 0);
  return negative ? "-" + text : text;
}

template <class T>
Json fields_of(const T& value);

/// Numbers as text, since JSON's have 53 bits; keys in base58; bytes in hex.
template <class T>
Json described(const T& value) {
  using namespace grapnel::detail;
  if constexpr (__is_enum(T)) {
    return std::to_string(static_cast<unsigned>(value));
  } else if constexpr (kIsUnaligned<T>) {
    return described(value.get());
  } else if constexpr (kSame<T, grapnel::Pubkey>) {
    return grapnel::to_base58(value);
  } else if constexpr (kSame<T, grapnel::Lamports>) {
    return std::to_string(value.value());
  } else if constexpr (kSame<T, grapnel::U128>) {
    return decimal(value.low, value.high, false);
  } else if constexpr (kSame<T, grapnel::I128>) {
    return decimal(value.low, static_cast<u64>(value.high), value.high < 0);
  } else if constexpr (kIsTailString<T>) {
    const grapnel::Text text = value.text();
    return std::string(text.data, text.size);
  } else if constexpr (kSame<T, bool>) {
    return value;
  } else if constexpr (kIsIntegral<T>) {
    return std::to_string(value);
  } else if constexpr (kIsArray<T>) {
    using Element = typename ElementOf<T>::Type;
    if constexpr (sizeof(Element) == 1 && kIsIntegral<Element>) {
      return hex(reinterpret_cast<const u8*>(&value), sizeof value);
    } else {
      Json list = Json::array();
      for (const auto& item : value) list.push_back(described(item));
      return list;
    }
  } else {
    return fields_of(value);
  }
}

template <class T>
Json fields_of(const T& value) {
  using namespace grapnel::detail;
  Json out = Json::object();
  with_indices<kHeadCount<T>>(
      [&]<usize... I>() { ((out[string_of(kFieldName<T, I>)] = described(field_at<I>(value))), ...); });
  return out;
}

/// Behind the head each tail, which is a string: other kinds have no vectors yet and do not compile.
template <class T>
void append_tails(grapnel::client::Bytes& bytes, Json& fields) {
  using namespace grapnel::detail;
  with_indices<kTailCount<T>>([&]<usize... I>() {
    const auto append = [&]<usize Field>() {
      static_assert(kIsString<typename FieldType<T, Field>::Value>);
      const std::string text = "tail " + std::to_string(Field);
      grapnel::client::detail::append_view(bytes, text.data(), static_cast<u32>(text.size()), text.size());
      fields[string_of(kFieldName<T, Field>)] = text;
    };
    (append.template operator()<kHeadCount<T> + I>(), ...);
  });
}

template <class T>
Json vector_of() {
  Filler filler;
  Json fields;
  grapnel::client::Bytes data;
  if constexpr (grapnel::HasTails<T>) {
    constexpr usize kHead = grapnel::detail::head_size<T>();
    grapnel::client::Value<T> head;
    grapnel::detail::with_indices<grapnel::detail::kHeadCount<T>>(
        [&]<usize... I>() { (filler.fill(grapnel::detail::field_at<I>(static_cast<T&>(head))), ...); });
    fields = fields_of(static_cast<const T&>(head));
    grapnel::client::Bytes bytes;
    head.append_to(bytes);
    bytes.resize(kHead);
    append_tails<T>(bytes, fields);
    data = grapnel::client::account_data(grapnel::client::Value<T>::from(bytes).value());
  } else {
    T value{};
    filler.fill(value);
    fields = fields_of(value);
    data = grapnel::client::account_data(value);
  }
  return {
      {"name", string_of(grapnel::detail::kTypeName<T>)}, {"data", hex(data.data(), data.size())}, {"fields", fields}};
}

template <class Accounts>
void add_accounts(Json& list, std::set<std::string>& known) {
  using namespace grapnel::detail;
  for_each_account<Accounts>([&]<class Struct, usize I>() {
    using Data = DataOf<FieldType<Struct, I>>;
    if constexpr (!kSame<Data, void>) {
      if constexpr (grapnel::AccountFormat<Data>::kOurs) {
        if (known.insert(string_of(kTypeName<Data>)).second) list.push_back(vector_of<Data>());
      }
    }
  });
}

template <grapnel::Literal Name, grapnel::Pubkey Id, auto... Handlers>
Json vectors_of(grapnel::Module<Name, Id, Handlers...>*) {
  Json list = Json::array();
  std::set<std::string> known;
  (add_accounts<typename grapnel::detail::HandlerTraits<decltype(Handlers)>::AccountsType>(list, known), ...);
  return list;
}

/// One JSON document on standard output: the accounts of the program, each once, as in its IDL.
template <class Program>
int print_vectors() {
  std::puts(vectors_of(static_cast<typename Program::ModuleType*>(nullptr)).dump(1).c_str());
  return 0;
}

}  // namespace zestron::sdk
