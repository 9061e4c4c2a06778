// Generator<Program>: instructions of a program from its types. The accounts structs say what fits (derived addresses from
// their seeds, owners from has_one, accounts by the data they hold), the program itself, run natively, is the judge, and
// then some are broken on purpose. Host only.
#pragma once

#include <grapnel/client/client.hpp>
#include <grapnel/testing/arbitrary.hpp>
#include <grapnel/testing/describe.hpp>
#include <grapnel/testing/fit_token.hpp>

#include <functional>
#include <string_view>

namespace grapnel::testing {

namespace detail {

// A field of the T in an account, if the account passes the check of the type.
template <class Program, auto Member>
auto field_in(const World& world, const Pubkey& key) {
  using Data = typename grapnel::detail::MemberOf<grapnel::detail::RemoveCvref<decltype(Member)>>::Class;
  using Type = typename grapnel::detail::MemberOf<grapnel::detail::RemoveCvref<decltype(Member)>>::Type;
  InMemory account(world.runtime.account(key));
  return account.holds<Program, Data>() ? std::optional<Type>(account.data<Data>().*Member) : std::nullopt;
}

template <class Program, class T>
Pubkey holder_of(const World& world, Source& source) {
  std::vector<Pubkey> holders;
  for (const auto& [key, account] : world.runtime.accounts()) {
    if (!account.data.empty() && holds_data<Program, T>(account)) holders.push_back(key);
  }
  return holders.empty() ? world.any(source) : holders[source.below(holders.size())];
}

inline std::vector<u8> bytes_of(Slice slice) {
  const auto* first = static_cast<const u8*>(slice.data);
  return {first, first + slice.size};
}

// One account's constraints, applied to the keys chosen so far. `keys` begins with those of the struct that has the account.
template <class Program, class Accounts, class Args, usize Index>
struct Fit {
  using Field = grapnel::detail::FieldType<Accounts, Index>;
  World& world;
  Source& source;
  Pubkey* keys;
  const Args& args;

  template <usize At>
  Pubkey& key() const {
    return keys[place_of<Accounts, At>()];
  }

  // The key that a token constraint's argument stands for; none if it can't be known before the account is.
  template <auto Value>
  std::optional<Pubkey> resolve() const {
    using T = grapnel::detail::RemoveCvref<decltype(Value)>;
    using Member = grapnel::detail::MemberOf<T>;
    if constexpr (grapnel::detail::kSame<T, Pubkey>) {
      return Value;
    } else if constexpr (token::detail::names_account<Value, Accounts>()) {
      return key<token::detail::account_index<Value, Accounts>()>();
    } else if constexpr (grapnel::detail::kSame<typename Member::Class, Args>) {
      return args.*Value;
    } else {
      constexpr usize kHolder = grapnel::detail::account_holding<Accounts, Index, typename Member::Class>();
      if constexpr (kHolder == Index || kHolder == grapnel::detail::kNotFound) {
        return std::nullopt;
      } else {
        return field_in<Program, Value>(world, key<kHolder>());
      }
    }
  }

  template <class C>
  void operator()(List<C>) const {
    if constexpr (requires { C::kTokenRole; }) {
      FitToken<Program, Fit, Accounts, Index>(*this).template apply<C>(world, source);
    }
  }

  template <auto Member, grapnel::detail::Reference Target>
  void operator()(List<HasOne<Member, Target>>) const {
    constexpr usize kTarget = grapnel::detail::field_index<Accounts>(HasOne<Member, Target>::target());
    if (const auto stored = field_in<Program, Member>(world, key<Index>())) key<kTarget>() = *stored;
  }
  template <Pubkey Key>
  void operator()(List<Address<Key>>) const {
    key<Index>() = Key;
  }
  template <auto... Seed>
  void operator()(List<grapnel::detail::SeedList<Seed...>>) const {
    std::vector<std::vector<u8>> seeds;
    if ((add_seed<Seed>(seeds) && ...)) key<Index>() = world.derive(Program::kId, seeds);
  }
  template <Pubkey Owner, grapnel::detail::Reference... Seed>
  void operator()(List<FoundAt<Owner, Seed...>>) const {
    std::vector<std::vector<u8>> seeds;
    if ((add_seed<Seed.value>(seeds) && ...)) key<Index>() = world.derive(Owner, seeds);
  }

