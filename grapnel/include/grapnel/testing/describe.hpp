// ProgramDescription: what a report needs to know of a program, read from its types: the names of its instructions and
// their accounts, what each account must be, its data and events by field, its errors by name. Host only.
#pragma once

#include <grapnel/client/client.hpp>
#include <grapnel/native/account.hpp>
#include <grapnel/testing/print.hpp>

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace grapnel::testing {

struct AccountDescription {
  std::string name;
  bool signer = false;
  bool writable = false;
  bool optional = false;
  bool created = false;           // by the instruction itself
  std::optional<Pubkey> address;  // the only one allowed
  std::string type;               // of its data; empty: any
  std::optional<Pubkey> owner;    // of accounts with data of this program
};

struct InstructionDescription {
  std::string name;
  std::vector<u8> discriminator;
  std::vector<AccountDescription> accounts;
};

struct DataDescription {
  std::string name;
  std::function<bool(const native::Account&)> holds;
  std::function<Fields(std::span<const u8>)> fields;  // of the whole data
};

struct EventDescription {
  std::string name;
  std::function<std::optional<Fields>(std::span<const u8>)> read;
};

struct ErrorDescription {
  u64 code = 0;
  std::string name;
  std::string message;
};

struct ProgramDescription {
  std::string name;
  Pubkey id;
  std::vector<InstructionDescription> instructions;
  std::vector<DataDescription> data;
  std::vector<EventDescription> events;
  std::vector<ErrorDescription> errors;

  // The instruction whose discriminator the bytes begin with, or null.
  const InstructionDescription* instruction(std::span<const u8> bytes) const;
};

namespace detail {

// An account in memory as the runtime lays it out, where the types' own checks can look at it.
class InMemory {
 public:
  explicit InMemory(const native::Account& account)
      : memory_((sizeof(RawAccount) + account.data.size()) / sizeof(u64) + 2) {
    *raw() = RawAccount{};
    raw()->owner = account.owner;
    raw()->lamports = account.lamports.value();
    raw()->size = account.data.size();
    if (!account.data.empty()) std::memcpy(raw()->data(), account.data.data(), account.data.size());
  }

  template <class Module, class T>
  bool holds() {
    return AccountFormat<T>::template holds<Module>(raw());
  }
  // Only of an account that holds one.
  template <class T>
  const T& data() {
    return *reinterpret_cast<const T*>(raw()->data() + AccountFormat<T>::kOffset);
  }

 private:
  RawAccount* raw() { return reinterpret_cast<RawAccount*>(memory_.data()); }

  std::vector<u64> memory_;
};

template <class Module, class T>
bool holds_data(const native::Account& account) {
  return InMemory(account).holds<Module, T>();
}

// What the instruction's data begins with; the module knows, where a handler has a discriminator of its own.
template <class Module, auto Handler>
std::vector<u8> tag_of() {
  std::vector<u8> out;
  if constexpr (requires { Module::template tag_of_function<Handler>(); }) {
    client::detail::append_raw(out, Module::template tag_of_function<Handler>());
  } else {
    client::detail::append_raw(out, kInstructionDiscriminator<Handler>);
  }
  return out;
}

// Accounts in a field: 1, or those of the accounts struct that the field is.
template <class Field>
consteval usize count_accounts() {
  if constexpr (IsAccountField<Field>) {
    return 1;
  } else {
    return grapnel::detail::with_indices<grapnel::detail::kFieldCount<Field>>(
        []<usize... I>() { return (usize{0} + ... + count_accounts<grapnel::detail::FieldType<Field, I>>()); });
  }
}

// The place of a field's first account among those of the struct.
template <class Accounts, usize Index>
consteval usize place_of() {
  return grapnel::detail::with_indices<Index>(
      []<usize... I>() { return (usize{0} + ... + count_accounts<grapnel::detail::FieldType<Accounts, I>>()); });
}

template <class Module, class T>
void add_data(ProgramDescription& program) {
  const std::string name = string_of(grapnel::detail::kTypeName<T>);
  for (const DataDescription& known : program.data) {
    if (known.name == name) return;
  }
  program.data.push_back({name, holds_data<Module, T>, [](std::span<const u8> data) {
                            Fields out;
                            usize shown = AccountFormat<T>::kOffset;
                            // Other programs' layouts are read in place and have no fields that reflection could name.
                            if constexpr (AccountFormat<T>::kOurs && __is_trivially_copyable(T)) {
                              T value;
                              std::memcpy(static_cast<void*>(&value), data.data() + shown, sizeof value);
                              add_fields(out, "", value);
                              shown += sizeof(T);
                            }
                            if (data.size() > shown) out.emplace_back("(rest)", hex(data.subspan(shown)));
                            return out;
                          }});
}

template <class Module, class Accounts, usize I>
AccountDescription describe_account(ProgramDescription& program) {
  using Field = grapnel::detail::FieldType<Accounts, I>;
  using Plain = grapnel::detail::Plain<Field>;
  using Data = grapnel::detail::DataOf<Field>;
  AccountDescription out;
  out.name = string_of(grapnel::detail::kFieldName<Accounts, I>);
  out.signer = Field::kSigner;
  out.writable = Field::kWritable;
  out.optional = Field::kOptional;
  out.created = Field::kCreates;
  if constexpr (requires { typename Plain::ProgramType; }) {
    if constexpr (requires { Plain::ProgramType::kId; }) out.address = Plain::ProgramType::kId;
  }
  if constexpr (!grapnel::detail::kSame<Data, void>) {
    out.type = string_of(grapnel::detail::kTypeName<Data>);
    if constexpr (AccountFormat<Data>::kOurs) {  // layouts of other programs have fields of their own kind
      add_data<Module, Data>(program);
      out.owner = Module::kId;
    }
  }
  return out;
}

template <class Module, class Accounts, usize I>
void add_account(ProgramDescription& program, std::vector<AccountDescription>& out) {
  using Field = grapnel::detail::FieldType<Accounts, I>;
  if constexpr (IsAccountField<Field>) {
    out.push_back(describe_account<Module, Accounts, I>(program));
  } else {
    const usize first = out.size();
    grapnel::detail::with_indices<grapnel::detail::kFieldCount<Field>>(
        [&]<usize... J>() { (add_account<Module, Field, J>(program, out), ...); });
    for (usize at = first; at < out.size(); ++at)
      out[at].name = string_of(grapnel::detail::kFieldName<Accounts, I>) + "." + out[at].name;
  }
}

template <class Module, auto Handler>
void add_instruction(ProgramDescription& program) {
  using Accounts = client::AccountsOf<Handler>;
  InstructionDescription out;
  out.name = string_of(grapnel::detail::kNameOf<grapnel::detail::kFunction<Handler>>);
  out.discriminator = tag_of<Module, Handler>();
  grapnel::detail::with_indices<grapnel::detail::kFieldCount<Accounts>>(
      [&]<usize... I>() { (add_account<Module, Accounts, I>(program, out.accounts), ...); });
  program.instructions.push_back(std::move(out));
}

template <class Event>
void add_event(ProgramDescription& program) {
  program.events.push_back({string_of(grapnel::detail::kTypeName<Event>), [](std::span<const u8> data) {
                              const auto event = client::event<Event>(data);
                              if (!event) return std::optional<Fields>{};
                              Fields out;
                              if constexpr (__is_trivially_copyable(Event)) add_fields(out, "", *event);
                              return std::optional{out};
                            }});
}

template <class Errors>
void add_errors(ProgramDescription& program) {
  if constexpr (!grapnel::detail::kSame<Errors, void>) {
    grapnel::detail::with_indices<grapnel::detail::UserErrors<Errors>::kCount>([&]<usize... I>() {
      (program.errors.push_back({6000 + I, string_of(grapnel::detail::kNameOf<static_cast<Errors>(6000 + I)>),
                                 string_of(message(static_cast<Errors>(6000 + I)))}),
       ...);
    });
  }
}

template <class Program, Literal Name, Pubkey Id, auto... Handlers>
ProgramDescription describe(Module<Name, Id, Handlers...>*) {
  ProgramDescription out;
  out.name = string_of(Program::kName);
  out.id = Id;
  (add_instruction<Program, Handlers>(out), ...);
  [&]<class... E>(List<E...>) { (add_event<E>(out), ...); }(typename Program::Events{});
  add_errors<typename Program::Errors>(out);
  return out;
}

}  // namespace detail

template <class Program>
ProgramDescription describe() {
  return detail::describe<Program>(static_cast<typename Program::ModuleType*>(nullptr));
}

}  // namespace grapnel::testing
