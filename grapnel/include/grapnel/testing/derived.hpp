// derived(program, seeds…): the address that find_program_address finds, remembered. A test that asks for the same few addresses
// after each step spends its time there otherwise: a hash and a curve test in portable arithmetic for each.
#pragma once

#include <grapnel/pda.hpp>

#include <string>
#include <type_traits>
#include <unordered_map>

namespace grapnel::testing {

namespace detail {

// With its length, so that two lists of seeds are equal only seed by seed.
inline void append_seed(std::string& to, Text text) {
  to += static_cast<char>(text.size);
  to.append(text.data, text.size);
}
template <class Seed>
  requires std::is_trivially_copyable_v<Seed>
void append_seed(std::string& to, const Seed& seed) {
  to += static_cast<char>(sizeof seed);
  to.append(reinterpret_cast<const char*>(&seed), sizeof seed);
}

}  // namespace detail

template <class... Seed>
Pubkey derived(const Pubkey& program, const Seed&... seeds) {
  thread_local std::unordered_map<std::string, Pubkey> known;
  std::string name;
  detail::append_seed(name, program);
  (detail::append_seed(name, seeds), ...);
  const auto [found, missing] = known.try_emplace(std::move(name));
  if (missing) found->second = find_program_address(program, seeds...).address;
  return found->second;
}

}  // namespace grapnel::testing
