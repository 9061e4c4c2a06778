// describe<Program>(): reads a program's types into a ProgramSpec. Templates; each program is described in one source file of
// described/, everything else sees programs.hpp.
#pragma once

#include "protocols/client/program_spec.hpp"

#include <grapnel/client/client.hpp>

#include <algorithm>
#include <cstring>

namespace zestron::protocols::client::reading {

namespace core = grapnel::detail;

inline std::string string_of(grapnel::Text text) { return {text.data, text.size}; }

inline Pubkey key_of(const grapnel::Pubkey& key) {
  Pubkey out;
  std::memcpy(out.data(), &key, Pubkey::kSize);
  return out;
}

template <std::size_t N>
Bytes bytes_of(const grapnel::Array<grapnel::u8, N>& array) {
  return {array.begin(), array.end()};
}

template <class T>
TypePtr type_of();

template <class T>
void add_fields(Type& out) {
  core::with_indices<core::kFieldCount<T>>([&]<grapnel::usize... I>() {
    (out.fields.push_back({string_of(core::kFieldName<T, I>), type_of<core::FieldType<T, I>>()}), ...);
  });
}

template <class T>
Type read_type() {
  using Kind = Type::Kind;
  Type out;
  if constexpr (std::is_same_v<T, bool>) {
    out.kind = Kind::kBool;
  } else if constexpr (core::kIsIntegral<T>) {
    out.kind = std::is_signed_v<T> && !std::is_same_v<T, char> ? Kind::kSigned : Kind::kUnsigned;
    out.count = sizeof(T);
  } else if constexpr (std::is_same_v<T, grapnel::Lamports> || std::is_same_v<T, grapnel::U128>) {
    out.kind = Kind::kUnsigned;
    out.count = sizeof(T);
  } else if constexpr (std::is_same_v<T, grapnel::Pubkey>) {
    out.kind = Kind::kKey;
  } else if constexpr (requires { T::capacity(); }) {
    out.kind = Kind::kFixedText;
    out.count = T::capacity();
  } else if constexpr (core::kIsString<T>) {
    out.kind = Kind::kText;
    out.count = T::kMax;
  } else if constexpr (core::kIsByteView<T>) {
    out.kind = Kind::kBytes;
    out.count = T::kMax;
  } else if constexpr (core::kIsVector<T>) {
    out.kind = Kind::kList;
    out.count = T::kMax;
    out.element = type_of<typename T::Element>();
  } else if constexpr (core::kIsOption<T>) {
    out.kind = Kind::kOption;
    out.element = type_of<typename T::Element>();
  } else if constexpr (core::kIsArray<T>) {
    out.kind = Kind::kArray;
    out.count = core::ElementOf<T>::kCount;
    out.element = type_of<typename core::ElementOf<T>::Type>();
  } else if constexpr (std::is_enum_v<T>) {
    out.kind = Kind::kEnum;
    out.name = string_of(core::kTypeName<T>);
    core::with_indices<core::kEnumeratorCount<T>>(
        [&]<grapnel::usize... I>() { (out.variants.push_back(string_of(core::kNameOf<static_cast<T>(I)>)), ...); });
  } else {
    out.kind = Kind::kStruct;
    out.name = string_of(core::kTypeName<T>);
    add_fields<T>(out);
  }
  return out;
}

template <class T>
TypePtr type_of() {
  if constexpr (core::kIsTail<T> || core::kIsUnaligned<T>) {
    return type_of<typename T::Value>();
  } else {
    static const TypePtr kType = std::make_shared<const Type>(read_type<T>());
    return kType;
  }
}

/// Where a member stands in an account of that type: behind the discriminator and the fields before it.
template <class Data, auto Member>
constexpr std::size_t offset_of() {
  constexpr grapnel::usize kAt = core::field_index<Data>(core::kNameOf<Member>);
  return core::with_indices<kAt>([]<grapnel::usize... I>() {
    return core::kAccountTag<Data>.size() + (std::size_t{0} + ... + sizeof(core::FieldType<Data, I>));
  });
}

template <auto Value, class Accounts, class Args, grapnel::usize Index>
Seed read_seed() {
  using T = core::RemoveCvref<decltype(Value)>;
  if constexpr (core::kIsLiteral<T>) {
    const auto text = Value.text();
    return {Seed::From::kText, Bytes(text.data, text.data + text.size), {}, 0, 0};
  } else if constexpr (core::kIsKeyOfNamed<T>) {
    return [&]<grapnel::Literal Name>(grapnel::KeyOfNamed<Name>) {
      return Seed{Seed::From::kAccount, {}, string_of(Name.text()), 0, 0};
    }(Value);
  } else if constexpr (core::kIsInArgument<T, Args>) {
    const auto path =
        string_of(core::kNameOf<core::InOf<T>::kAccount>) + "." + string_of(core::kNameOf<core::InOf<T>::kData>);
    return {Seed::From::kArgument, {}, path, 0, 0};
  } else if constexpr (core::InOf<T>::kIsIn) {
    constexpr auto kData = core::InOf<T>::kData;
    using Member = core::MemberOf<core::RemoveCvref<decltype(kData)>>;
    return {Seed::From::kData,
            {},
            string_of(core::kNameOf<core::InOf<T>::kAccount>),
            offset_of<typename Member::Class, kData>(),
            sizeof(typename Member::Type)};
  } else if constexpr (std::is_same_v<typename core::MemberOf<T>::Class, Accounts>) {
    return {Seed::From::kAccount, {}, string_of(core::kNameOf<Value>), 0, 0};
  } else if constexpr (std::is_same_v<typename core::MemberOf<T>::Class, Args>) {
    return {Seed::From::kArgument, {}, string_of(core::kNameOf<Value>), 0, 0};
  } else {
    using Member = core::MemberOf<T>;
    constexpr auto kHolder = core::account_holding<Accounts, Index, typename Member::Class>();
    return {Seed::From::kData,
            {},
            string_of(core::kFieldName<Accounts, kHolder>),
            offset_of<typename Member::Class, Value>(),
            sizeof(typename Member::Type)};
  }
}

/// What each constraint says about its account.
template <class Accounts, class Args, grapnel::usize Index>
struct ReadConstraint {
  AccountSpec& out;

