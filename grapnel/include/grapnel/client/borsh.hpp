// Borsh of the types that `grapnel client` writes, in both directions, and the rest of what its headers need on a host.
// Decoding treats its input as untrusted: bounded in depth and memory, an error instead of an exception.
#pragma once

#include <grapnel/client/client.hpp>
#include <grapnel/foreign.hpp>

#include <array>
#include <bit>
#include <concepts>
#include <initializer_list>
#include <string>
#include <tuple>
#include <utility>
#include <variant>

namespace grapnel::client {

enum class DecodeError : u8 {
  None,
  Truncated,
  BadBool,
  BadOption,
  BadEnum,
  TooLong,
  TooDeep,
  WrongDiscriminator,
};

constexpr Text message(DecodeError error) {
  switch (error) {
    case DecodeError::None: return "no error";
    case DecodeError::Truncated: return "the data ends early";
    case DecodeError::BadBool: return "a bool that is neither 0 nor 1";
    case DecodeError::BadOption: return "an option that is neither 0 nor 1";
    case DecodeError::BadEnum: return "an enum has no such variant";
    case DecodeError::TooLong: return "a vector of elements without bytes is too long";
    case DecodeError::TooDeep: return "values are nested too deeply";
    case DecodeError::WrongDiscriminator: return "the discriminator is another type's";
  }
  return {};
}

// A T, or why there is none.
template <class T>
class [[nodiscard]] Decoded {
 public:
  Decoded(T value) : value_(std::move(value)) {}
  Decoded(DecodeError error) : error_(error) {}

  explicit operator bool() const { return value_.has_value(); }
  const T& operator*() const { return *value_; }  // only if there is one
  const T* operator->() const { return &*value_; }
  DecodeError error() const { return error_; }

 private:
  std::optional<T> value_;
  DecodeError error_ = DecodeError::None;
};

// The discriminators of a type as an account and as an event; generated headers specialise them.
template <class T>
struct AccountTag;
template <class T>
struct EventTag;

// All that follows, as it stands: of a type whose program serialises it by itself.
struct Rest {
  Bytes bytes;
  friend bool operator==(const Rest&, const Rest&) = default;
};

// An address that an instruction needs: it has no default, so that a forgotten one does not compile.
class Key {
 public:
  Key(const Pubkey& key) : key_(key) {}
  operator const Pubkey&() const { return key_; }

 private:
  Pubkey key_;
};

inline Meta optional_meta(const std::optional<Pubkey>& key, const Pubkey& program, bool is_signer, bool is_writable) {
  return key ? Meta{*key, is_signer, is_writable} : Meta{program, false, false};
}

namespace borsh {

inline constexpr u32 kDepthMax = 64;
inline constexpr u32 kEmptyElementsMax = 1 << 16;

template <class T, template <class...> class Template>
inline constexpr bool kIs = false;
template <class... A, template <class...> class Template>
inline constexpr bool kIs<Template<A...>, Template> = true;
template <class T>
inline constexpr bool kIsStdArray = false;
template <class T, usize N>
inline constexpr bool kIsStdArray<std::array<T, N>> = true;

// A struct: fields_of(const T*) gives the tuple of its members.
template <class T>
concept Struct = requires(const T* t) { fields_of(t); };
// An enum with fields: a variant whose index is the tag.
template <class T>
concept Sum = requires(T t) {
  typename T::Variant;
  t.value;
};

template <class T>
void encode(Bytes& out, const T& value) {
  if constexpr (std::is_same_v<T, std::string>) {
    client::detail::append_view(out, value.data(), static_cast<u32>(value.size()), value.size());
  } else if constexpr (std::is_same_v<T, Rest>) {
    out.insert(out.end(), value.bytes.begin(), value.bytes.end());
  } else if constexpr (kIs<T, std::vector>) {
    client::detail::append_raw(out, static_cast<u32>(value.size()));
    for (const auto& item : value) encode(out, static_cast<const typename T::value_type&>(item));
  } else if constexpr (kIs<T, std::optional>) {
    out.push_back(value ? 1 : 0);
    if (value) encode(out, *value);
  } else if constexpr (kIsStdArray<T> || grapnel::detail::kIsArray<T>) {
    for (const auto& item : value) encode(out, item);
  } else if constexpr (Sum<T>) {
    out.push_back(static_cast<u8>(value.value.index()));
    std::visit([&](const auto& variant) { encode(out, variant); }, value.value);
  } else if constexpr (Struct<T>) {
    std::apply([&](auto... member) { (encode(out, value.*member), ...); }, fields_of(&value));
  } else {
    static_assert(std::is_trivially_copyable_v<T>);
    client::detail::append_raw(out, value);
  }
}

// Invariant: at_ <= the size of bytes_.
class Reader {
 public:
  explicit Reader(std::span<const u8> bytes) : bytes_(bytes) {}

