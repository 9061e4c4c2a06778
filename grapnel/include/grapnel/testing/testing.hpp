// What a program's native tests include: the runtime, and keys and matchers to write them with. Host only.
#pragma once

#include <grapnel/native/runtime.hpp>

#include <algorithm>
#include <string_view>

namespace grapnel::testing {

// A key made of a number: distinct numbers, distinct keys. Nobody has its secret.
constexpr Pubkey key(u64 number) { return {{number, 0x6772'6170'6e65'6c00, 0, 0x7465'7374}}; }

inline bool has_log(const native::Outcome& outcome, std::string_view part) {
  return std::ranges::any_of(outcome.logs,
                             [&](const std::string& line) { return line.find(part) != std::string::npos; });
}

// The number of an error as it appears in an outcome.
template <class E>
constexpr u64 code(E error) {
  return static_cast<u64>(error);
}

}  // namespace grapnel::testing
