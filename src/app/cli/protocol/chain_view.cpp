#include "app/cli/protocol/chain_view.hpp"

#include "codec/base58.hpp"
#include "protocols/client/programs.hpp"
#include "protocols/client/value.hpp"

#include <fmt/format.h>

namespace zestron::cli {

namespace client = protocols::client;

std::expected<std::optional<ports::AccountState>, std::string> ChainView::account(const Pubkey& key) const {
  auto found = session_.chain().account(key, Commitment::kConfirmed);
  if (!found) return std::unexpected(found.error().message);
  return *std::move(found);
}

client::ReadAccount ChainView::reader() const {
  return [this](const Pubkey& key) -> std::expected<std::optional<client::AccountOnChain>, std::string> {
    auto found = account(key);
    if (!found) return std::unexpected(found.error());
    if (!*found) return std::nullopt;
    return client::AccountOnChain{(*found)->owner, std::move((*found)->data)};
  };
}

std::expected<MintView, std::string> ChainView::mint(const Pubkey& key) {
  if (const auto known = mints_.find(key); known != mints_.end()) return known->second;
  const auto found = account(key);
  if (!found) return std::unexpected(found.error());
  const auto mint = *found ? protocols::token::read_mint((*found)->owner, (*found)->data) : std::nullopt;
  if (!mint) return std::unexpected(fmt::format("{} is no mint", codec::to_base58(key)));
  return mints_.emplace(key, MintView{(*found)->owner, *mint}).first->second;
}

std::expected<Pubkey, std::string> ChainView::zest() {
  if (zest_) return *zest_;
  const auto* governance = client::find("governance");
  const auto* type = governance->account("Governance");
  const auto address = client::derive(governance->id, type->seeds, {}, {});
  const auto found = account(*address);
  if (!found) return std::unexpected(found.error());
  const bool readable = *found && (*found)->owner == governance->id && governance->account_of((*found)->data) == type;
  const auto value =
      readable ? client::decode(*type->type, ByteView((*found)->data).subspan(type->tag.size())) : std::nullopt;
  if (!value)
    return std::unexpected(
        "the protocol is not set up on this chain: there is no governance account; `zestron demo` "
        "makes one on a chain of your own, or name a mint with --mint");
  zest_ = codec::from_base58<Pubkey>((*value)["zest_mint"].get<std::string>());
  return *zest_;
}

std::expected<std::int64_t, std::string> ChainView::now() const {
  static const auto kClock = *codec::from_base58<Pubkey>("SysvarC1ock11111111111111111111111111111111");
  constexpr std::size_t kUnixTimestamp = 32;
  const auto found = account(kClock);
  if (!found) return std::unexpected(found.error());
  if (!*found || (*found)->data.size() < kUnixTimestamp + 8) return std::unexpected("the chain has no clock");
  std::uint64_t bits = 0;
  for (std::size_t i = 0; i < 8; ++i) bits |= std::uint64_t{(*found)->data[kUnixTimestamp + i]} << (8 * i);
  return static_cast<std::int64_t>(bits);
}

std::expected<Pubkey, std::string> parse_key(std::string_view what, std::string_view text) {
  const auto key = codec::from_base58<Pubkey>(text);
  if (!key) return std::unexpected(fmt::format("'{}' is no {}: expected 32 bytes in base58", text, what));
  return *key;
}

}  // namespace zestron::cli
