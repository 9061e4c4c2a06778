// What a simulated transaction does to the token accounts of a wallet, mint by mint. Sits inside the second gate.
#pragma once

#include "base/types.hpp"
#include "policy/policy.hpp"
#include "policy/release.hpp"

#include <cstdint>
#include <map>
#include <optional>

namespace zestron::policy {

/// The fields of a token account that the gate looks at; SPL Token's layout, which Token-2022 begins with:
///
///   0 mint │ 32 authority │ 64 amount u64 │ 72 delegate u32 + 32 │ 108 state u8 │ 129 close authority u32 + 32
struct TokenAccount {
  Pubkey mint, authority;
  std::uint64_t amount = 0;
  bool delegated = false, closable = false;  ///< somebody else may move its tokens, or close it
  bool usable = false;                       ///< initialised and not frozen
};

/// nullopt when `state` is no token account of one of the programs.
std::optional<TokenAccount> token_account_of(const AccountChange::State& state, const Ours& ours);

class TokenChanges {
 public:
  explicit TokenChanges(const Ours& ours) : ours_(ours) {}

  /// True when the account was or becomes a token account of ours; then it is booked, or `refusal` says what it must not do.
  bool book(const AccountChange& change, std::optional<Refusal>& refusal);
  /// Against what was approved.
  [[nodiscard]] std::optional<Refusal> over(const domain::Bounds& bounds) const;

 private:
  struct Sum {
    std::uint64_t before = 0, after = 0;
  };
  [[nodiscard]] bool is_ours(const std::optional<TokenAccount>& account) const;

  const Ours& ours_;
  std::map<Pubkey, Sum> sums_;  // by mint
};

}  // namespace zestron::policy
