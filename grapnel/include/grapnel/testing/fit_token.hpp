// FitToken: what the token constraints of one account ask for, applied to the keys of a generated instruction. Under
// generate.hpp. Host only.
#pragma once

#include <grapnel/programs/token.hpp>
#include <grapnel/testing/describe.hpp>
#include <grapnel/testing/world.hpp>

#include <optional>
#include <vector>

namespace grapnel::testing::detail {

// Keys: what Fit is, which knows the keys chosen so far: key<At>(), and resolve<Value>(), the key that a constraint's
// argument stands for if it can be known.
template <class Program, class Keys, class Accounts, usize Index>
class FitToken {
  using Field = grapnel::detail::FieldType<Accounts, Index>;
  using Data = grapnel::detail::DataOf<Field>;
  using Role = token::detail::Role;
  template <Role Wanted>
  using RoleOf = token::detail::RoleOf<Wanted, Field>;

 public:
  explicit FitToken(const Keys& keys) : keys_(keys) {}

  template <class Constraint>
  void apply(World& world, Source& source) const {
    constexpr Role kRole = Constraint::kTokenRole;
    if constexpr (kRole == Role::Associated) {
      stand_at_associated_address<Constraint>(world);
    } else if constexpr (kRole == Role::Program) {
      if (const auto owner = program_of_this(world)) set<Constraint::kKey>(*owner);
    } else if constexpr (Field::kCreates) {
      // The program makes it so.
    } else if constexpr (kRole == Role::TokenMint || kRole == Role::TokenAuthority) {
      if (!kAddressIsFixed) choose(world, source);
      follow<Constraint>(world);
    } else if constexpr (kRole == Role::MintAuthority || kRole == Role::FreezeAuthority) {
      follow<Constraint>(world);
    }
  }

 private:
  static constexpr bool kAddressIsFixed = grapnel::detail::kHasSeeds<typename Field::Constraints>;

  static bool is_token_program(const Pubkey& key) { return key == Token::kId || key == Token2022::kId; }

  // Names the account that a constraint refers to, if it refers to one.
  template <auto Value>
  void set(const Pubkey& to) const {
    if constexpr (token::detail::names_account<Value, Accounts>()) {
      keys_.template key<token::detail::account_index<Value, Accounts>()>() = to;
    }
  }

  // The token program that owns the account, or the mint of one that is to be created.
  std::optional<Pubkey> program_of_this(const World& world) const {
    Pubkey of = keys_.template key<Index>();
    if constexpr (Field::kCreates) {
      using Mint = RoleOf<Role::TokenMint>;
      if constexpr (grapnel::detail::kSame<Mint, void>) {
        return std::nullopt;
      } else {
        of = keys_.template resolve<Mint::kKey>().value_or(of);
      }
    }
    const Pubkey& owner = world.runtime.account(of).owner;
    return is_token_program(owner) ? std::optional(owner) : std::nullopt;
  }

  template <class Constraint>
  void stand_at_associated_address(World& world) const {
    const auto wallet = keys_.template resolve<Constraint::kWallet>();
    const auto mint = keys_.template resolve<Constraint::kMint>();
    if (!wallet || !mint) return;
    const Pubkey program = world.runtime.account(*mint).owner;
    if (!is_token_program(program)) return;
    if constexpr (Constraint::kHasProgram) set<Constraint::kProgram>(program);
    keys_.template key<Index>() =
        world.derive(AssociatedTokenProgram::kId, {bytes(*wallet), bytes(program), bytes(*mint)});
  }
  static std::vector<u8> bytes(const Pubkey& key) { return {key.data(), key.data() + Pubkey::size()}; }

  // One of which all that this account's constraints ask for is true; as it was, if there is none.
  void choose(World& world, Source& source) const {
    Pubkey& key = keys_.template key<Index>();
    std::vector<Pubkey> fitting;
    for (const auto& [address, account] : world.runtime.accounts()) {
      if (!account.data.empty() && fits(account)) fitting.push_back(address);
    }
    if (fitting.empty() || std::ranges::find(fitting, key) != fitting.end()) return;
    key = source.one_of(fitting);
  }
  bool fits(const native::Account& account) const {
    InMemory memory(account);
    if (!memory.holds<Program, Data>()) return false;
    const Data& data = memory.data<Data>();
    return is_asked<RoleOf<Role::TokenMint>>(data.mint) && is_asked<RoleOf<Role::TokenAuthority>>(data.owner);
  }
  template <class Constraint>
  bool is_asked(const Pubkey& stored) const {
    if constexpr (grapnel::detail::kSame<Constraint, void>) {
      return true;
    } else {
      return keys_.template resolve<Constraint::kKey>().value_or(stored) == stored;
    }
  }

  // What the account says names the account that the constraint compares it with.
  template <class Constraint>
  void follow(const World& world) const {
    InMemory memory(world.runtime.account(keys_.template key<Index>()));
    if (!memory.holds<Program, Data>()) return;
    const Data& data = memory.data<Data>();
    constexpr Role kRole = Constraint::kTokenRole;
    if constexpr (kRole == Role::TokenMint) {
      set<Constraint::kKey>(data.mint);
    } else if constexpr (kRole == Role::TokenAuthority) {
      set<Constraint::kKey>(data.owner);
    } else {
      const auto& authority = kRole == Role::MintAuthority ? data.mint_authority : data.freeze_authority;
      if (authority) set<Constraint::kKey>(authority.value());
    }
  }

  const Keys& keys_;
};

}  // namespace grapnel::testing::detail
