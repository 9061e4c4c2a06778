#include "policy/token_changes.hpp"

#include "codec/base58.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

namespace zestron::policy {
namespace {

constexpr std::size_t kAuthority = 32, kAmount = 64, kDelegate = 72, kState = 108, kCloseAuthority = 129, kSize = 165;
constexpr std::uint8_t kInitialised = 1;

std::uint64_t word(ByteView data, std::size_t at, std::size_t bytes) {
  std::uint64_t out = 0;
  for (std::size_t i = 0; i < bytes; ++i) out |= std::uint64_t{data[at + i]} << (8 * i);
  return out;
}

bool contains(const std::vector<Pubkey>& keys, const Pubkey& key) { return std::ranges::find(keys, key) != keys.end(); }

// False when it does not fit: more tokens than a mint can have, so no report of a chain.
bool add(std::uint64_t& sum, std::uint64_t amount) {
  if (amount > std::numeric_limits<std::uint64_t>::max() - sum) return false;
  sum += amount;
  return true;
}

}  // namespace

std::optional<TokenAccount> token_account_of(const AccountChange::State& state, const Ours& ours) {
  if (!contains(ours.token_programs, state.owner) || state.data.size() < kSize) return std::nullopt;
  const ByteView data = state.data;
  return TokenAccount{.mint = *Pubkey::from(data.subspan(0, 32)),
                      .authority = *Pubkey::from(data.subspan(kAuthority, 32)),
                      .amount = word(data, kAmount, 8),
                      .delegated = word(data, kDelegate, 4) != 0,
                      .closable = word(data, kCloseAuthority, 4) != 0,
                      .usable = data[kState] == kInitialised};
}

bool TokenChanges::is_ours(const std::optional<TokenAccount>& account) const {
  return account && contains(ours_.authorities, account->authority);
}

bool TokenChanges::book(const AccountChange& change, std::optional<Refusal>& refusal) {
  const auto before = token_account_of(change.before, ours_);
  const auto after = token_account_of(change.after, ours_);
  if (!is_ours(before) && !is_ours(after)) return false;
  const auto wrong = [&](std::string_view what) {
    refusal = Refusal{Reason::kUnexpectedChange,
                      fmt::format("the token account {} would be {}", codec::to_base58(change.key), what)};
    return true;
  };
  if (is_ours(before)) {
    if (!after || after->mint != before->mint || change.after.owner != change.before.owner)
      return wrong("closed or become another one");
    if (after->authority != before->authority) return wrong("given away");
    if (!add(sums_[before->mint].before, before->amount)) return wrong("part of more than a mint can have");
  }
  if (after->delegated || after->closable) return wrong("in the hands of a delegate or close authority");
  if (!after->usable) return wrong("frozen");
  if (!add(sums_[after->mint].after, after->amount)) return wrong("part of more than a mint can have");
  return true;
}

std::optional<Refusal> TokenChanges::over(const domain::Bounds& bounds) const {
  for (const auto& [mint, sum] : sums_) {
    const auto spent = sum.before - std::min(sum.before, sum.after);
    const auto allowed = bounds.spend_max.of(mint);
    if (spent > allowed) {
      return Refusal{
          Reason::kSpendsTooMuch,
          fmt::format("{} of {} would leave the wallet, allowed are {}", spent, codec::to_base58(mint), allowed),
          allowed, spent};
    }
  }
  for (const auto& [mint, least] : bounds.receive_min) {
    const auto found = sums_.find(mint);
    const auto received =
        found == sums_.end() ? 0 : found->second.after - std::min(found->second.before, found->second.after);
    if (received >= least) continue;
    return Refusal{Reason::kReceivesTooLittle,
                   fmt::format("{} of {} would come in, at least {} must", received, codec::to_base58(mint), least),
                   least, received};
  }
  return std::nullopt;
}

}  // namespace zestron::policy