  usize left() const { return bytes_.size() - at_; }

  template <class T>
  DecodeError read(T& out) {
    if (depth_ == kDepthMax) return DecodeError::TooDeep;
    ++depth_;
    const DecodeError error = read_value(out);
    --depth_;
    return error;
  }

 private:
  template <class T>
  DecodeError read_raw(T& out) {
    if (left() < sizeof(T)) return DecodeError::Truncated;
    std::memcpy(static_cast<void*>(&out), bytes_.data() + at_, sizeof(T));
    at_ += sizeof(T);
    return DecodeError::None;
  }

  DecodeError read_flag(bool& out, DecodeError otherwise) {
    u8 byte = 0;
    if (const DecodeError error = read_raw(byte); error != DecodeError::None) return error;
    if (byte > 1) return otherwise;
    out = byte == 1;
    return DecodeError::None;
  }

  DecodeError read_string(std::string& out) {
    u32 size = 0;
    if (const DecodeError error = read_raw(size); error != DecodeError::None) return error;
    if (left() < size) return DecodeError::Truncated;
    out.assign(reinterpret_cast<const char*>(bytes_.data()) + at_, size);
    at_ += size;
    return DecodeError::None;
  }

  // Never room for more elements than bytes are left, whatever the count says.
  template <class T>
  DecodeError read_vector(std::vector<T>& out) {
    u32 count = 0;
    if (const DecodeError error = read_raw(count); error != DecodeError::None) return error;
    out.clear();
    for (u32 i = 0; i < count; ++i) {
      const usize before = left();
      T item{};
      if (const DecodeError error = read(item); error != DecodeError::None) return error;
      out.push_back(std::move(item));
      if (left() == before && count > kEmptyElementsMax) return DecodeError::TooLong;
    }
    return DecodeError::None;
  }

  template <class T>
  DecodeError read_option(std::optional<T>& out) {
    bool present = false;
    if (const DecodeError error = read_flag(present, DecodeError::BadOption); error != DecodeError::None) return error;
    out.reset();
    return present ? read(out.emplace()) : DecodeError::None;
  }

  template <class T>
  DecodeError read_coption(COption<T>& out) {
    u32 present = 0;
    T value{};
    if (const DecodeError error = read_raw(present); error != DecodeError::None) return error;
    if (present > 1) return DecodeError::BadOption;
    if (present == 1) {
      if (const DecodeError error = read(value); error != DecodeError::None) return error;
      out = COption<T>(value);
      return DecodeError::None;
    }
    out = {};
    if (left() < sizeof(T)) return DecodeError::Truncated;
    at_ += sizeof(T);
    return DecodeError::None;
  }

  template <class T, usize... I>
  DecodeError read_variant(T& out, std::index_sequence<I...>) {
    u8 tag = 0;
    if (const DecodeError error = read_raw(tag); error != DecodeError::None) return error;
    DecodeError error = DecodeError::BadEnum;
    ((tag == I ? static_cast<void>(error = read(out.value.template emplace<I>())) : void()), ...);
    return error;
  }

  template <class Range>
  DecodeError read_each(Range& out) {
    for (auto& item : out) {
      if (const DecodeError error = read(item); error != DecodeError::None) return error;
    }
    return DecodeError::None;
  }

  template <class T>
  DecodeError read_fields(T& out) {
    return std::apply(
        [&](auto... member) {
          DecodeError error = DecodeError::None;
          ((error == DecodeError::None ? static_cast<void>(error = read(out.*member)) : void()), ...);
          return error;
        },
        fields_of(static_cast<const T*>(&out)));
  }

  template <class T>
  DecodeError read_enum(T& out) {
    u8 tag = 0;
    if (const DecodeError error = read_raw(tag); error != DecodeError::None) return error;
    if (tag >= enumerator_count(static_cast<const T*>(nullptr))) return DecodeError::BadEnum;
    out = static_cast<T>(tag);
    return DecodeError::None;
  }

