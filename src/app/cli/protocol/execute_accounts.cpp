#include "app/cli/protocol/execute_accounts.hpp"

#include "codec/base58.hpp"
#include "codec/hex.hpp"
#include "protocols/client/programs.hpp"
#include "protocols/pyth/price_update_v2.hpp"
#include "protocols/swap_pool/pool.hpp"
#include "protocols/token/token.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace zestron::cli {
namespace {

namespace client = protocols::client;
namespace swaps = protocols::swap_pool;
namespace token = protocols::token;
using nlohmann::ordered_json;
using Metas = std::vector<codec::AccountMeta>;
using Done = std::expected<void, std::string>;

std::expected<bool, std::string> is_token_account_of(ChainView& chain, const Pubkey& key, const Pubkey& wallet) {
  const auto account = chain.account(key);
  if (!account) return std::unexpected(account.error());
  const auto held = *account ? token::read_account((*account)->owner, (*account)->data) : std::nullopt;
  return held && held->owner == wallet;
}

// Positions are the called program's to check, with the agent's offset; here they may be anybody's.
std::expected<bool, std::string> fills(ChainView& chain, const WalletFacts& facts, const ordered_json& entry,
                                       std::string_view role, const Pubkey& key) {
  if (role == "wallet-token") return is_token_account_of(chain, key, facts.wallet);
  if (role == "wallet") return key == facts.wallet;
  if (role == "purse") return key == facts.purse;
  for (std::size_t i = 0; i < entry.at("fixed_keys").size(); ++i) {
    if (role == fmt::format("fixed-key{}", i))
      return codec::from_base58<Pubkey>(entry.at("fixed_keys").at(i).get<std::string>()) == key;
  }
  return true;
}

std::string in_words(std::string_view role) {
  if (role == "wallet-token") return "a token account of the wallet";
  if (role == "wallet") return "the wallet";
  if (role == "purse") return "the wallet's purse";
  return role.starts_with("fixed-key") ? "the key that the entry fixes" : "a position of the wallet";
}

// The first of the entry's account rules that is broken, in words.
std::expected<std::optional<std::string>, std::string> broken_rule(ChainView& chain, const WalletFacts& facts,
                                                                   const ordered_json& entry,
                                                                   const codec::Instruction& inner) {
  const auto count = entry.at("rule_count").get<std::size_t>();
  for (std::size_t i = 0; i < count; ++i) {
    const auto& rule = entry.at("rules").at(i);
    const auto position = rule.at("position").get<std::size_t>();
    const auto role = rule.at("role").get<std::string>();
    const auto filled = position < inner.accounts.size()
                            ? fills(chain, facts, entry, role, inner.accounts[position].key)
                            : std::expected<bool, std::string>(false);
    if (!filled) return std::unexpected(filled.error());
    if (!*filled) return fmt::format("account {} of the instruction must be {}", position, in_words(role));
  }
  return std::nullopt;
}

bool begins_like(const ordered_json& entry, const codec::Instruction& inner) {
  const auto prefix = codec::hex_decode(entry.at("instruction_prefix").get<std::string>()).value();
  const auto size = entry.at("prefix_size").get<std::size_t>();
  if (key_in(entry, "program") != inner.program || size > prefix.size() || inner.data.size() < size) return false;
  return std::equal(prefix.begin(), prefix.begin() + static_cast<std::ptrdiff_t>(size), inner.data.begin());
}

// One search: what can move, and what the registry says of it.
class Prices {
 public:
  Prices(ChainView& chain, const WalletFacts& facts, const codec::Instruction& inner)
      : chain_(chain), facts_(facts), inner_(inner), quote_(key_in(facts.agent, "quote_mint")) {}

  std::expected<Metas, std::string> find() {
    const auto quote = entry_of("MintEntry", "mint", quote_);
    if (!quote) return std::unexpected(quote.error());
    if (!*quote || (**quote).at("price_kind") != "quote") return Metas{};
    if (auto done = find_movable(); !done) return std::unexpected(done.error());
    if (movable_.empty()) return Metas{};
    const auto pool = find_pool();
    if (!pool) return std::unexpected(pool.error());
    add(address_of("governance", "MintEntry", {{"mint", quote_}}));
    // A share is worth what both sides are.
    const bool shares_move = *pool && (*pool)->state && is_movable((*pool)->state->shares);
    if (shares_move) {
      for (const auto& mint : {(*pool)->state->mint_a, (*pool)->state->mint_b}) movable(mint);
    }
    for (const auto& mint : movable_) {
      if (auto done = add_price(mint); !done) return std::unexpected(done.error());
    }
    if (*pool) add((*pool)->entry);
    if (shares_move) {
      const auto& state = *(*pool)->state;
      for (const auto& key : {inner_.accounts[0].key, state.vault_a, state.vault_b, state.shares}) add(key);
    }
    return std::move(out_);
  }

