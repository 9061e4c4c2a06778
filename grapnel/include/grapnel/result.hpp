// Result<T>: a value or an error number, the return type of handlers. When inlined it costs no instruction.
#pragma once

#include <grapnel/integers.hpp>

namespace grapnel {

// An error on its way out. A number above zero: below 2^32 the program's or Anchor's, above it the runtime's own.
struct Failure {
  u64 code;
};

template <class T = void>
class [[nodiscard]] Result {
 public:
  // Inlined always: out of line a T above 16 bytes could not be passed.
  [[gnu::always_inline]] constexpr Result(T value) : value_(value) {}
  constexpr Result(Failure failure) : code_(failure.code) {}

  [[gnu::always_inline]] constexpr explicit operator bool() const { return code_ == 0; }
  constexpr u64 code() const { return code_; }
  constexpr Failure failure() const { return {code_}; }
  constexpr const T& value() const { return value_; }  // only if it holds one

 private:
  u64 code_ = 0;
  T value_{};
};

template <>
class [[nodiscard]] Result<void> {
 public:
  constexpr Result() = default;
  constexpr Result(Failure failure) : code_(failure.code) {}

  [[gnu::always_inline]] constexpr explicit operator bool() const { return code_ == 0; }
  constexpr u64 code() const { return code_; }
  constexpr Failure failure() const { return {code_}; }
  constexpr void value() const {}

 private:
  u64 code_ = 0;
};

inline constexpr Result<> ok{};

}  // namespace grapnel

// Returns the failure of a Result from the function that stands around it, else is its value. The one thing that a
// function can't do in C++20 is return from its caller, hence a macro.
#define GRAPNEL_TRY(...)                                                                            \
  __extension__({                                                                                   \
    const auto& grapnel_result = (__VA_ARGS__);                                                     \
    if (__builtin_expect(!grapnel_result, false)) return ::grapnel::Failure{grapnel_result.code()}; \
    grapnel_result.value();                                                                         \
  })
