// ProgramInterface<P, …>: any of several programs with the same instructions, as Token and Token-2022 are. What it owns is
// checked by the accounts' own types.
#pragma once

#include <grapnel/account.hpp>

namespace grapnel {

template <class... P>
struct ProgramInterface : AccountField {
  static_assert(sizeof...(P) > 1,
                "grapnel: a ProgramInterface names two programs or more; for one there is Program<P>");
  using ProgramTypes = List<P...>;
  static constexpr ErrorSet kErrors = ErrorSet::of(ErrorCode::InvalidProgramId);

  template <class Site>
  [[gnu::always_inline]] static u64 prove(Site& site) {
    if (__builtin_expect(!((site.account()->key == kIdOf<P>) || ...), false))
      return site.template fail<ErrorCode::InvalidProgramId>();
    return 0;
  }

 private:
  template <class Each>
  static constexpr Pubkey kIdOf = Each::kId;
};

}  // namespace grapnel
