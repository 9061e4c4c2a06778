// What no transaction may do on native ground, whatever the program: make or lose lamports or tokens, or leave a trace when it
// fails. For fuzzers, which know of an instruction nothing but its bytes. Host only.
#pragma once

#include <grapnel/programs/token.hpp>
#include <grapnel/testing/outcome.hpp>

#include <map>
#include <string>

namespace grapnel::testing {

namespace detail {

__extension__ using Sum = __int128;

// Tokens of each mint in Token's accounts, less what the mint says that there are: 0 if all are named, else what the others hold.
inline std::map<Pubkey, Sum> tokens_in(const std::map<Pubkey, native::Account>& accounts) {
  constexpr usize kMint = 82, kSupplyAt = 36, kAccount = 165, kAmountAt = 64;
  std::map<Pubkey, Sum> out;
  for (const auto& [key, account] : accounts) {
    if (!(account.owner == Token::kId)) continue;
    if (account.data.size() == kAccount)
      out[Pubkey::from_bytes(account.data.data())] += load<u64>(account.data.data() + kAmountAt);
    if (account.data.size() == kMint) out[key] -= load<u64>(account.data.data() + kSupplyAt);
  }
  std::erase_if(out, [](const auto& each) { return each.second == 0; });
  return out;
}

inline Sum lamports_in(const std::map<Pubkey, native::Account>& accounts) {
  Sum sum = 0;
  for (const auto& [key, account] : accounts) sum += account.lamports.value();
  return sum;
}

}  // namespace detail

// Of the accounts that the transaction names; empty: it is in order.
inline std::string out_of_balance(const Outcome& outcome) {
  const Record& record = *outcome.record();
  if (!outcome.ok() && record.before != record.after) return "a failure has changed something";
  if (detail::lamports_in(record.before) != detail::lamports_in(record.after)) return "lamports came or went";
  if (detail::tokens_in(record.before) != detail::tokens_in(record.after)) return "tokens came or went";
  return {};
}

}  // namespace grapnel::testing