 private:
  struct Listed {
    Pubkey entry;
    std::optional<swaps::Pool> state;  ///< of a pool of swap_pool
  };
  using Entry = std::expected<std::optional<ordered_json>, std::string>;

  void add(const Pubkey& key) { out_.push_back({key, false, false}); }
  [[nodiscard]] bool is_movable(const Pubkey& mint) const {
    return std::ranges::find(movable_, mint) != movable_.end();
  }
  void movable(const Pubkey& mint) {
    if (!is_movable(mint)) movable_.push_back(mint);
  }

  Entry entry_of(const std::string& type, const std::string& seed, const Pubkey& of) {
    const auto address = address_of("governance", type, {{seed, of}});
    const auto account = chain_.account(address);
    if (!account) return std::unexpected(account.error());
    if (!*account) return std::nullopt;
    auto fields = fields_of(chain_, "governance", type, address);
    if (!fields) return std::unexpected(fields.error());
    return *std::move(fields);
  }

  // Mints of the wallet's token accounts that the call may write, and SOL where it may write the purse.
  Done find_movable() {
    for (const auto& meta : inner_.accounts) {
      if (!meta.writable) continue;
      if (meta.key == facts_.purse) movable(token::kNativeMint);
      const auto account = chain_.account(meta.key);
      if (!account) return std::unexpected(account.error());
      const auto held = *account ? token::read_account((*account)->owner, (*account)->data) : std::nullopt;
      if (held && held->owner == facts_.wallet) movable(held->mint);
    }
    return {};
  }

  std::expected<std::optional<Listed>, std::string> find_pool() {
    if (inner_.accounts.empty()) return std::nullopt;
    const auto& pool = inner_.accounts[0].key;
    const auto entry = entry_of("PoolEntry", "pool", pool);
    if (!entry) return std::unexpected(entry.error());
    if (!*entry || key_in(**entry, "program") != inner_.program) return std::nullopt;
    const auto account = chain_.account(pool);
    if (!account) return std::unexpected(account.error());
    Listed listed{address_of("governance", "PoolEntry", {{"pool", pool}}), std::nullopt};
    if (*account) listed.state = swaps::decode(pool, (*account)->owner, (*account)->data);
    return listed;
  }

  Done add_price(const Pubkey& mint) {
    if (mint == quote_) return {};
    const auto entry = entry_of("MintEntry", "mint", mint);
    if (!entry) return std::unexpected(entry.error());
    if (!*entry) return {};
    const auto& kind = (**entry).at("price_kind");
    if (kind == "quote") add(address_of("governance", "MintEntry", {{"mint", mint}}));
    if (kind != "pyth" || key_in(**entry, "price_owner") != pyth::receiver_program()) return {};
    const auto price = pyth::price_account(*domain::FeedId::from(key_in(**entry, "price_feed").view()));
    const auto account = chain_.account(price);
    if (!account) return std::unexpected(account.error());
    if (!*account) return {};
    add(address_of("governance", "MintEntry", {{"mint", mint}}));
    add(price);
    return {};
  }

  ChainView& chain_;
  const WalletFacts& facts_;
  const codec::Instruction& inner_;
  const Pubkey quote_;
  std::vector<Pubkey> movable_;
  Metas out_;
};

}  // namespace

std::expected<std::size_t, std::string> find_allow_entry(ChainView& chain, const WalletFacts& facts,
                                                         const codec::Instruction& inner) {
  const auto count = std::stoull(facts.agent.at("allow_count").get<std::string>());
  std::string nearest;
  for (std::size_t i = 0; i < count; ++i) {
    const auto& entry = facts.agent.at("allow_list").at(i);
    if (!begins_like(entry, inner)) continue;
    const auto broken = broken_rule(chain, facts, entry, inner);
    if (!broken) return std::unexpected(broken.error());
    if (!*broken) return i;
    if (nearest.empty()) nearest = fmt::format("entry {} of the agent's allow list: {}", i, **broken);
  }
  if (!nearest.empty()) return std::unexpected(nearest);
  return std::unexpected("no entry of the agent's allow list is for this instruction; `zestron agent allow` adds one");
}

std::expected<std::vector<codec::AccountMeta>, std::string> find_prices(ChainView& chain, const WalletFacts& facts,
                                                                        const codec::Instruction& inner) {
  return Prices(chain, facts, inner).find();
}

}  // namespace zestron::cli
