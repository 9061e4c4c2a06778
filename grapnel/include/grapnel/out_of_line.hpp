// out_of_line: calls a function that gives Result<> where it stands once in the program. A Result is returned through memory;
// its code alone comes back in a register, five compute units cheaper.
//
//   GRAPNEL_TRY(out_of_line<settle>(execution));   // Result<> settle(Execution&), in the same source file
#pragma once

#include <grapnel/result.hpp>

namespace grapnel {

namespace detail {

template <auto F, class... Args>
[[gnu::noinline]] u64 code_of(Args... args) {
  return F(args...).code();
}

// References travel as such, what fits a register by value.
template <class R, class... Params>
struct Caller {
  template <auto F>
  [[gnu::always_inline]] static Result<> call(Params... params) {
    return Failure{code_of<F, Params...>(params...)};
  }
};
template <class R, class... Params>
Caller<R, Params...> caller_of(R (*)(Params...));

}  // namespace detail

// At most five parameters, references or words.
template <auto F, class... Given>
[[gnu::always_inline]] inline Result<> out_of_line(Given&&... given) {
  return decltype(detail::caller_of(F))::template call<F>(static_cast<Given&&>(given)...);
}

}  // namespace grapnel
