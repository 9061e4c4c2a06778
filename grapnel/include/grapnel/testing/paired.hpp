// Paired: while one lives, a chain that a test opens on the bank runs every transaction natively as well, and the first difference
// between both throws. A test that plays random sequences so holds the ELF to the native build step by step.
//
//   const Paired paired;
//   Chain chain({Ground::Real, Features::Mainnet});
#pragma once

#include <grapnel/testing/backend.hpp>

#include <stdexcept>

namespace grapnel::testing {

// What both came to, in words: result, log, events, calls, return data, or an account's bytes.
struct Differs : std::runtime_error {
  using std::runtime_error::runtime_error;
};

class Paired {
 public:
  Paired() { ++alive_; }
  ~Paired() { --alive_; }
  Paired(const Paired&) = delete;
  Paired& operator=(const Paired&) = delete;

  static bool is_wanted() { return alive_ > 0; }

 private:
  static inline thread_local int alive_ = 0;
};

// The bank with native programs beside it; what a test reads, compute units among it, is the bank's. Throws Differs.
[[gnu::weak]] std::unique_ptr<Backend> make_paired(Features features);

}  // namespace grapnel::testing
