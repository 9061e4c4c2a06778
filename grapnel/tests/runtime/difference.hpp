// How a transaction on the bank and the same natively differ, in words for whoever has to find out why.
#pragma once

#include <grapnel/native/runtime.hpp>

#include <string>

namespace grapnel::testing {

// The accounts left aside; empty: they don't differ. Of a failure neither calls nor return data count.
std::string difference(const native::Outcome& real, const native::Outcome& native);
// An account of both; empty: equal, or a program, which has no bytes natively.
std::string difference(const Pubkey& key, const native::Account& real, const native::Account& native);

}  // namespace grapnel::testing
