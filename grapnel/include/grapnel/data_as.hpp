// data_as<T>: the T in an account that no type has checked, above all a remaining one; null if it holds none. What
// Account<T> proves is proven here: owner, size, discriminator.
//
//   for (const AccountView account : ctx.remaining()) {
//     const Ballot* ballot = data_as<Ballot>(account, ctx.program_id());
//     if (ballot == nullptr) return fail(Error::NoBallot);
//
// Who it belongs to and that it comes once is still the program's to see.
#pragma once

#include <grapnel/account_format.hpp>
#include <grapnel/tail.hpp>

namespace grapnel {

template <class T>
  requires(AccountFormat<T>::kOurs && !HasTails<T>)
[[gnu::always_inline]] inline const T* data_as(AccountView account, const Pubkey& program) {
  using Format = AccountFormat<T>;
  const bool holds = account.owner() == program && account.size() >= Format::kSizeMin &&
                     detail::begins_with<Format::kTag>(account.bytes());
  return holds ? reinterpret_cast<const T*>(account.bytes() + Format::kOffset) : nullptr;
}

}  // namespace grapnel