 private:
  // False if the seed can't be known before the account is.
  template <auto Value>
  bool add_seed(std::vector<std::vector<u8>>& seeds) const {
    namespace core = grapnel::detail;
    using T = core::RemoveCvref<decltype(Value)>;
    using Member = core::MemberOf<T>;
    if constexpr (core::kIsLiteral<T>) {
      seeds.push_back(bytes_of({Value.chars, T::kSize}));
    } else if constexpr (core::kIsKeyOfNamed<T>) {
      [&]<Literal Name>(KeyOfNamed<Name>) {
        seeds.push_back(bytes_of({&key<core::field_index<Accounts>(Name.text())>(), 32}));
      }(Value);
    } else if constexpr (core::kIsInArgument<T, Args>) {
      seeds.push_back(bytes_of(core::seed_bytes(args.*core::InOf<T>::kAccount.*core::InOf<T>::kData)));
    } else if constexpr (core::InOf<T>::kIsIn) {
      constexpr usize kHolder = core::field_index<Accounts>(core::kNameOf<core::InOf<T>::kAccount>);
      return add_field<core::InOf<T>::kData, kHolder>(seeds);
    } else if constexpr (core::kSame<typename Member::Class, Accounts>) {
      seeds.push_back(bytes_of({&key<core::field_index<Accounts>(core::kNameOf<Value>)>(), 32}));
    } else if constexpr (core::kSame<typename Member::Class, Args>) {
      seeds.push_back(bytes_of(core::seed_bytes(args.*Value)));
    } else {
      constexpr usize kHolder = core::account_holding<Accounts, Index, typename Member::Class>();
      return add_field<Value, kHolder>(seeds);
    }
    return true;
  }
  template <auto Value, usize Holder>
  bool add_field(std::vector<std::vector<u8>>& seeds) const {
    if constexpr (Holder == Index || Holder == grapnel::detail::kNotFound) {
      return false;
    } else {
      const auto value = field_in<Program, Value>(world, key<Holder>());
      if (value) seeds.push_back(bytes_of(grapnel::detail::seed_bytes(*value)));
      return value.has_value();
    }
  }
};

template <class... P>
Pubkey one_of_programs(Source& source, List<P...>) {
  const std::array ids = {P::kId...};
  return source.one_of(ids);
}

template <class Program, class Field>
Pubkey first_choice(World& world, Source& source) {
  using Plain = grapnel::detail::Plain<Field>;
  using Data = grapnel::detail::DataOf<Field>;
  if constexpr (Field::kOptional) {
    if (source.one_in(4)) return Program::kId;
  }
  if constexpr (requires { Plain::ProgramType::kId; }) {
    return Plain::ProgramType::kId;
  } else if constexpr (requires { typename Plain::ProgramTypes; }) {
    return one_of_programs(source, typename Plain::ProgramTypes{});
  } else if constexpr (__is_base_of(Self, Plain)) {
    return Program::kId;
  } else if constexpr (Field::kCreates) {
    return world.blank[source.below(world.blank.size())];
  } else if constexpr (!grapnel::detail::kSame<Data, void>) {
    return holder_of<Program, Data>(world, source);
  } else if constexpr (Field::kSigner) {
    return world.people[source.below(world.people.size())];
  } else {
    return world.any(source);
  }
}

template <class Program, class Accounts>
void choose(World& world, Source& source, std::vector<Pubkey>& keys) {
  const auto one = [&]<usize I>() {
    using Field = grapnel::detail::FieldType<Accounts, I>;
    if constexpr (IsAccountField<Field>) {
      keys.push_back(first_choice<Program, Field>(world, source));
    } else {
      choose<Program, Field>(world, source, keys);
    }
  };
  grapnel::detail::with_indices<grapnel::detail::kFieldCount<Accounts>>(
      [&]<usize... I>() { (one.template operator()<I>(), ...); });
}

template <class Program, class Accounts, class Args>
void fit(World& world, Source& source, Pubkey* keys, const Args& args) {
  const auto one = [&]<usize I>() {
    using Field = grapnel::detail::FieldType<Accounts, I>;
    Pubkey* at = keys + place_of<Accounts, I>();
    if constexpr (IsAccountField<Field>) {
      if (Field::kOptional && *at == Program::kId) return;
      const Fit<Program, Accounts, Args, I> apply{world, source, keys, args};
      [&]<class... C>(List<C...>) { (apply(List<C>{}), ...); }(typename Field::Constraints{});
    } else {
      fit<Program, Field>(world, source, at, args);
    }
  };
  grapnel::detail::with_indices<grapnel::detail::kFieldCount<Accounts>>(
      [&]<usize... I>() { (one.template operator()<I>(), ...); });
}

template <class Program, class Accounts>
void add_metas(const std::vector<Pubkey>& keys, std::vector<client::Meta>& metas) {
  const auto one = [&]<usize I>() {
    using Field = grapnel::detail::FieldType<Accounts, I>;
    if constexpr (IsAccountField<Field>) {
      metas.push_back(client::meta_of<Field>(keys[metas.size()], Program::kId));
    } else {
      add_metas<Program, Field>(keys, metas);
    }
  };
  grapnel::detail::with_indices<grapnel::detail::kFieldCount<Accounts>>(
      [&]<usize... I>() { (one.template operator()<I>(), ...); });
}

inline bool repeats_writable(const std::vector<client::Meta>& metas) {
  for (usize i = 0; i < metas.size(); ++i) {
    for (usize k = 0; k < i; ++k) {
      if (metas[i].is_writable && metas[k].is_writable && metas[i].key == metas[k].key) return true;
    }
  }
  return false;
}

template <class Program, auto Handler>
client::Instruction fitting(World& world, Source& source) {
  using Accounts = client::AccountsOf<Handler>;
  constexpr int kDraws = 4;
  Arena arena;
  const auto args = arbitrary<client::ArgsOf<Handler>>(source, world, arena);
  client::Instruction out{Program::kId, {}, tag_of<Program, Handler>()};
  // A Mut account stands at no other place: drawn again, but not without end, since it may be allowed or can't be helped.
  for (int left = kDraws; left > 0 && (out.accounts.empty() || repeats_writable(out.accounts)); --left) {
    std::vector<Pubkey> keys;
    choose<Program, Accounts>(world, source, keys);
    // Twice, because a derived account may be the one that names an owner, and an owner may be a seed.
    for (int pass = 0; pass < 2; ++pass) fit<Program, Accounts>(world, source, keys.data(), args);
    out.accounts.clear();
    add_metas<Program, Accounts>(keys, out.accounts);
  }
  // Behind the named accounts others may stand.
  if (source.one_in(8)) {
    for (u64 left = 1 + source.below(2); left > 0; --left)
      out.accounts.push_back({world.any(source), false, source.below(2) != 0});
  }
  client::encode(out.data, args);
  return out;
}

// Breaks an instruction in one way that a client could.
inline void mutate(client::Instruction& instruction, const World& world, Source& source) {
  auto& accounts = instruction.accounts;
  auto& data = instruction.data;
  const u64 choice = source.below(12);
  if (choice < 6 && !accounts.empty()) {
    client::Meta& one = accounts[source.below(accounts.size())];
    switch (choice) {
      case 0: one.is_signer = !one.is_signer; return;
      case 1: one.is_writable = !one.is_writable; return;
      case 2: one.key = world.any(source); return;
      case 3: one.key = accounts[source.below(accounts.size())].key; return;
      case 4: accounts.resize(source.below(accounts.size())); return;
      default: std::swap(one, accounts[source.below(accounts.size())]); return;
    }
  }
  switch (choice) {
    case 6: accounts.push_back({world.any(source), source.one_in(4), source.one_in(4)}); return;
    case 7: data.resize(source.below(data.size() + 1)); return;
    case 8:
      if (!data.empty()) data[source.below(data.size())] ^= static_cast<u8>(1 << source.below(8));
      return;
    case 9: data.push_back(static_cast<u8>(source.below(256))); return;
    case 10:
      for (usize i = 8; i < data.size(); ++i) data[i] = static_cast<u8>(source.below(256));
      return;
    default:
      if (data.size() > 8) data[8 + source.below(data.size() - 8)] = static_cast<u8>(source.below(256));
      return;
  }
}

template <class Program, Literal Name, Pubkey Id, auto... Handlers>
constexpr auto fitting_list(Module<Name, Id, Handlers...>*) {
  return std::array{&fitting<Program, Handlers>...};
}

}  // namespace detail

// For aims: whether the instruction is one of the handler's, and other arguments for it.
template <auto Handler>
bool calls(const client::Instruction& instruction) {
  std::vector<u8> tag;
  client::detail::append_raw(tag, kInstructionDiscriminator<Handler>);
  return instruction.data.size() >= tag.size() && std::equal(tag.begin(), tag.end(), instruction.data.begin());
}
template <auto Handler>
void set_args(client::Instruction& instruction, const client::ArgsOf<Handler>& args) {
  instruction.data.clear();
  client::detail::append_raw(instruction.data, kInstructionDiscriminator<Handler>);
  client::encode(instruction.data, args);
}

template <class Program>
class Generator {
 public:
  // Of 16 instructions 11 are meant to succeed; the rest is broken once or twice.
  static constexpr u64 kMeant = 11;
  static constexpr int kTries = 8;

  // Changes an instruction whose arguments the types alone would seldom get right, before it is tried and broken.
  using Aim = std::function<void(const World&, Source&, client::Instruction&)>;

  explicit Generator(World& world, Aim aim = {}) : world_(world), aim_(std::move(aim)) {
    world_.learn(Program::kId);
    world_.learn(System::kId);
  }

  // As the world stands now, with which it changes nothing.
  client::Instruction next(Source& source) {
    constexpr auto kFitting = detail::fitting_list<Program>(static_cast<typename Program::ModuleType*>(nullptr));
    const u64 kind = source.below(16);
    client::Instruction out;
    for (int left = kind < kMeant ? kTries : 1; left > 0; --left) {
      out = kFitting[source.below(kFitting.size())](world_, source);
      if (aim_) aim_(world_, source, out);
      if (left > 1 && world_.runtime.simulate(out).ok()) break;
    }
    if (kind >= kMeant) detail::mutate(out, world_, source);
    if (kind == 15) detail::mutate(out, world_, source);
    return out;
  }

 private:
  World& world_;
  Aim aim_;
};

}  // namespace grapnel::testing
