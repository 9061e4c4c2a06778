// How an error is kept in the program's read-only data and put into Anchor's log line. All of this is on the cold path:
// it is laid out for bytes, not for compute units (about 4,000 for a line).
#pragma once

#include <grapnel/detail/compiler.hpp>
#include <grapnel/detail/packed_text.hpp>
#include <grapnel/integers.hpp>
#include <grapnel/syscalls.hpp>
#include <grapnel/text.hpp>

namespace grapnel::detail {

template <usize N>
struct Bytes {
  u8 bytes[N]{};
};

// One error: [0..2] number, [2] length of the name, [3] length of the message, name, message; both packed.
inline constexpr usize kRecordHead = 4;
inline constexpr usize kNameMax = 64;
inline constexpr usize kMessageMax = 200;

constexpr usize record_size(Text name, Text message) {
  if (name.size > kNameMax) __builtin_trap();        // the name of an error has at most 64 characters
  if (message.size > kMessageMax) __builtin_trap();  // the message of an error has at most 200 characters
  return kRecordHead + packed_size(name) + packed_size(message);
}

constexpr usize write_record(u8* out, usize at, u64 code, Text name, Text message) {
  out[at] = static_cast<u8>(code);
  out[at + 1] = static_cast<u8>(code >> 8);
  const usize behind_name = pack(name, out, at + kRecordHead);
  const usize end = pack(message, out, behind_name);
  out[at + 2] = static_cast<u8>(behind_name - at - kRecordHead);
  out[at + 3] = static_cast<u8>(end - behind_name);
  return end;
}

inline const u8* next_record(const u8* record) { return record + kRecordHead + u64{record[2]} + u64{record[3]}; }

inline u64 record_code(const u8* record) { return u64{record[0]} | u64{record[1]} << 8; }

// The line's text; a control character stands for a part: 1 account, 2 name, 3 number, 4 message.
inline constexpr char kLineOfAccount[] =
    "AnchorError caused by account: \1. Error Code: \2. Error Number: \3. Error Message: \4.";
inline constexpr char kLine[] = "AnchorError occurred. Error Code: \2. Error Number: \3. Error Message: \4.";
inline constexpr usize kLineMax = sizeof kLineOfAccount + 2 * kNameMax + 10 + kMessageMax;

// `account_name` is its length and its characters, or null. Returns the record's number.
[[gnu::noinline, gnu::cold, clang::minsize]] inline u64 log_error_record(const u8* record, const u8* account_name) {
  char line[kLineMax];
  char digits[5];
  u64 size = 0;
  for (const char* text = account_name != nullptr ? kLineOfAccount : kLine; *text != 0; ++text) {
    const u8* part = reinterpret_cast<const u8*>(text);
    u64 length = 1;
    if (*text == 1) {
      part = account_name + 1;
      length = account_name[0];
    } else if (*text == 2) {
      part = record + kRecordHead;
      length = record[2];
    } else if (*text == 3) {
      u64 first = sizeof digits;
      for (u64 rest = record_code(record); rest != 0; rest /= 10) digits[--first] = static_cast<char>('0' + rest % 10);
      part = reinterpret_cast<const u8*>(digits + first);
      length = sizeof digits - first;
    } else if (*text == 4) {
      part = record + kRecordHead + u64{record[2]};
      length = record[3];
    }
    size += unpack(part, length, line + size);
  }
  sol_log_(line, size);
  return record_code(record);
}

}  // namespace grapnel::detail
