// A program as data: its instructions with their accounts and arguments, its accounts, events and errors, read from the
// declarations that the program itself is compiled from (describe.hpp). What a tool needs to build any instruction and read
// any account without a line of code for each.
#pragma once

#include "base/types.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace zestron::protocols::client {

struct Type;
using TypePtr = std::shared_ptr<const Type>;

struct Field {
  std::string name;
  TypePtr type;
};

/// How a value lies in Borsh bytes; what programs keep in accounts has the same form.
struct Type {
  enum class Kind : std::uint8_t {
    kBool,
    kUnsigned,   ///< `count` bytes, 1 to 16
    kSigned,     ///< `count` bytes, 1 to 8
    kKey,        ///< 32 bytes
    kText,       ///< u32 length, at most `count` bytes
    kFixedText,  ///< u32 length, `count` bytes of room
    kBytes,      ///< u32 length, at most `count` bytes
    kEnum,       ///< one byte, `variants`
    kStruct,     ///< `fields`
    kArray,      ///< `count` times `element`
    kList,       ///< u32 length, at most `count` times `element`
    kOption,     ///< one byte, then `element` if it is 1
  };
  Kind kind = Kind::kStruct;
  std::string name;  ///< of an enum or struct
  std::size_t count = 0;
  std::vector<std::string> variants;
  std::vector<Field> fields;
  TypePtr element;
};

/// One part of what an address is derived from.
struct Seed {
  enum class From : std::uint8_t {
    kText,      ///< `bytes`
    kAccount,   ///< the key of the account `name`
    kArgument,  ///< the argument `name`; "name.field" inside a struct
    kData,      ///< `size` bytes at `offset` in the data of the account `name`
  };
  From from = From::kText;
  Bytes bytes;
  std::string name;
  std::size_t offset = 0, size = 0;
};

/// An account whose data names another account of the instruction.
struct Link {
  std::string target;
  std::size_t offset = 0;  ///< of its key, discriminator included
};

struct AccountSpec {
  std::string name;
  bool signer = false, writable = false, optional = false;
  bool created = false;              ///< by the instruction itself
  std::optional<Pubkey> address;     ///< the only one allowed
  std::vector<Seed> seeds;           ///< of its derived address; empty: not derived here
  std::optional<Pubkey> derived_by;  ///< the program of that address, where it is another
  std::vector<Link> links;           ///< what its data says of the others
  std::string data;                  ///< type of its data; empty: any
  std::optional<Pubkey> data_owner;  ///< the program of that type
};

struct InstructionSpec {
  std::string name;
  Bytes tag;
  std::vector<AccountSpec> accounts;
  TypePtr arguments;  ///< a struct, without fields if there are none

  [[nodiscard]] const AccountSpec* account(std::string_view name_of_it) const;
};

struct DataSpec {
  std::string name;
  Bytes tag;
  TypePtr type;
  std::vector<Seed> seeds;  ///< of the address that an instruction creates it at
};

struct ErrorSpec {
  std::uint64_t code = 0;
  std::string name, message;
};

struct ProgramSpec {
  std::string name;
  Pubkey id;
  std::vector<InstructionSpec> instructions;
  std::vector<DataSpec> accounts;
  std::vector<DataSpec> events;  ///< without seeds
  std::vector<DataSpec> types;   ///< that it names besides, such as what a proposal holds; without tags and seeds
  std::vector<ErrorSpec> errors;

  [[nodiscard]] const InstructionSpec* instruction(std::string_view name_of_it) const;
  /// Whose tag the data begins with.
  [[nodiscard]] const InstructionSpec* instruction_of(ByteView data) const;
  [[nodiscard]] const DataSpec* account(std::string_view name_of_it) const;
  [[nodiscard]] const DataSpec* account_of(ByteView data) const;
  [[nodiscard]] const DataSpec* event_of(ByteView data) const;
  [[nodiscard]] const DataSpec* type(std::string_view name_of_it) const;
};

}  // namespace zestron::protocols::client
