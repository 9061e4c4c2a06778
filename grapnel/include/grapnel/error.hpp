// Errors: a program's own enum and Anchor's numbers, each logged in the line that Anchor's clients parse.
//
//   enum class CounterError : u32 { Overflow = 6000, StepIsZero };              // without gaps from 6000
//   constexpr Text message(CounterError error) { switch (error) { … } }          // in the enum's namespace, ASCII
//   …
//   if (args.step == 0) return fail(CounterError::StepIsZero);
#pragma once

#include <grapnel/detail/error_record.hpp>
#include <grapnel/reflect.hpp>
#include <grapnel/result.hpp>

namespace grapnel {

template <class E>
concept ErrorEnum = __is_enum(E) && requires(E error) {
  { message(error) };
};

namespace detail {

// All errors of an enum, one record behind the other; a failing check passes only its number.
template <class E>
struct UserErrors {
  static constexpr usize kCount = kEnumeratorCount<E, 6000>;
  static_assert(kCount > 0, "grapnel: a program's errors are numbered from 6000 on, without gaps");
  // One behind a gap would have no record.
  static_assert(kEnumeratorCount<E, 6001 + kCount> + kEnumeratorCount<E, 6002 + kCount> == 0,
                "grapnel: a program's errors are numbered without gaps");

  static consteval usize bytes() {
    return with_indices<kCount>([]<usize... I>() {
      return (usize{0} + ... + record_size(kNameOf<static_cast<E>(6000 + I)>, message(static_cast<E>(6000 + I))));
    });
  }
  static constexpr auto kRecords = []() consteval {
    Bytes<bytes()> out;
    usize at = 0;
    with_indices<kCount>([&]<usize... I>() {
      ((at = write_record(out.bytes, at, 6000 + I, kNameOf<static_cast<E>(6000 + I)>,
                          message(static_cast<E>(6000 + I)))),
       ...);
    });
    return out;
  }();
};

template <class E>
[[gnu::noinline, gnu::cold, clang::minsize]] u64 log_user_error(u64 code, const u8* account_name) {
  const u8* record = UserErrors<E>::kRecords.bytes;
  for (u64 skip = code - 6000; skip > 0; --skip) record = next_record(record);
  log_error_record(record, account_name);
#ifdef __bpf__
  asm("" : "+r"(code));  // callers that knew what comes back would hold the number twice, an instruction a place
#endif
  return code;  // not the record's: whatever is logged, what failed has failed
}

}  // namespace detail

// Logs the error and returns it: `return fail(CounterError::Overflow);`
template <ErrorEnum E>
[[gnu::always_inline]] inline Failure fail(E error) {
  const u64 code = detail::log_user_error<E>(static_cast<u64>(error), nullptr);
  detail::assume(code != 0 && code < 0x10000);  // saves the caller a second test
  return {code};
}

template <ErrorEnum E>
[[gnu::always_inline]] inline Result<> require(bool condition, E error) {
  if (__builtin_expect(!condition, false)) return fail(error);
  return ok;
}

}  // namespace grapnel
