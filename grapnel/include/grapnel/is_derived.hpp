// is_derived<Program>(key, seeds…): whether an address is the canonical derived one of these seeds under a program, also
// another than the running one, whose accounts Seeds<…> can't name.
#pragma once

#include <grapnel/pda_signer.hpp>
#include <grapnel/seeds.hpp>

namespace grapnel {

// About 250 compute units with bump 255, 280 more for each bump below it.
template <Pubkey Program, class... Seed>
bool is_derived(const Pubkey& key, const Seed&... seeds) {
  Slice slices[sizeof...(Seed) + 2] = {detail::as_slice(seeds)...};
  return detail::find_bump(slices, sizeof...(Seed), key, detail::kPdaSuffix<Program>.bytes, false) != 0;
}

}  // namespace grapnel
