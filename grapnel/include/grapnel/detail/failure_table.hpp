// FailureTable: per module, the names of its accounts and those of Anchor's errors that its types can raise. A failing
// check passes one 32-bit number (offset of the name, offset of the error) to a cold function: two instructions a site
// instead of six, and no text twice.
#pragma once

#include <grapnel/detail/framework_error.hpp>
#include <grapnel/error.hpp>
#include <grapnel/reflect.hpp>

namespace grapnel::detail {

template <class Module>
struct FailureTable {
  static constexpr ErrorSet kUsed = Module::used_errors();

  static consteval u32 error_offset(usize index) {
    usize offset = 0;
    for (usize i = 0; i < index; ++i) {
      if (kUsed.contains(i)) offset += record_size(kFrameworkErrors[i].name, kFrameworkErrors[i].message);
    }
    return static_cast<u32>(offset);
  }
  static constexpr auto kErrors = []() consteval {
    Bytes<error_offset(kFrameworkErrorCount)> out;
    usize at = 0;
    for (usize i = 0; i < kFrameworkErrorCount; ++i) {
      const FrameworkError& error = kFrameworkErrors[i];
      if (kUsed.contains(i)) at = write_record(out.bytes, at, static_cast<u64>(error.code), error.name, error.message);
    }
    return out;
  }();

  static constexpr auto kNameList = Module::account_names();

  static consteval u32 name_offset(Text name) {
    usize offset = 0;
    for (usize i = 0; i < kNameList.count; ++i) {
      if (kNameList.names[i] == name) break;
      offset += 1 + kNameList.names[i].size;
    }
    return static_cast<u32>(offset);
  }
  static constexpr auto kNames = [] {
    Bytes<name_offset({}) + 1> out;
    usize at = 0;
    for (usize i = 0; i < kNameList.count; ++i) {
      out.bytes[at++] = static_cast<u8>(kNameList.names[i].size);
      for (usize k = 0; k < kNameList.names[i].size; ++k) out.bytes[at++] = static_cast<u8>(kNameList.names[i].data[k]);
    }
    return out;
  }();

  template <class Accounts, usize I>
  static constexpr u32 kNameId = (name_offset(kFieldName<Accounts, I>) + 1) << 16;

  template <ErrorCode Code>
  static consteval u32 error_id() {
    constexpr usize kIndex = framework_error_index(Code);
    static_assert(kUsed.contains(kIndex), "grapnel: a constraint raises an error that its kErrors doesn't name");
    return error_offset(kIndex);
  }

  // `id`: offset of the account's name + 1 (0: no account) << 16 | offset of the error.
  [[gnu::noinline, gnu::cold, clang::minsize]] static u64 raise(u32 id) {
    return log_error_record(kErrors.bytes + (id & 0xffff), id >> 16 != 0 ? kNames.bytes + (id >> 16) - 1 : nullptr);
  }

  template <ErrorCode Code, class Accounts, usize I>
  [[gnu::always_inline]] static u64 fail() {
    const u64 code = raise(kNameId<Accounts, I> | error_id<Code>());
    detail::assume(code != 0 && code < 0x10000);
    return code;
  }
  template <ErrorCode Code>
  [[gnu::always_inline]] static u64 fail_without_account() {
    const u64 code = raise(error_id<Code>());
    detail::assume(code != 0 && code < 0x10000);
    return code;
  }
  template <class Accounts, usize I, class E>
  [[gnu::always_inline]] static u64 fail_with(E error) {
    const u64 code = log_user_error<E>(static_cast<u64>(error), kNames.bytes + (kNameId<Accounts, I> >> 16) - 1);
    detail::assume(code != 0 && code < 0x10000);
    return code;
  }
};

}  // namespace grapnel::detail