  template <class T>
  DecodeError read_unaligned(Unaligned<T>& out) {
    T value{};
    const DecodeError error = read(value);
    if (error == DecodeError::None) out = value;
    return error;
  }

  template <class T>
  DecodeError read_value(T& out) {
    if constexpr (std::is_same_v<T, bool>) {
      return read_flag(out, DecodeError::BadBool);
    } else if constexpr (std::is_same_v<T, std::string>) {
      return read_string(out);
    } else if constexpr (std::is_same_v<T, Rest>) {
      out.bytes.assign(bytes_.begin() + static_cast<std::ptrdiff_t>(at_), bytes_.end());
      at_ = bytes_.size();
      return DecodeError::None;
    } else if constexpr (std::is_enum_v<T>) {
      return read_enum(out);
    } else if constexpr (kIs<T, std::vector>) {
      return read_vector(out);
    } else if constexpr (kIs<T, std::optional>) {
      return read_option(out);
    } else if constexpr (kIs<T, COption>) {
      return read_coption(out);
    } else if constexpr (kIs<T, Unaligned>) {
      return read_unaligned(out);
    } else if constexpr (kIsStdArray<T> || grapnel::detail::kIsArray<T>) {
      return read_each(out);
    } else if constexpr (Sum<T>) {
      return read_variant(out, std::make_index_sequence<std::variant_size_v<typename T::Variant>>{});
    } else if constexpr (Struct<T>) {
      return read_fields(out);
    } else {
      static_assert(std::is_trivially_copyable_v<T>);
      return read_raw(out);
    }
  }

  std::span<const u8> bytes_;
  usize at_ = 0;
  u32 depth_ = 0;
};

// The T at the start of `data`; what follows it is ignored, as Anchor ignores it.
template <class T>
Decoded<T> decode(std::span<const u8> data) {
  Reader reader(data);
  T value{};
  if (const DecodeError error = reader.read(value); error != DecodeError::None) return error;
  return value;
}

template <class T, class Discriminator>
Decoded<T> decode_behind(const Discriminator& tag, std::span<const u8> data) {
  if (data.size() < tag.kSize) return DecodeError::Truncated;
  if (!tag.matches(data.data())) return DecodeError::WrongDiscriminator;
  return decode<T>(data.subspan(tag.kSize));
}

template <class T, class Discriminator>
Bytes encode_behind(const Discriminator& tag, const T& value) {
  Bytes out(tag.bytes, tag.bytes + tag.kSize);
  encode(out, value);
  return out;
}

}  // namespace borsh

// The T in the data of an account; the owner is yours to check.
template <class T>
Decoded<T> decode_account(std::span<const u8> data) {
  return borsh::decode_behind<T>(AccountTag<T>::kTag, data);
}

// The T of one log entry ("Program data: " in Base64, decoded).
template <class T>
Decoded<T> decode_event(std::span<const u8> data) {
  return borsh::decode_behind<T>(EventTag<T>::kTag, data);
}

template <class T>
Bytes encode_account(const T& value) {
  return borsh::encode_behind(AccountTag<T>::kTag, value);
}

template <class T>
Bytes encode_event(const T& value) {
  return borsh::encode_behind(EventTag<T>::kTag, value);
}

// One seed of a derived address, as Anchor's client makes it of a value: text and bytes as they are, all else in Borsh.
template <class T>
Bytes seed(const T& value) {
  Bytes out;
  if constexpr (std::convertible_to<const T&, std::span<const u8>> && !grapnel::detail::kIsArray<T>) {
    const std::span<const u8> bytes = value;
    out.assign(bytes.begin(), bytes.end());
  } else if constexpr (std::convertible_to<const T&, std::string_view>) {
    const std::string_view text = value;
    out.assign(text.begin(), text.end());
  } else {
    borsh::encode(out, value);
  }
  return out;
}

// The canonical address of these seeds; nothing if there are more than 15 or one is longer than 32 bytes.
inline std::optional<Pda> find_address(const Pubkey& program, std::initializer_list<Bytes> seeds) {
  if (seeds.size() > 15) return std::nullopt;
  std::string joined;
  for (const Bytes& bytes : seeds) {
    if (bytes.size() > 32) return std::nullopt;
    joined.append(bytes.begin(), bytes.end());
  }
  return find_program_address(program, Text{joined.data(), joined.size()});
}

}  // namespace grapnel::client