  template <class C>
  void operator()(std::type_identity<C>) const {}
  template <auto... Value>
  void operator()(std::type_identity<core::SeedList<Value...>>) const {
    (out.seeds.push_back(read_seed<Value, Accounts, Args, Index>()), ...);
  }
  template <grapnel::Pubkey Program, core::Reference... Value>
  void operator()(std::type_identity<grapnel::FoundAt<Program, Value...>>) const {
    (out.seeds.push_back(read_seed<Value.value, Accounts, Args, Index>()), ...);
    out.derived_by = key_of(Program);
  }
  template <grapnel::Pubkey Key>
  void operator()(std::type_identity<grapnel::Address<Key>>) const {
    out.address = key_of(Key);
  }
  template <auto Member, core::Reference Target>
  void operator()(std::type_identity<grapnel::HasOne<Member, Target>>) const {
    using Data = typename core::MemberOf<core::RemoveCvref<decltype(Member)>>::Class;
    out.links.push_back({string_of(grapnel::HasOne<Member, Target>::target()), offset_of<Data, Member>()});
  }
};

/// The program that owns accounts of the type; none for types that several own, such as token accounts.
template <class Data, class Program>
std::optional<Pubkey> owner_of() {
  if constexpr (requires { Data::kProgram; }) {
    return key_of(Data::kProgram);
  } else if constexpr (grapnel::AccountFormat<Data>::kOurs) {
    return key_of(Program::kId);
  } else {
    return std::nullopt;
  }
}

template <class Program, class Accounts, class Args, grapnel::usize I>
AccountSpec read_account() {
  using Given = core::FieldType<Accounts, I>;
  using Plain = core::Plain<Given>;
  AccountSpec out;
  out.name = string_of(core::kFieldName<Accounts, I>);
  out.signer = Given::kSigner;
  out.writable = Given::kWritable;
  out.optional = Given::kOptional;
  if constexpr (requires { Plain::kCreates; }) out.created = Plain::kCreates;
  if constexpr (requires { typename Plain::ProgramType; }) out.address = key_of(Plain::ProgramType::kId);
  if constexpr (requires { Plain::kFixedAddress; }) out.address = key_of(Plain::kFixedAddress);
  const ReadConstraint<Accounts, Args, I> read{out};
  [&]<class... C>(grapnel::List<C...>) { (read(std::type_identity<C>{}), ...); }(typename Given::Constraints{});
  using Data = core::DataOf<Given>;
  if constexpr (!std::is_void_v<Data>) {
    out.data = string_of(core::kTypeName<Data>);
    out.data_owner = owner_of<Data, Program>();
  }
  return out;
}

template <class Program, class Data>
void add_data(ProgramSpec& program, const AccountSpec& account) {
  if constexpr (!std::is_void_v<Data>) {
    if constexpr (grapnel::AccountFormat<Data>::kOurs) {
      if (owner_of<Data, Program>() != program.id) return;
      auto known = std::ranges::find(program.accounts, account.data, &DataSpec::name);
      if (known == program.accounts.end()) {
        program.accounts.push_back({account.data, bytes_of(core::kAccountTag<Data>), type_of<Data>(), {}});
        known = std::prev(program.accounts.end());
      }
      if (account.created && known->seeds.empty()) known->seeds = account.seeds;
    }
  }
}

template <class Program, auto Handler>
void add_instruction(ProgramSpec& program) {
  using Accounts = grapnel::client::AccountsOf<Handler>;
  using Args = grapnel::client::ArgsOf<Handler>;
  InstructionSpec out;
  out.name = string_of(core::kNameOf<core::kFunction<Handler>>);
  out.tag = bytes_of(core::kInstructionTag<Handler>);
  out.arguments = type_of<Args>();
  core::with_indices<core::kFieldCount<Accounts>>([&]<grapnel::usize... I>() {
    static_assert((!core::kIsComposite<core::FieldType<Accounts, I>> && ...), "composites are not described");
    (out.accounts.push_back(read_account<Program, Accounts, Args, I>()), ...);
    (add_data<Program, core::DataOf<core::FieldType<Accounts, I>>>(program, out.accounts[I]), ...);
  });
  program.instructions.push_back(std::move(out));
}

template <class Event>
void add_event(ProgramSpec& program) {
  program.events.push_back({string_of(core::kTypeName<Event>), bytes_of(core::kEventTag<Event>), type_of<Event>(), {}});
}

template <class Errors>
void add_errors(ProgramSpec& program) {
  if constexpr (!std::is_void_v<Errors>) {
    core::with_indices<core::UserErrors<Errors>::kCount>([&]<grapnel::usize... I>() {
      (program.errors.push_back({6000 + I, string_of(core::kNameOf<static_cast<Errors>(6000 + I)>),
                                 string_of(message(static_cast<Errors>(6000 + I)))}),
       ...);
    });
  }
}

template <class Program, grapnel::Literal Name, grapnel::Pubkey Id, auto... Handlers>
ProgramSpec read_program(grapnel::Module<Name, Id, Handlers...>*) {
  ProgramSpec out;
  out.name = string_of(Program::kName);
  out.id = key_of(Id);
  (add_instruction<Program, Handlers>(out), ...);
  [&]<class... E>(grapnel::List<E...>) { (add_event<E>(out), ...); }(typename Program::Events{});
  [&]<class... T>(grapnel::List<T...>) {
    (out.types.push_back({string_of(core::kTypeName<T>), {}, type_of<T>(), {}}), ...);
  }(typename Program::Types{});
  add_errors<typename Program::Errors>(out);
  return out;
}

}  // namespace zestron::protocols::client::reading

namespace zestron::protocols::client {

template <class Program>
ProgramSpec describe() {
  return reading::read_program<Program>(static_cast<typename Program::ModuleType*>(nullptr));
}

}  // namespace zestron::protocols::client
