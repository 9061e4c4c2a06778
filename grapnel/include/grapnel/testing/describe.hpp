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

// Whether the account passes the check that the type itself makes, which wants to see it in the runtime's memory.
template <class Module, class T>
bool holds_data(const native::Account& account) {
  std::vector<u64> memory((sizeof(RawAccount) + account.data.size()) / sizeof(u64) + 2);
  auto* raw = reinterpret_cast<RawAccount*>(memory.data());
  *raw = RawAccount{};
  raw->owner = account.owner;
  raw->lamports = account.lamports.value();
  raw->size = account.data.size();
  if (!account.data.empty()) std::memcpy(raw->data(), account.data.data(), account.data.size());
  return AccountFormat<T>::template holds<Module>(raw);
}

template <class Module, class T>
void add_data(ProgramDescription& program) {
  const std::string name = string_of(grapnel::detail::kTypeName<T>);
  for (const DataDescription& known : program.data) {
    if (known.name == name) return;
  }
  program.data.push_back({name, holds_data<Module, T>, [](std::span<const u8> data) {
                            Fields out;
                            constexpr usize kOffset = AccountFormat<T>::kOffset;
                            T value;
                            std::memcpy(static_cast<void*>(&value), data.data() + kOffset, sizeof value);
                            add_fields(out, "", value);
                            if (data.size() > kOffset + sizeof(T))
                              out.emplace_back("(rest)", hex(data.subspan(kOffset + sizeof(T))));
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
    add_data<Module, Data>(program);
    out.type = string_of(grapnel::detail::kTypeName<Data>);
    if constexpr (AccountFormat<Data>::kOurs) out.owner = Module::kId;
  }
  return out;
}

template <class Module, auto Handler>
void add_instruction(ProgramDescription& program) {
  using Accounts = client::AccountsOf<Handler>;
  InstructionDescription out;
  out.name = string_of(grapnel::detail::kNameOf<Handler>);
  client::detail::append_raw(out.discriminator, kInstructionDiscriminator<Handler>);
  grapnel::detail::with_indices<grapnel::detail::kFieldCount<Accounts>>(
      [&]<usize... I>() { (out.accounts.push_back(describe_account<Module, Accounts, I>(program)), ...); });
  program.instructions.push_back(std::move(out));
}

template <class Event>
void add_event(ProgramDescription& program) {
  program.events.push_back({string_of(grapnel::detail::kTypeName<Event>), [](std::span<const u8> data) {
                              const auto event = client::event<Event>(data);
                              if (!event) return std::optional<Fields>{};
                              Fields out;
                              add_fields(out, "", *event);
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
