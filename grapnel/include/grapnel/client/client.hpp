// A program's client for C++ hosts, from the same declarations as the program: instructions with their accounts and
// data, accounts and events read back, errors by number.
#pragma once

#include <grapnel/client/base58.hpp>
#include <grapnel/client/encode.hpp>
#include <grapnel/client/tails.hpp>
#include <grapnel/grapnel.hpp>

#include <algorithm>
#include <cstring>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace grapnel::client {

struct Meta {
  Pubkey key;
  bool is_signer = false;
  bool is_writable = false;

  friend bool operator==(const Meta&, const Meta&) = default;
};

struct Instruction {
  Pubkey program_id;
  std::vector<Meta> accounts;
  Bytes data;

  friend bool operator==(const Instruction&, const Instruction&) = default;
};

template <auto Handler>
using ArgsOf = typename grapnel::detail::HandlerTraits<decltype(Handler)>::Args;
template <auto Handler>
using ReturnsOf = typename grapnel::detail::HandlerTraits<decltype(Handler)>::Returns;
template <auto Handler>
using AccountsOf = typename grapnel::detail::HandlerTraits<decltype(Handler)>::AccountsType;

template <class Field>
Meta meta_of(const Pubkey& key, const Pubkey& program) {
  const bool absent = Field::kOptional && key == program;
  return {key, Field::kSigner && !absent, Field::kWritable && !absent};
}

namespace detail {

template <auto Handler, usize N, usize TagSize>
Instruction instruction(const Pubkey& program, const Pubkey (&keys)[N], const ArgsOf<Handler>& args,
                        const Array<u8, TagSize>& tag) {
  Instruction out{program, {}, {}};
  grapnel::detail::for_each_account<AccountsOf<Handler>>([&]<class Struct, usize I>() {
    out.accounts.push_back(meta_of<grapnel::detail::FieldType<Struct, I>>(keys[out.accounts.size()], program));
  });
  append_raw(out.data, tag);
  encode(out.data, args);
  return out;
}

}  // namespace detail

// `keys` in the order of the accounts struct, all of them, those of composites in their place; the program's own id stands for an absent optional account.
// Signer and writable flags follow from the types. Further accounts may be appended to the result.
template <auto Handler, usize N>
  requires(N == grapnel::detail::kAccountCount<AccountsOf<Handler>>)
Instruction instruction(const Pubkey& program, const Pubkey (&keys)[N], const ArgsOf<Handler>& args = {}) {
  return detail::instruction<Handler>(program, keys, args, grapnel::detail::kInstructionTag<Handler>);
}

// The same of a program's Module, which knows the handler's discriminator if it has one of its own.
template <class Module, auto Handler, usize N>
  requires(N == grapnel::detail::kAccountCount<AccountsOf<Handler>>)
Instruction instruction(const Pubkey (&keys)[N], const ArgsOf<Handler>& args = {}) {
  return detail::instruction<Handler>(Module::kId, keys, args, Module::template tag_of_function<Handler>());
}
// Of a handler without accounts.
template <auto Handler>
  requires(grapnel::detail::kAccountCount<AccountsOf<Handler>> == 0)
Instruction instruction(const Pubkey& program, const ArgsOf<Handler>& args = {}) {
  Instruction out{program, {}, {}};
  detail::append_raw(out.data, grapnel::detail::kInstructionTag<Handler>);
  encode(out.data, args);
  return out;
}

// The T in Borsh bytes, as a handler returns it: `value<ReturnsOf<handler>>(outcome.return_data)`. Strings and vectors
// in it are views of `data`. Bytes behind it are allowed.
template <class T>
std::optional<T> value(std::span<const u8> data) {
  T out{};
  grapnel::detail::Reader reader{data.data(), data.data() + data.size()};
  if (!grapnel::detail::decode(reader, out)) return std::nullopt;
  return out;
}

namespace detail {

template <class T, usize N>
std::optional<ValueOf<T>> behind_tag(std::span<const u8> data, const Array<u8, N>& tag) {
  if (data.size() < N || !std::equal(tag.begin(), tag.end(), data.begin())) return std::nullopt;
  if constexpr (HasTails<T>) {
    return Value<T>::from(data.subspan(N));
  } else if constexpr (grapnel::detail::is_variable<T>()) {
    return client::value<T>(data.subspan(N));
  } else {
    if (data.size() < N + sizeof(T)) return std::nullopt;
    T value;
    std::memcpy(static_cast<void*>(&value), data.data() + N, sizeof value);
    return value;
  }
}

}  // namespace detail

// The T in an account's data; nothing if it is too short or holds something else. The owner is yours to check. A T with
// tails comes as a Value<T>.
template <class T>
std::optional<ValueOf<T>> account(std::span<const u8> data) {
  return detail::behind_tag<T>(data, grapnel::detail::kAccountTag<T>);
}

// What an account of that T holds; for tests and for writing genesis accounts.
template <class T>
Bytes account_data(const T& value) {
  Bytes out;
  detail::append_raw(out, grapnel::detail::kAccountTag<T>);
  detail::append_raw(out, value);
  return out;
}
// With tails, the room that Init makes for them included.
template <HasTails T>
Bytes account_data(const Value<T>& value) {
  Bytes out;
  detail::append_raw(out, grapnel::detail::kAccountTag<T>);
  value.append_to(out);
  out.resize(AccountFormat<T>::kSpace);
  return out;
}

// The event in one log entry ("Program data: " in Base64, decoded). Strings and vectors in it are views of `data`.
template <class T>
std::optional<T> event(std::span<const u8> data) {
  return detail::behind_tag<T>(data, grapnel::detail::kEventTag<T>);
}

// The event in the data of a program's call of itself (emit_cpi).
template <class T>
std::optional<T> event_of_call(std::span<const u8> data) {
  constexpr usize kAhead = sizeof grapnel::detail::kEventCall;
  if (data.size() < kAhead || load<u64>(data.data()) != grapnel::detail::kEventCall) return std::nullopt;
  return event<T>(data.subspan(kAhead));
}

struct ErrorText {
  std::string_view name;
  std::string_view message;
};

// An error of the enum E or of Anchor's framework by the number that a transaction failed with.
template <class E>
std::optional<ErrorText> error_text(u64 code) {
  const auto view = [](Text text) { return std::string_view(text.data, text.size); };
  for (const auto& error : grapnel::detail::kFrameworkErrors) {
    if (static_cast<u64>(error.code) == code) return ErrorText{view(error.name), view(error.message)};
  }
  std::optional<ErrorText> found;
  grapnel::detail::with_indices<grapnel::detail::UserErrors<E>::kCount>([&]<usize... I>() {
    ((code == 6000 + I ? static_cast<void>(found = ErrorText{view(grapnel::detail::kNameOf<static_cast<E>(6000 + I)>),
                                                             view(message(static_cast<E>(6000 + I)))})
                       : void()),
     ...);
  });
  return found;
}

}  // namespace grapnel::client
