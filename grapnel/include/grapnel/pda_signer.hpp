// PdaSigner: the seeds by which a derived address of this program signs a cross-program call.
//
//   const PdaSigner vault{"vault", ctx.owner.key(), ctx.vault.bump()};
//   token::transfer(ctx.vault, ctx.to, ctx.vault, amount, {.signer = vault});
#pragma once

#include <grapnel/memory.hpp>
#include <grapnel/syscalls.hpp>
#include <grapnel/text.hpp>

namespace grapnel {

namespace detail {

template <usize Size>
Slice as_slice(const char (&text)[Size]) {
  return {text, Size - 1};
}
inline Slice as_slice(const Text& text) { return {text.data, text.size}; }
template <class T>
Slice as_slice(const T& value) {
  static_assert(sizeof(T) <= 32, "grapnel: a seed has 32 bytes at most");
  return {&value, sizeof value};
}

}  // namespace detail

// Refers to its seeds, which must live as long: name a bump or number that is not a field first. Text without the zero
// at its end.
template <usize N>
class PdaSigner {
 public:
  template <class... Seed>
  [[gnu::always_inline]] explicit PdaSigner(const Seed&... seeds)
      : slices_{detail::as_slice(seeds)...}, signer_{slices_, N} {}
  PdaSigner(const PdaSigner&) = delete;
  PdaSigner& operator=(const PdaSigner&) = delete;

  operator const SignerSeeds*() const { return &signer_; }

 private:
  Slice slices_[N];
  SignerSeeds signer_;
};

template <class... Seed>
PdaSigner(const Seed&...) -> PdaSigner<sizeof...(Seed)>;

}  // namespace grapnel
