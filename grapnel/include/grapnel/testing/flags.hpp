// What an instruction asks of its accounts' flags, said once more by a test and held to what the program refuses: who signs, what
// is written, and that nothing written stands twice. Host only.
//
//   EXPECT_EQ((unasked<Program, stake_zest>(chain, "sw w w - w w - -")), "");
//
// A word for each account: s signs, w is written and stands at no other place, d is written and may. Flags are looked at before
// anything else, so the accounts need not be there.
#pragma once

#include <grapnel/testing/chain.hpp>
#include <grapnel/testing/testing.hpp>

#include <sstream>
#include <string>
#include <vector>

namespace grapnel::testing {

// What the program let pass, an account a line; empty if it asks for all of it.
template <class Program, auto Handler>
std::string unasked(Chain& chain, const std::string& flags) {
  constexpr usize kCount = grapnel::detail::kAccountCount<client::AccountsOf<Handler>>;
  Pubkey keys[kCount];
  for (usize at = 0; at < kCount; ++at) keys[at] = key(60'000 + at);
  client::Instruction whole = client::instruction<Program, Handler>(keys);

  std::vector<std::string> words;
  std::istringstream in(flags);
  for (std::string word; in >> word;) words.push_back(word);
  if (words.size() != kCount) return std::to_string(kCount) + " accounts\n";
  const auto has = [&](usize at, char letter) { return words[at].find(letter) != std::string::npos; };
  for (usize at = 0; at < kCount; ++at) {
    whole.accounts[at].is_signer = has(at, 's');
    whole.accounts[at].is_writable = has(at, 'w') || has(at, 'd');
  }

  std::string missed;
  const auto expect = [&](const client::Instruction& broken, ErrorCode error, usize at, const char* what) {
    if (!chain.run(broken).failed_with(error)) missed += "account " + std::to_string(at) + ": " + what + '\n';
  };
  usize written = kCount;  // the last one before
  for (usize at = 0; at < kCount; ++at) {
    client::Instruction broken = whole;
    if (has(at, 's')) {
      broken.accounts[at].is_signer = false;
      expect(broken, ErrorCode::AccountNotSigner, at, "needs no signature");
    }
    broken = whole;
    if (has(at, 'w') || has(at, 'd')) {
      broken.accounts[at].is_writable = false;
      expect(broken, ErrorCode::ConstraintMut, at, "may be read-only");
    }
    if (!has(at, 'w')) continue;
    broken = whole;
    if (written != kCount) {
      broken.accounts[at] = {keys[written], has(at, 's') || has(written, 's'), true};
      broken.accounts[written] = broken.accounts[at];
      expect(broken, ErrorCode::ConstraintDuplicateMutableAccount, at, "may stand twice");
    }
    written = at;
  }
  return missed;
}

}  // namespace grapnel::testing
