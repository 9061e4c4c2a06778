// Generator<Program>: instructions of a program from its types. The accounts structs say what fits (derived addresses from
// their seeds, owners from has_one, accounts by the data they hold), the program itself, run natively, is the judge, and
// then some are broken on purpose. Host only.
#pragma once

#include <grapnel/client/client.hpp>
#include <grapnel/testing/arbitrary.hpp>
#include <grapnel/testing/describe.hpp>

#include <string_view>

namespace grapnel::testing {

namespace detail {

// The T in an account, if the account passes the check of the type.
template <class Program, class T>
std::optional<T> data_in(const World& world, const Pubkey& key) {
  const native::Account& account = world.runtime.account(key);
  if (!holds_data<Program, T>(account)) return std::nullopt;
  T value;
  std::memcpy(static_cast<void*>(&value), account.data.data() + AccountFormat<T>::kOffset, sizeof value);
  return value;
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

// One account's constraints, applied to the keys chosen so far.
template <class Program, class Accounts, class Args, usize Index>
struct Fit {
  using Field = grapnel::detail::FieldType<Accounts, Index>;
  World& world;
  std::vector<Pubkey>& keys;
  const Args& args;

  template <class C>
  void operator()(List<C>) const {}

  template <auto Member, grapnel::detail::Reference Target>
  void operator()(List<HasOne<Member, Target>>) const {
    constexpr usize kTarget = grapnel::detail::field_index<Accounts>(HasOne<Member, Target>::target());
    const auto data = data_in<Program, grapnel::detail::DataOf<Field>>(world, keys[Index]);
    if (data) keys[kTarget] = (*data).*Member;
  }
  template <Pubkey Key>
  void operator()(List<Address<Key>>) const {
    keys[Index] = Key;
  }
  template <auto... Seed>
  void operator()(List<grapnel::detail::SeedList<Seed...>>) const {
    std::vector<std::vector<u8>> seeds;
    if ((add_seed<Seed>(seeds) && ...)) keys[Index] = world.derive(Program::kId, seeds);
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
        seeds.push_back(bytes_of({&keys[core::field_index<Accounts>(Name.text())], 32}));
      }(Value);
    } else if constexpr (core::InOf<T>::kIsIn) {
      constexpr usize kHolder = core::field_index<Accounts>(core::kNameOf<core::InOf<T>::kAccount>);
      return add_field<core::InOf<T>::kData, kHolder>(seeds);
    } else if constexpr (core::kSame<typename Member::Class, Accounts>) {
      seeds.push_back(bytes_of({&keys[core::field_index<Accounts>(core::kNameOf<Value>)], 32}));
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
    if constexpr (Holder == Index) {
      return false;
    } else {
      using Data = typename grapnel::detail::MemberOf<grapnel::detail::RemoveCvref<decltype(Value)>>::Class;
      const auto data = data_in<Program, Data>(world, keys[Holder]);
      if (data) seeds.push_back(bytes_of(grapnel::detail::seed_bytes((*data).*Value)));
      return data.has_value();
    }
  }
};

template <class Program, class Field>
Pubkey first_choice(World& world, Source& source) {
  using Plain = grapnel::detail::Plain<Field>;
  using Data = grapnel::detail::DataOf<Field>;
  if constexpr (Field::kOptional) {
    if (source.one_in(4)) return Program::kId;
  }
  if constexpr (requires { Plain::ProgramType::kId; }) {
    return Plain::ProgramType::kId;
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

// Twice, because a derived account may be the one that names an owner, and an owner may be a seed.
template <class Program, auto Handler>
client::Instruction fitting(World& world, Source& source) {
  using Accounts = client::AccountsOf<Handler>;
  using Args = client::ArgsOf<Handler>;
  constexpr usize kCount = grapnel::detail::kFieldCount<Accounts>;
  Arena arena;
  const auto args = arbitrary<Args>(source, world, arena);
  client::Instruction out{Program::kId, {}, {}};
  grapnel::detail::with_indices<kCount>([&]<usize... I>() {
    std::vector<Pubkey> keys = {first_choice<Program, grapnel::detail::FieldType<Accounts, I>>(world, source)...};
    const auto fit = [&]<usize J>() {
      const Fit<Program, Accounts, Args, J> apply{world, keys, args};
      if (grapnel::detail::FieldType<Accounts, J>::kOptional && keys[J] == Program::kId) return;
      [&]<class... C>(List<C...>) {
        (apply(List<C>{}), ...);
      }(typename grapnel::detail::FieldType<Accounts, J>::Constraints{});
    };
    for (int pass = 0; pass < 2; ++pass) (fit.template operator()<I>(), ...);
    (out.accounts.push_back(client::meta_of<grapnel::detail::FieldType<Accounts, I>>(keys[I], Program::kId)), ...);
  });
  // Behind the named accounts others may stand.
  if (source.one_in(8)) {
    for (u64 left = 1 + source.below(2); left > 0; --left)
      out.accounts.push_back({world.any(source), false, source.below(2) != 0});
  }
  client::detail::append_raw(out.data, kInstructionDiscriminator<Handler>);
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

template <class Program>
class Generator {
 public:
  // Of 16 instructions 11 are meant to succeed; the rest is broken once or twice.
  static constexpr u64 kMeant = 11;
  static constexpr int kTries = 8;

  explicit Generator(World& world) : world_(world) {
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
      if (left > 1 && world_.runtime.simulate(out).ok()) break;
    }
    if (kind >= kMeant) detail::mutate(out, world_, source);
    if (kind == 15) detail::mutate(out, world_, source);
    return out;
  }

 private:
  World& world_;
};

}  // namespace grapnel::testing
