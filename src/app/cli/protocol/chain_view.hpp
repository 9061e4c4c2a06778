// What the protocol's verbs read of a chain: accounts, mints, clock, and which mint is ZEST there.
#pragma once

#include "app/cli/session.hpp"
#include "protocols/client/resolve.hpp"
#include "protocols/token/token.hpp"

#include <map>

namespace zestron::cli {

struct MintView {
  Pubkey program;
  protocols::token::Mint mint;
};

/// For one command: mints are read once. `session` outlives it.
class ChainView {
 public:
  explicit ChainView(const Session& session) : session_(session) {}

  [[nodiscard]] std::expected<std::optional<ports::AccountState>, std::string> account(const Pubkey& key) const;
  [[nodiscard]] protocols::client::ReadAccount reader() const;
  /// The error says that it is no mint.
  std::expected<MintView, std::string> mint(const Pubkey& key);
  /// As governance names it, so that a cluster's own ZEST is found without asking.
  std::expected<Pubkey, std::string> zest();
  /// The newest confirmed slot's Clock, in unix seconds.
  std::expected<std::int64_t, std::string> now() const;
  [[nodiscard]] const Session& session() const { return session_; }

 private:
  const Session& session_;
  std::map<Pubkey, MintView> mints_;
  std::optional<Pubkey> zest_;
};

std::expected<Pubkey, std::string> parse_key(std::string_view what, std::string_view text);

}  // namespace zestron::cli
